import { userMetric } from './metric';
import { noParams } from '../../core/registry';
import { unitVectors } from './unit-vectors';

export const serendipity = userMetric({
  id: 'serendipity',
  label: 'Serendipity',
  description: 'Relevant and unexpected: how far relevant recommendations lie from what the user already had.',
  formula: '\\frac{1}{|L^k|} \\sum_{i \\in L^k} \\mathrm{rel}_i \\left(1 - \\frac{1}{|H_u|} \\sum_{h \\in H_u} \\cos(v_i, v_h)\\right)',
  source: 'Zhang et al. 2012; as defined in Microsoft Recommenders',
  range: [0, 2],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy:
    'Relevance is binary (grade > 0). No relevant item or no training history with embeddings: no value. Empty list: 0. A relevant item without an embedding adds 0.',
  version: 1,
  params: noParams,
  needsRelevant: true,
  undefinedReason: 'no-history',
  needs: ['embeddings', 'trainingInteractions'],
  prepare: ({ cutoff, context: { embeddings, trainingInteractions } }) => {
    if (!embeddings || !trainingInteractions) return () => NaN;
    const { dimensions, vectors, present } = unitVectors(embeddings);
    const history = new Float64Array(dimensions);
    return (list) => {
      history.fill(0);
      let size = 0;
      if (list.userRow < trainingInteractions.rows) {
        for (let p = trainingInteractions.offsets[list.userRow]; p < trainingInteractions.offsets[list.userRow + 1]; p++) {
          const item = trainingInteractions.indices[p];
          if (present[item] === 0) continue;
          size++;
          for (let d = 0; d < dimensions; d++) history[d] += vectors[item * dimensions + d];
        }
      }
      if (size === 0) return NaN;
      if (list.count === 0) return 0;
      let sum = 0;
      for (let h = 0; h < list.hitCount && list.hitPositions[h] <= cutoff; h++) {
        const item = list.items[list.start + list.hitPositions[h] - 1];
        if (present[item] === 0) continue;
        let dot = 0;
        for (let d = 0; d < dimensions; d++) dot += history[d] * vectors[item * dimensions + d];
        sum += 1 - dot / size;
      }
      return sum / Math.min(cutoff, list.count);
    };
  },
});
