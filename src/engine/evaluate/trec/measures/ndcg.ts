import { discounted, gainsOf } from '../gains';
import { share, type JudgedTopic } from '../judged-topic';
import { qrelsMeasure, usualCutoffs } from './measure';

const base = {
  source: 'Järvelin & Kekäläinen 2002',
  edgePolicy: 'No document with a gain: 0. Unjudged documents have gain 0. The relevance level plays no part.',
  params: { kind: 'pairs', names: 'a gain per grade, like ndcg.1=3,2=9' },
} as const;
const found = (topic: JudgedTopic, pairs: ReadonlyMap<string, number>): number => discounted(topic.grades.map(gainsOf(topic, pairs).of));

export const ndcg = qrelsMeasure({
  ...base,
  id: 'ndcg',
  label: 'nDCG',
  description: 'Gain discounted by position, relative to the best possible list.',
  formula: '\\frac{\\sum_i g_i / \\log_2(i + 1)}{\\sum_i g^*_i / \\log_2(i + 1)}',
  measure: (topic, { pairs }) => share(found(topic, pairs), discounted(gainsOf(topic, pairs).ideal)),
});

export const dcg = qrelsMeasure({
  ...base,
  id: 'dcg',
  label: 'DCG',
  description: 'Gain discounted by position.',
  formula: '\\sum_i g_i / \\log_2(i + 1)',
  range: '0 and up',
  measure: (topic, { pairs }) => found(topic, pairs),
});

export const idealDcg = qrelsMeasure({
  ...base,
  id: 'ideal_dcg',
  label: 'Ideal DCG',
  description: 'DCG of the best possible list.',
  formula: '\\sum_i g^*_i / \\log_2(i + 1)',
  range: '0 and up',
  direction: 'neither',
  measure: (topic, { pairs }) => discounted(gainsOf(topic, pairs).ideal),
});

const noPairs = new Map<string, number>();

export const ndcgCut = qrelsMeasure({
  ...base,
  id: 'ndcg_cut',
  label: 'nDCG at k',
  description: 'nDCG of the first k documents; a grade is its own gain.',
  formula: '\\frac{\\sum_{i \\le k} g_i / \\log_2(i + 1)}{\\sum_{i \\le k} g^*_i / \\log_2(i + 1)}',
  params: { kind: 'cutoffs', defaults: usualCutoffs },
  measure: (topic, { cutoff }) => {
    const { of, ideal } = gainsOf(topic, noPairs);
    return share(discounted(topic.grades.map(of), cutoff), discounted(ideal, cutoff));
  },
});
