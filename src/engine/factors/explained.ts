import type { CsrMatrix } from '../core/linear-algebra/matrix';

/** σ² as shares of the matrix's squared Frobenius norm; zeros for an empty matrix. */
export function explainedFractions(matrix: CsrMatrix, singularValues: Float64Array): Float64Array {
  let total = 0;
  for (const value of matrix.values) total += value * value;
  return singularValues.map((value) => (total > 0 ? (value * value) / total : 0));
}
