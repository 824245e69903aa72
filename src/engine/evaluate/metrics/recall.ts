import { userMetric } from './metric';
import { noParams } from '../../core/registry';
import { accuracyEdges } from './accuracy-edges';

export const recall = userMetric({
  id: 'recall',
  label: 'Recall',
  description: 'Share of the relevant items that stand within the first k positions.',
  formula: '\\mathrm{hits}_k / |\\mathrm{rel}|',
  source: 'Cleverdon & Keen 1966; trec_eval recall_k',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: `${accuracyEdges} More relevant items than k: the best reachable value is below 1.`,
  version: 1,
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => 'linear',
  prepare:
    ({ cutoff }) =>
    (list) =>
      list.hitsWithin(cutoff) / list.relevantCount,
});

export const recallCapped = userMetric({
  id: 'recall_capped',
  dialectOf: 'recall',
  label: 'Recall (capped)',
  description: 'Like recall, but divided by at most k, so that a perfect list reaches 1.',
  formula: '\\mathrm{hits}_k / \\min(|\\mathrm{rel}|, k)',
  source: 'LensKit (Ekstrand 2020); implicit calls it precision',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'required',
  edgePolicy: accuracyEdges,
  version: 1,
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => 'linear',
  prepare:
    ({ cutoff }) =>
    (list) =>
      list.hitsWithin(cutoff) / Math.min(list.relevantCount, cutoff),
});
