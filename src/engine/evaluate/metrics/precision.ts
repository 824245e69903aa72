import { userMetric } from './metric';
import { noParams } from '../../core/registry';
import { accuracyEdges } from './accuracy-edges';

export const precision = userMetric({
  id: 'precision',
  label: 'Precision',
  description: 'Share of the first k positions that hold a relevant item.',
  formula: '\\mathrm{hits}_k / k',
  source: 'Cleverdon & Keen 1966; trec_eval P_k',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'required',
  edgePolicy: `${accuracyEdges} A list shorter than k is still divided by k.`,
  version: 1,
  aliases: ['p'],
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => 'linear',
  prepare:
    ({ cutoff }) =>
    (list) =>
      list.hitsWithin(cutoff) / cutoff,
});

export const precisionOfList = userMetric({
  id: 'precision_list',
  dialectOf: 'precision',
  label: 'Precision (of the list)',
  description: 'Share of the recommended items, at most k, that are relevant: short lists are divided by their own length.',
  formula: '\\mathrm{hits}_k / \\min(k, |L|)',
  source: 'LensKit (Ekstrand 2020)',
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
      list.count === 0 ? 0 : list.hitsWithin(cutoff) / Math.min(cutoff, list.count),
});
