import { invertPositiveDefinite } from '../core/linear-algebra/cholesky';
import { transpose, type CsrMatrix } from '../core/linear-algebra/matrix';
import type { TaskContext } from '../ports';

/**
 * EASE (Steck 2019): the item-item matrix B with zero diagonal that minimises ‖X − XB‖² + λ‖B‖². With
 * P = (XᵀX + λI)⁻¹, B(i, j) = −P(i, j) / P(j, j), so score(u, j) = x(u, j) − (x_u P)(j) / P(j, j).
 * When there are fewer users than items the inverse is taken on the users' side, by the Woodbury identity
 * P = (I − XᵀMX)/λ with M = (XXᵀ + λI)⁻¹, whence x_u P = (M X)_u for a training user: users × users instead of items × items.
 */
interface EaseModel {
  /** Writes (x_u P)(j) for all items into `out`, overwriting it. `values[i]` at item `items[i]` is the user's row. */
  project(items: ArrayLike<number>, values: ArrayLike<number>, out: Float64Array): void;
  /** P(j, j), positive. */
  readonly diagonal: Float64Array;
}

export function fitEase(matrix: CsrMatrix, lambda: number, context?: TaskContext): EaseModel {
  return matrix.rows < matrix.columns ? fitByUsers(matrix, lambda, context) : fitByItems(matrix, lambda, context);
}

/** G Gᵀ + λI of a sparse matrix's rows: rows × rows. `transposed` is its transpose. */
function regularisedGram(matrix: CsrMatrix, transposed: CsrMatrix, lambda: number): Float64Array {
  const n = matrix.rows;
  const gram = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    for (let p = matrix.offsets[row]; p < matrix.offsets[row + 1]; p++) {
      const column = matrix.indices[p];
      const value = matrix.values[p];
      for (let q = transposed.offsets[column]; q < transposed.offsets[column + 1]; q++) {
        gram[row * n + transposed.indices[q]] += value * transposed.values[q];
      }
    }
    gram[row * n + row] += lambda;
  }
  return gram;
}

function fitByItems(matrix: CsrMatrix, lambda: number, context?: TaskContext): EaseModel {
  const n = matrix.columns;
  const inverse = regularisedGram(transpose(matrix), matrix, lambda);
  invertPositiveDefinite(inverse, n, context);
  return {
    diagonal: Float64Array.from({ length: n }, (_, j) => inverse[j * n + j]),
    project(items, values, out) {
      out.fill(0);
      for (let i = 0; i < items.length; i++) {
        const at = items[i] * n;
        for (let j = 0; j < n; j++) out[j] += values[i] * inverse[at + j];
      }
    },
  };
}

function fitByUsers(matrix: CsrMatrix, lambda: number, context?: TaskContext): EaseModel {
  const n = matrix.rows;
  const transposed = transpose(matrix);
  const inverse = regularisedGram(matrix, transposed, lambda);
  invertPositiveDefinite(inverse, n, context);
  const diagonal = new Float64Array(matrix.columns);
  for (let j = 0; j < matrix.columns; j++) {
    let quadratic = 0;
    for (let p = transposed.offsets[j]; p < transposed.offsets[j + 1]; p++) {
      const at = transposed.indices[p] * n;
      for (let q = transposed.offsets[j]; q < transposed.offsets[j + 1]; q++) {
        quadratic += transposed.values[p] * transposed.values[q] * inverse[at + transposed.indices[q]];
      }
    }
    diagonal[j] = (1 - quadratic) / lambda;
  }
  return { diagonal, project: (items, values, out) => projectByUsers(matrix, transposed, inverse, lambda, items, values, out) };
}

/** x P = (x − ((x Xᵀ) M) X) / λ for any row x. */
function projectByUsers(
  matrix: CsrMatrix,
  transposed: CsrMatrix,
  inverse: Float64Array,
  lambda: number,
  items: ArrayLike<number>,
  values: ArrayLike<number>,
  out: Float64Array,
): void {
  const n = matrix.rows;
  const overlap = new Float64Array(n);
  for (let i = 0; i < items.length; i++) {
    for (let p = transposed.offsets[items[i]]; p < transposed.offsets[items[i] + 1]; p++) {
      overlap[transposed.indices[p]] += values[i] * transposed.values[p];
    }
  }
  const weights = new Float64Array(n);
  for (let u = 0; u < n; u++) {
    if (overlap[u] === 0) continue;
    for (let v = 0, at = u * n; v < n; v++) weights[v] += overlap[u] * inverse[at + v];
  }
  out.fill(0);
  for (let v = 0; v < n; v++) {
    for (let p = matrix.offsets[v]; p < matrix.offsets[v + 1]; p++) out[matrix.indices[p]] -= weights[v] * matrix.values[p];
  }
  for (let i = 0; i < items.length; i++) out[items[i]] += values[i];
  for (let j = 0; j < out.length; j++) out[j] /= lambda;
}
