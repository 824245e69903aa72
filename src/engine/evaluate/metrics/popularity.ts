import type { JudgedList } from '../judgements/judged-list';
import { userMetric } from './metric';
import { noParams } from '../../core/registry';

function meanOver(list: JudgedList, cutoff: number, perItem: Float64Array): number {
  const length = Math.min(cutoff, list.count);
  if (length === 0) return NaN;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += perItem[list.items[list.start + i]];
  return sum / length;
}

export const novelty = userMetric({
  id: 'novelty',
  label: 'Novelty',
  description: 'How surprising the recommended items are: bits of self-information of their training popularity.',
  formula: '\\frac{1}{|L^k|} \\sum_{i \\in L^k} -\\log_2 p(i), \\; p(i) = \\text{training users of } i / \\text{training users}',
  source: 'Zhou et al. 2010',
  range: [0, Infinity],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: 'An item without training users counts as if it had one, which keeps the mean finite. Empty list: no value.',
  version: 1,
  params: noParams,
  needsRelevant: false,
  undefinedReason: 'too-few-items',
  needs: ['itemUserCounts', 'trainingUserCount'],
  prepare: ({ cutoff, context }) => {
    const users = context.trainingUserCount ?? 0;
    const bits = Float64Array.from(context.itemUserCounts ?? [], (count) => -Math.log2(Math.max(count, 1) / users));
    return (list) => meanOver(list, cutoff, bits);
  },
});

export const popularity = userMetric({
  id: 'popularity',
  label: 'Average recommendation popularity',
  description: 'Mean number of training users of the recommended items; lower means less popularity bias.',
  formula: '\\frac{1}{|L^k|} \\sum_{i \\in L^k} \\text{training users of } i',
  source: 'Yin et al. 2012 (ARP)',
  range: [0, Infinity],
  direction: 'lower',
  cutoff: 'optional',
  edgePolicy: 'Empty list: no value.',
  version: 1,
  aliases: ['arp'],
  params: noParams,
  needsRelevant: false,
  undefinedReason: 'too-few-items',
  needs: ['itemUserCounts'],
  prepare: ({ cutoff, context }) => {
    const counts = context.itemUserCounts ?? new Float64Array(0);
    return (list) => meanOver(list, cutoff, counts);
  },
});
