import { userMetric } from './metric';
import { noParams } from '../../core/registry';
import { unitVectors } from './unit-vectors';

export const intraListDiversity = userMetric({
  id: 'ild',
  label: 'Intra-list diversity',
  description: 'Mean cosine distance between the items of a list, on content embeddings.',
  formula: '\\frac{2}{m(m - 1)} \\sum_{i < j} 1 - \\cos(v_i, v_j)',
  source: 'Smyth & McClave 2001; Ziegler et al. 2005',
  range: [0, 2],
  direction: 'higher',
  cutoff: 'optional',
  edgePolicy: 'Items without an embedding are left out; fewer than two items with one: no value.',
  version: 1,
  params: noParams,
  needsRelevant: false,
  undefinedReason: 'too-few-items',
  needs: ['embeddings'],
  prepare: ({ cutoff, context }) => {
    const { dimensions, vectors, present } = context.embeddings
      ? unitVectors(context.embeddings)
      : { dimensions: 0, vectors: new Float64Array(0), present: new Uint8Array(0) };
    const sum = new Float64Array(dimensions);
    return (list) => {
      sum.fill(0);
      let m = 0;
      const length = Math.min(cutoff, list.count);
      for (let i = 0; i < length; i++) {
        const item = list.items[list.start + i];
        if (present[item] === 0) continue;
        m++;
        const start = item * dimensions;
        for (let d = 0; d < dimensions; d++) sum[d] += vectors[start + d];
      }
      if (m < 2) return NaN;
      // The squared length of the sum of unit vectors holds all cosines: |Σv|² = m + 2 Σ_{i<j} cos.
      let square = 0;
      for (let d = 0; d < dimensions; d++) square += sum[d] * sum[d];
      return 1 - (square - m) / (m * (m - 1));
    };
  },
});
