import { userMetric } from './metric';
import { firstHitMean } from '../ties/tie-expectations';
import { noParams } from '../../core/registry';
import { accuracyEdges } from './accuracy-edges';

export const reciprocalRank = userMetric({
  id: 'mrr',
  label: 'Mean reciprocal rank',
  description: '1 / position of the first relevant item within the first k.',
  formula: '1 / \\min\\{ i \\le k : \\mathrm{rel}_i \\}',
  source: 'Voorhees 1999; trec_eval recip_rank',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: `${accuracyEdges} No relevant item within k: 0.`,
  version: 1,
  aliases: ['recip_rank'],
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => firstHitMean,
  prepare:
    ({ cutoff }) =>
    (list) =>
      list.hitCount > 0 && list.hitPositions[0] <= cutoff ? 1 / list.hitPositions[0] : 0,
});
