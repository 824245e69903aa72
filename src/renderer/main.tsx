document.title = 'RankLab';
