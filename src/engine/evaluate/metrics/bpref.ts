import { userMetric } from './metric';
import { noParams } from '../../core/registry';

export const bpref = userMetric({
  id: 'bpref',
  label: 'bpref',
  description: 'How often judged relevant items stand above judged irrelevant ones; unjudged items are ignored.',
  formula: '\\frac{1}{R} \\sum_{r} 1 - \\frac{\\min(|n \\text{ above } r|, R)}{\\min(N, R)}',
  source: 'Buckley & Voorhees 2004; trec_eval bpref',
  range: [0, 1],
  direction: 'higher',
  cutoff: 'none',
  edgePolicy: 'No relevant item: no value. Empty list: 0. A relevant item with no judged irrelevant item above it counts 1.',
  version: 1,
  params: noParams,
  needsRelevant: true,
  tieExpectation: () => 'unknown',
  prepare:
    ({ cutoff }) =>
    (list) => {
      const relevant = list.relevantCount;
      const bound = Math.min(list.judgedNonRelevantCount, relevant);
      let sum = 0;
      for (let h = 0; h < list.hitCount && list.hitPositions[h] <= cutoff; h++) {
        const above = Math.min(list.nonRelevantAbove[h], relevant);
        sum += above === 0 ? 1 : 1 - above / bound;
      }
      return sum / relevant;
    },
});
