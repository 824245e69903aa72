import { globalMetric, type GlobalMeasure, type LeaveOneOut, type MetricRequest } from './metric';
import { noParams } from '../../core/registry';
import { knownUniverse, RecommendationCounts } from './recommendation-counts';

/** From Σ rank · count over all `size` items, ranks ascending with the count from 1. */
const indexOf = (rankSum: number, size: number, total: number): number => (2 * rankSum) / (size * total) - (size + 1) / size;

/** Entry c: the lowest rank of the items recommended c times. Also Σ rank · count. */
function ranksOf(histogram: Int32Array): { lowest: Float64Array; rankSum: number } {
  const lowest = new Float64Array(histogram.length);
  let before = 0;
  let rankSum = 0;
  for (let c = 0; c < histogram.length; c++) {
    lowest[c] = before + 1;
    // Ranks before + 1 … before + h, each times c.
    rankSum += c * (histogram[c] * before + (histogram[c] * (histogram[c] + 1)) / 2);
    before += histogram[c];
  }
  return { lowest, rankSum };
}

function concentration({ cutoff, context }: MetricRequest): GlobalMeasure {
  const counts = new RecommendationCounts(knownUniverse(context), cutoff);
  return (run, lists) => {
    counts.count(run, lists);
    return counts.total === 0 ? NaN : indexOf(ranksOf(counts.histogram()).rankSum, counts.size, counts.total);
  };
}

/**
 * Taking one recommendation from an item of count c lowers the item's count; seen as sorted counts, it is the lowest-ranked
 * of the items with count c that goes down one, and the next one when a list holds several items of the same count.
 */
function concentrationWithout({ cutoff, context }: MetricRequest): LeaveOneOut {
  const counts = new RecommendationCounts(knownUniverse(context), cutoff);
  return (run, lists) => {
    counts.count(run, lists);
    const { lowest, rankSum } = ranksOf(counts.histogram());
    const removedOfCount = new Int32Array(lowest.length);
    const without = new Float64Array(lists.length);
    for (let l = 0; l < lists.length; l++) {
      const list = lists[l];
      const start = list * run.length;
      const end = counts.endOf(run, list);
      let lost = 0;
      let removed = 0;
      for (let p = start; p < end; p++) {
        if (counts.universe[run.items[p]] === 0) continue;
        const count = counts.counts[run.items[p]];
        lost += lowest[count] + removedOfCount[count]++;
        removed++;
      }
      for (let p = start; p < end; p++) removedOfCount[counts.counts[run.items[p]]] = 0;
      without[l] = removed === counts.total ? NaN : indexOf(rankSum - lost, counts.size, counts.total - removed);
    }
    return without;
  };
}

export const gini = globalMetric({
  id: 'gini',
  label: 'Gini concentration',
  description: 'How unevenly recommendations fall on the items known at training time: 0 = evenly, 1 = all on one item.',
  formula: '\\frac{2 \\sum_{i=1}^{n} i \\, c_{(i)}}{n \\sum_i c_i} - \\frac{n + 1}{n}',
  source: 'Gini 1912; Fleder & Hosanagar 2009',
  range: [0, 1],
  direction: 'lower',
  cutoff: 'optional',
  edgePolicy: 'Never-recommended items are included with count 0. Nothing recommended at all: no value.',
  version: 1,
  params: noParams,
  needs: ['knownItems'],
  prepare: concentration,
  prepareLeaveOneOut: concentrationWithout,
});

export const giniEvenness = globalMetric({
  id: 'gini_evenness',
  dialectOf: 'gini',
  label: 'Evenness (1 − Gini)',
  description: 'The complement of the Gini concentration: 1 = evenly, 0 = all on one item.',
  formula: '1 - G',
  source: 'elliot (Anelli et al. 2021) reports this as Gini',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: 'As gini.',
  version: 1,
  params: noParams,
  needs: ['knownItems'],
  prepare: (request) => {
    const measure = concentration(request);
    return (run, lists) => 1 - measure(run, lists);
  },
  prepareLeaveOneOut: (request) => {
    const measure = concentrationWithout(request);
    return (run, lists) => measure(run, lists).map((value) => 1 - value);
  },
});
