console.error('RankLab command line');
