/** What a paper has to cite. `named`: how the sources of metrics, or the names of tests, mention it. */
export interface Reference {
  readonly key: string;
  readonly named: string;
  readonly type: 'article' | 'inproceedings' | 'book' | 'software';
  readonly fields: Readonly<Record<string, string>>;
}

const reference = (key: string, named: string, type: Reference['type'], fields: Reference['fields']): Reference => ({
  key,
  named,
  type,
  fields,
});
/** `issue`: volume and number, as in 20(4). */
const article = (key: string, named: string, author: string, title: string, journal: string, year: number, issue: string): Reference => {
  const [volume = issue, number] = issue.replace(')', '').split('(');
  return reference(key, named, 'article', { author, title, journal, year: String(year), volume, ...(number !== undefined && { number }) });
};
const paper = (key: string, named: string, author: string, title: string, booktitle: string, year: number): Reference =>
  reference(key, named, 'inproceedings', { author, title, booktitle, year: String(year) });
const software = (key: string, named: string, title: string, author: string): Reference =>
  reference(key, named, 'software', { author, title });

/** Of the definitions of metrics. */
export const metricReferences: readonly Reference[] = [
  article(
    'jarvelin2002',
    'Järvelin & Kekäläinen 2002',
    'J{\\"a}rvelin, Kalervo and Kek{\\"a}l{\\"a}inen, Jaana',
    'Cumulated gain-based evaluation of {IR} techniques',
    'ACM Transactions on Information Systems',
    2002,
    '20(4)',
  ),
  paper(
    'burges2005',
    'Burges et al. 2005',
    'Burges, Chris and Shaked, Tal and Renshaw, Erin and Lazier, Ari and Deeds, Matt and Hamilton, Nicole and Hullender, Greg',
    'Learning to rank using gradient descent',
    'ICML',
    2005,
  ),
  paper(
    'buckley2000',
    'Buckley & Voorhees 2000',
    'Buckley, Chris and Voorhees, Ellen M.',
    'Evaluating evaluation measure stability',
    'SIGIR',
    2000,
  ),
  paper(
    'buckley2004',
    'Buckley & Voorhees 2004',
    'Buckley, Chris and Voorhees, Ellen M.',
    'Retrieval evaluation with incomplete information',
    'SIGIR',
    2004,
  ),
  paper('voorhees1999', 'Voorhees 1999', 'Voorhees, Ellen M.', 'The {TREC}-8 question answering track report', 'TREC', 1999),
  reference('cleverdon1966', 'Cleverdon & Keen 1966', 'book', {
    author: 'Cleverdon, Cyril and Keen, Michael',
    title: 'Factors determining the performance of indexing systems',
    publisher: 'ASLIB Cranfield Research Project',
    year: '1966',
  }),
  article(
    'deshpande2004',
    'Deshpande & Karypis 2004',
    'Deshpande, Mukund and Karypis, George',
    'Item-based top-{N} recommendation algorithms',
    'ACM Transactions on Information Systems',
    2004,
    '22(1)',
  ),
  article(
    'moffat2008',
    'Moffat & Zobel 2008',
    'Moffat, Alistair and Zobel, Justin',
    'Rank-biased precision for measurement of retrieval effectiveness',
    'ACM Transactions on Information Systems',
    2008,
    '27(1)',
  ),
  paper('steck2018', 'Steck 2018', 'Steck, Harald', 'Calibrated recommendations', 'RecSys', 2018),
  paper(
    'ge2010',
    'Ge, Delgado-Battenfeld & Jannach 2010',
    'Ge, Mouzhi and Delgado-Battenfeld, Carla and Jannach, Dietmar',
    'Beyond accuracy: evaluating recommender systems by coverage and serendipity',
    'RecSys',
    2010,
  ),
  article(
    'herlocker2004',
    'Herlocker et al. 2004',
    'Herlocker, Jonathan L. and Konstan, Joseph A. and Terveen, Loren G. and Riedl, John T.',
    'Evaluating collaborative filtering recommender systems',
    'ACM Transactions on Information Systems',
    2004,
    '22(1)',
  ),
  reference('gini1912', 'Gini 1912', 'book', {
    author: 'Gini, Corrado',
    title: 'Variabilit{\\`a} e mutabilit{\\`a}',
    publisher: 'Cuppini, Bologna',
    year: '1912',
  }),
  article(
    'fleder2009',
    'Fleder & Hosanagar 2009',
    'Fleder, Daniel and Hosanagar, Kartik',
    "Blockbuster culture's next rise or fall",
    'Management Science',
    2009,
    '55(5)',
  ),
  paper('smyth2001', 'Smyth & McClave 2001', 'Smyth, Barry and McClave, Paul', 'Similarity vs. diversity', 'ICCBR', 2001),
  paper(
    'ziegler2005',
    'Ziegler et al. 2005',
    'Ziegler, Cai-Nicolas and McNee, Sean M. and Konstan, Joseph A. and Lausen, Georg',
    'Improving recommendation lists through topic diversification',
    'WWW',
    2005,
  ),
  article(
    'zhou2010',
    'Zhou et al. 2010',
    "Zhou, Tao and Kuscsik, Zolt{\\'a}n and Liu, Jian-Guo and Medo, Mat{\\'u}{\\v{s}} and Wakeling, Joseph Rushton and Zhang, Yi-Cheng",
    'Solving the apparent diversity-accuracy dilemma of recommender systems',
    'Proceedings of the National Academy of Sciences',
    2010,
    '107(10)',
  ),
  article(
    'yin2012',
    'Yin et al. 2012',
    'Yin, Hongzhi and Cui, Bin and Li, Jing and Yao, Junjie and Chen, Chen',
    'Challenging the long tail recommendation',
    'Proceedings of the VLDB Endowment',
    2012,
    '5(9)',
  ),
  paper(
    'zhang2012',
    'Zhang et al. 2012',
    "Zhang, Yuan Cao and {\\'O} S{\\'e}aghdha, Diarmuid and Quercia, Daniele and Jambor, Tamas",
    'Auralist: introducing serendipity into music recommendation',
    'WSDM',
    2012,
  ),
  paper(
    'zhao2021',
    'Zhao et al. 2021',
    'Zhao, Wayne Xin and others',
    '{RecBole}: towards a unified, comprehensive and efficient framework for recommendation algorithms',
    'CIKM',
    2021,
  ),
  paper(
    'anelli2021',
    'Anelli et al. 2021',
    'Anelli, Vito Walter and others',
    'Elliot: a comprehensive and rigorous framework for reproducible recommender systems evaluation',
    'SIGIR',
    2021,
  ),
  paper(
    'ekstrand2020',
    'Ekstrand 2020',
    'Ekstrand, Michael D.',
    '{LensKit} for {Python}: next-generation software for recommender systems experiments',
    'CIKM',
    2020,
  ),
  paper(
    'macavaney2022',
    'MacAvaney et al. 2022',
    'MacAvaney, Sean and Macdonald, Craig and Ounis, Iadh',
    'Streamlining evaluation with ir-measures',
    'ECIR',
    2022,
  ),
  software('treceval', 'trec_eval', 'trec\\_eval', '{National Institute of Standards and Technology}'),
  software('recommenders', 'Microsoft Recommenders', 'Recommenders', '{Recommenders contributors}'),
];

