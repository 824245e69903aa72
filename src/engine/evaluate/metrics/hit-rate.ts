import { userMetric } from './metric';
import { firstHitMean } from '../ties/tie-expectations';
import { noParams } from '../../core/registry';
import { accuracyEdges } from './accuracy-edges';

export const hitRate = userMetric({
  id: 'hit_rate',
  label: 'Hit rate',
  description: 'Share of users with at least one relevant item within the first k positions.',
  formula: '\\mathbb{1}[\\mathrm{hits}_k > 0]',
  source: 'Deshpande & Karypis 2004; trec_eval success_k',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'required',
  edgePolicy: accuracyEdges,
  version: 1,
  aliases: ['success'],
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => firstHitMean,
  prepare:
    ({ cutoff }) =>
    (list) =>
      list.hitCount > 0 && list.hitPositions[0] <= cutoff ? 1 : 0,
});
