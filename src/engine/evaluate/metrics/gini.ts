import { globalMetric, type GlobalMeasure, type MetricRequest } from '../metric';
import { universeSize } from './coverage';
import { noParams } from './no-params';

/** Gini of how often each item of the universe is recommended, never-recommended items included. */
function giniOfCounts({ cutoff, context }: MetricRequest): GlobalMeasure {
  const universe = context.knownItems ?? new Uint8Array(0);
  const size = universeSize(context);
  const counts = new Float64Array(universe.length);
  return (run, lists, weights) => {
    counts.fill(0);
    let total = 0;
    for (let l = 0; l < lists.length; l++) {
      const weight = weights ? weights[l] : 1;
      if (weight === 0) continue;
      const start = lists[l] * run.length;
      const end = start + Math.min(cutoff, run.counts[lists[l]]);
      for (let p = start; p < end; p++) {
        const item = run.items[p];
        if (universe[item] === 0) continue;
        counts[item] += weight;
        total += weight;
      }
    }
    if (total === 0) return NaN;
    return giniIndex(counts.filter((count) => count > 0).sort(), size, total);
  };
}

/** @param ascending the positive counts; `size − ascending.length` further ones are 0. */
function giniIndex(ascending: Float64Array, size: number, total: number): number {
  const zeros = size - ascending.length;
  let rankSum = 0;
  for (let i = 0; i < ascending.length; i++) rankSum += (zeros + i + 1) * ascending[i];
  return size === 1 ? 0 : (2 * rankSum) / (size * total) - (size + 1) / size;
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
  prepare: giniOfCounts,
});

export const giniEvenness = globalMetric({
  id: 'gini_evenness',
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
    const measure = giniOfCounts(request);
    return (run, lists, weights) => 1 - measure(run, lists, weights);
  },
});
