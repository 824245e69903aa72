import { z } from 'zod';
import { DEFAULT_TOLERANCE, truncatedSvd as decompose } from '../../core/linear-algebra/truncated-svd';
import type { Factors } from '../../model/vectors';
import type { FactorMethod } from '../port';
import { explainedFractions } from '../explained';

const params = z.strictObject({
  tolerance: z
    .number()
    .min(1e-12)
    .max(0.1)
    .default(DEFAULT_TOLERANCE)
    .describe('Residual ‖Aᵀu − σv‖ / σ allowed in every factor; the default gives scores accurate to 1e-6, larger values are faster'),
});

/**
 * PureSVD (Cremonesi, Koren & Turrin 2010): missing entries count as zero, score(user, item) is the entry of the best
 * rank-k approximation, and a user's vector is their row times the item vectors, so folding in is a product.
 */
export const truncatedSvd: FactorMethod<z.infer<typeof params>> = {
  id: 'truncated-svd',
  label: 'Truncated SVD',
  description: 'The best low-rank approximation of the interaction matrix, by a randomised block Krylov iteration on the sparse matrix',
  params,
  compute({ matrix, factorCount, seed }, { tolerance }, context) {
    const { left, singularValues, right } = decompose(matrix, { rank: factorCount, seed, tolerance }, context);
    for (let at = 0; at < left.length; at += factorCount) {
      for (let c = 0; c < factorCount; c++) left[at + c] *= singularValues[c];
    }
    return {
      userFactors: left,
      itemFactors: right,
      singularValues,
      explainedVarianceFractions: explainedFractions(matrix, singularValues),
    };
  },
  foldInUser: (factors, itemRows, values) => combineRows(factors.itemFactors, factors.factorCount, itemRows, values),
  foldInItem(factors, userRows, values) {
    // V = AᵀU Σ⁻¹ and the user vectors are UΣ, hence the square.
    const vector = combineRows(factors.userFactors, factors.factorCount, userRows, values);
    return vector.map((value, c) => (factors.singularValues[c] > 0 ? value / factors.singularValues[c] ** 2 : 0));
  },
};

/** Σ values[i] · rows[i] of a row-major matrix, summed in float64. */
function combineRows(matrix: Factors['itemFactors'], width: number, rows: Int32Array, values: ArrayLike<number>): Float32Array {
  const sum = new Float64Array(width);
  rows.forEach((row, i) => {
    for (let c = 0; c < width; c++) sum[c] += values[i] * matrix[row * width + c];
  });
  return Float32Array.from(sum);
}
