import { share } from '../judged-topic';
import { noRelevant, qrelsMeasure } from './measure';

const base = { source: 'Cleverdon & Keen 1966; trec_eval set measures', edgePolicy: noRelevant };

export const setPrecision = qrelsMeasure({
  ...base,
  id: 'set_P',
  label: 'Set precision',
  description: 'Share of the whole list that is relevant.',
  formula: '|L \\cap \\mathrm{rel}| / |L|',
  measure: ({ grades, relevantRetrieved }) => share(relevantRetrieved, grades.length),
});

export const setRelativePrecision = qrelsMeasure({
  ...base,
  id: 'set_relative_P',
  label: 'Set relative precision',
  description: 'Set precision relative to the best one possible for a list of that length.',
  formula: '|L \\cap \\mathrm{rel}| / \\min(|L|, R)',
  measure: ({ grades, relevant, relevantRetrieved }) => share(relevantRetrieved, Math.min(grades.length, relevant)),
});

export const setRecall = qrelsMeasure({
  ...base,
  id: 'set_recall',
  label: 'Set recall',
  description: 'Share of the relevant documents in the whole list.',
  formula: '|L \\cap \\mathrm{rel}| / R',
  measure: ({ relevant, relevantRetrieved }) => share(relevantRetrieved, relevant),
});

export const setMap = qrelsMeasure({
  ...base,
  id: 'set_map',
  label: 'Set average precision',
  description: 'Set precision times set recall: average precision when the order in the list is unknown.',
  formula: '\\frac{|L \\cap \\mathrm{rel}|^2}{|L| \\cdot R}',
  measure: ({ grades, relevant, relevantRetrieved }) => share(relevantRetrieved ** 2, grades.length * relevant),
});

export const setF = qrelsMeasure({
  ...base,
  id: 'set_F',
  label: 'Set F measure',
  description: 'A weighted harmonic mean of set precision and set recall; the parameter is β².',
  formula: '\\frac{(x + 1) P R}{x P + R}',
  source: 'van Rijsbergen 1979',
  params: { kind: 'numbers', defaults: [1] },
  measure: ({ grades, relevant, relevantRetrieved }, { numbers: [x] }) => {
    const [p, r] = [share(relevantRetrieved, grades.length), share(relevantRetrieved, relevant)];
    return share((x + 1) * p * r, x * p + r);
  },
});
