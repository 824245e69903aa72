import { z } from 'zod';
import type { CsrMatrix } from '../../core/linear-algebra/matrix';
import type { MultiLabelColumn } from '../../model/dataset';
import { userMetric } from './metric';

/** Adds an item's unit mass, spread evenly over its categories. Returns 1 when it has any. */
function addCategories(mix: Float64Array, categories: MultiLabelColumn, item: number): number {
  const start = categories.offsets[item];
  const end = categories.offsets[item + 1];
  for (let p = start; p < end; p++) mix[categories.codes[p]] += 1 / (end - start);
  return end > start ? 1 : 0;
}

function historyMix(mix: Float64Array, categories: MultiLabelColumn, training: CsrMatrix, user: number): number {
  mix.fill(0);
  if (user >= training.rows) return 0;
  let items = 0;
  for (let p = training.offsets[user]; p < training.offsets[user + 1]; p++) items += addCategories(mix, categories, training.indices[p]);
  return items;
}

export const calibration = userMetric({
  id: 'calibration',
  label: 'Miscalibration',
  description: 'How far the categories of a list stray from the categories of the user’s training history; 0 = same mix.',
  formula: '\\sum_c p_c \\ln \\frac{p_c}{(1 - \\alpha) q_c + \\alpha p_c}',
  source: 'Steck 2018',
  range: [0, Infinity],
  direction: 'lower',
  cutoff: 'optional',
  edgePolicy:
    'An item’s weight is spread evenly over its categories; items without category are left out. No training history with categories, or no categorised item in the list: no value.',
  version: 1,
  params: z.strictObject({ alpha: z.number().gt(0).lt(1).default(0.01) }),
  needsRelevant: false,
  undefinedReason: 'no-category-history',
  needs: ['itemCategories', 'trainingInteractions'],
  prepare: ({ cutoff, params: { alpha }, context: { itemCategories, trainingInteractions } }) => {
    if (!itemCategories || !trainingInteractions) return () => NaN;
    const smoothing = alpha;
    const profileShares = new Float64Array(itemCategories.labels.length);
    const listShares = new Float64Array(itemCategories.labels.length);
    return (list) => {
      const historySize = historyMix(profileShares, itemCategories, trainingInteractions, list.userRow);
      listShares.fill(0);
      let listSize = 0;
      const length = Math.min(cutoff, list.count);
      for (let i = 0; i < length; i++) listSize += addCategories(listShares, itemCategories, list.items[list.start + i]);
      if (historySize === 0 || listSize === 0) return NaN;
      let divergence = 0;
      for (let c = 0; c < profileShares.length; c++) {
        if (profileShares[c] === 0) continue;
        const p = profileShares[c] / historySize;
        divergence += p * Math.log(p / ((1 - smoothing) * (listShares[c] / listSize) + smoothing * p));
      }
      return divergence;
    };
  },
});