/** Of tests, intervals and corrections. */
export const statisticsReferences: readonly Reference[] = [
  article(
    'efron1987',
    'bootstrap',
    'Efron, Bradley',
    'Better bootstrap confidence intervals',
    'Journal of the American Statistical Association',
    1987,
    '82(397)',
  ),
  paper(
    'smucker2007',
    'sign-flip',
    'Smucker, Mark D. and Allan, James and Carterette, Ben',
    'A comparison of statistical significance tests for information retrieval evaluation',
    'CIKM',
    2007,
  ),
  article('student1908', 'paired t', 'Student', 'The probable error of a mean', 'Biometrika', 1908, '6(1)'),
  article('wilcoxon1945', 'Wilcoxon', 'Wilcoxon, Frank', 'Individual comparisons by ranking methods', 'Biometrics Bulletin', 1945, '1(6)'),
  article(
    'pratt1959',
    'Pratt',
    'Pratt, John W.',
    'Remarks on zeros and ties in the {Wilcoxon} signed rank procedures',
    'Journal of the American Statistical Association',
    1959,
    '54(287)',
  ),
  article(
    'holm1979',
    'holm',
    'Holm, Sture',
    'A simple sequentially rejective multiple test procedure',
    'Scandinavian Journal of Statistics',
    1979,
    '6(2)',
  ),
  article(
    'benjamini1995',
    'benjamini-hochberg',
    'Benjamini, Yoav and Hochberg, Yosef',
    'Controlling the false discovery rate: a practical and powerful approach to multiple testing',
    'Journal of the Royal Statistical Society B',
    1995,
    '57(1)',
  ),
];

/** References that a text mentions, in the order of the list. */
export const mentionedIn = (text: string, references: readonly Reference[]): Reference[] =>
  references.filter(({ named }) => text.includes(named));

export function bibtex(references: readonly Reference[]): string {
  const entry = ({ key, type, fields }: Reference): string =>
    `@${type === 'software' ? 'misc' : type}{${key},\n${Object.entries(fields)
      .map(([field, value]) => `  ${field} = {${value}},\n`)
      .join('')}}\n`;
  return references.map(entry).join('\n');
}
