import { z } from 'zod';
import { userMetric } from './metric';
import { accuracyEdges } from './accuracy-edges';

export const rankBiasedPrecision = userMetric({
  id: 'rbp',
  label: 'Rank-biased precision',
  description: 'Expected share of relevant items for a reader who goes on to the next position with probability p.',
  formula: '(1 - p) \\sum_{i \\le k} \\mathrm{rel}_i \\, p^{i - 1}',
  source: 'Moffat & Zobel 2008',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: `${accuracyEdges} Any grade above 0 counts as relevant. Default p = 0.8; trec_eval's own default is rbp:p=0.9.`,
  version: 1,
  params: z.strictObject({ p: z.number().gt(0).lt(1).default(0.8) }),
  needsRelevant: true,
  tieExpectation: () => 'linear',
  prepare: ({ cutoff, params: { p } }) => {
    const persistence = p;
    return (list) => {
      let sum = 0;
      for (let h = 0; h < list.hitCount && list.hitPositions[h] <= cutoff; h++) sum += persistence ** (list.hitPositions[h] - 1);
      return (1 - persistence) * sum;
    };
  },
});
