import type { JudgedList } from '../judgements/judged-list';
import { userMetric } from './metric';
import { averagePrecisionMean } from '../ties/tie-expectations';
import { noParams } from '../../core/registry';
import { accuracyEdges } from './accuracy-edges';

/** Σ P@i · rel_i over the first `cutoff` positions. */
function precisionSum(list: JudgedList, cutoff: number): number {
  let sum = 0;
  for (let h = 0; h < list.hitCount && list.hitPositions[h] <= cutoff; h++) sum += (h + 1) / list.hitPositions[h];
  return sum;
}

export const averagePrecision = userMetric({
  id: 'map',
  label: 'Mean average precision',
  description: 'Precision at the position of each relevant item, averaged over all relevant items; missed ones add 0.',
  formula: '\\frac{1}{|\\mathrm{rel}|} \\sum_{i \\le k} P@i \\cdot \\mathrm{rel}_i',
  source: 'Buckley & Voorhees 2000; trec_eval map and map_cut',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: accuracyEdges,
  version: 1,
  aliases: ['ap'],
  params: noParams,
  needsRelevant: true,
  tieExpectation: ({ cutoff }) => averagePrecisionMean(cutoff, (list) => list.relevantCount),
  prepare:
    ({ cutoff }) =>
    (list) =>
      precisionSum(list, cutoff) / list.relevantCount,
});

export const averagePrecisionCapped = userMetric({
  id: 'map_capped',
  dialectOf: 'map',
  label: 'Mean average precision (capped)',
  description: 'Like map, but divided by at most k, so that a perfect list reaches 1.',
  formula: '\\frac{1}{\\min(|\\mathrm{rel}|, k)} \\sum_{i \\le k} P@i \\cdot \\mathrm{rel}_i',
  source: 'RecBole (Zhao et al. 2021); implicit',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'required',
  edgePolicy: accuracyEdges,
  version: 1,
  aliases: ['ap_capped'],
  params: noParams,
  needsRelevant: true,
  tieExpectation: ({ cutoff }) => averagePrecisionMean(cutoff, (list) => Math.min(list.relevantCount, cutoff)),
  prepare:
    ({ cutoff }) =>
    (list) =>
      precisionSum(list, cutoff) / Math.min(list.relevantCount, cutoff),
});
