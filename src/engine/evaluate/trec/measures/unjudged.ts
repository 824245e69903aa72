import { qrelsMeasure } from './measure';

export const unjudged = qrelsMeasure({
  id: 'unj',
  label: 'Unjudged at k',
  description: 'Share of the first k positions that hold a document without a judgement.',
  formula: '|\\{ i \\le k : g_i \\text{ unknown} \\}| / k',
  source: 'trec_eval 10',
  direction: 'lower',
  edgePolicy: 'A list shorter than k is still divided by k. Empty list: 0.',
  params: { kind: 'cutoffs', defaults: [5, 10, 20] },
  measure: ({ grades }, { cutoff }) => grades.subarray(0, cutoff).filter((grade) => grade < 0).length / cutoff,
});
