import type { JudgedList } from '../judgements/judged-list';
import { userMetric, type UserMeasure } from './metric';
import { discounts } from './discount';
import { noParams } from '../../core/registry';
import { accuracyEdges } from './accuracy-edges';

function discountedGain(cutoff: number, gain: (grade: number) => number): UserMeasure {
  return (list: JudgedList) => {
    const ideal = Math.min(list.relevantCount, cutoff);
    const logs = discounts(Math.max(list.count, ideal));
    let found = 0;
    for (let h = 0; h < list.hitCount && list.hitPositions[h] <= cutoff; h++) {
      found += gain(list.hitGrades[h]) / logs[list.hitPositions[h] - 1];
    }
    if (found === 0) return 0;
    let best = 0;
    for (let i = 0; i < ideal; i++) best += gain(list.ideal[list.idealStart + i]) / logs[i];
    return found / best;
  };
}

const linear = (grade: number): number => grade;
const exponential = (grade: number): number => 2 ** grade - 1;

export const ndcg = userMetric({
  id: 'ndcg',
  label: 'nDCG',
  description: 'Graded gain, worth less further down the list, relative to the best possible list.',
  formula: '\\frac{\\sum_{i \\le k} g_i / \\log_2(i + 1)}{\\sum_{i \\le \\min(|\\mathrm{rel}|, k)} g^*_i / \\log_2(i + 1)}',
  source: 'Järvelin & Kekäläinen 2002; trec_eval ndcg and ndcg_cut',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: accuracyEdges,
  version: 1,
  graded: true,
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => 'linear',
  prepare: ({ cutoff }) => discountedGain(cutoff, linear),
});

export const ndcgBurges = userMetric({
  id: 'ndcg_burges',
  dialectOf: 'ndcg',
  label: 'nDCG (exponential gain)',
  description: 'nDCG with gain 2^grade − 1, which stresses the highest grades.',
  formula:
    '\\frac{\\sum_{i \\le k} (2^{g_i} - 1) / \\log_2(i + 1)}{\\sum_{i \\le \\min(|\\mathrm{rel}|, k)} (2^{g^*_i} - 1) / \\log_2(i + 1)}',
  source: 'Burges et al. 2005',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: accuracyEdges,
  version: 1,
  graded: true,
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => 'linear',
  prepare: ({ cutoff }) => discountedGain(cutoff, exponential),
});
