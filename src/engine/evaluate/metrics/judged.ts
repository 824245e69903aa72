import { userMetric } from './metric';
import { noParams } from '../../core/registry';

export const judged = userMetric({
  id: 'judged',
  label: 'Judged',
  description: 'Share of the first k items that were judged at all: where it is low, other metrics rest on guesses.',
  formula: '|\\{ i \\in L^k : g_i \\text{ known} \\}| / |L^k|',
  source: 'ir_measures (MacAvaney et al. 2022), Judged@k',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: 'A negative grade is not a judgement. A list shorter than k is divided by its own length. Empty list: no value.',
  version: 1,
  params: noParams,
  needsRelevant: false,
  prepare:
    ({ cutoff }) =>
    (list) => {
      const count = Math.min(cutoff, list.count);
      return count === 0 ? NaN : list.judgedWithin(cutoff) / count;
    },
});
