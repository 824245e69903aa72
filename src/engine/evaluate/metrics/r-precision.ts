import { userMetric } from './metric';
import { noParams } from '../../core/registry';
import { accuracyEdges } from './accuracy-edges';

export const rPrecision = userMetric({
  id: 'r_precision',
  label: 'R-precision',
  description: 'Precision at the position that equals the number of relevant items.',
  formula: '\\mathrm{hits}_R / R, \\; R = |\\mathrm{rel}|',
  source: 'Buckley & Voorhees 2000; trec_eval Rprec',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'none',
  edgePolicy: accuracyEdges,
  version: 1,
  params: noParams,
  needsRelevant: true,
  readsRelevantCount: true,
  tieExpectation: () => 'linear',
  prepare: () => (list) => list.hitsWithin(list.relevantCount) / list.relevantCount,
});
