import { z } from 'zod';
import { subtask, throwIfCancelled } from '../../core/cancellation';
import { transpose, type CsrMatrix } from '../../core/matrix';
import { createRng, type Rng } from '../../core/rng';
import { symmetricEigen } from '../../core/symmetric-eigen';
import type { TaskContext } from '../../ports';
import { explainedFractions } from '../explained';
import type { FactorMethod } from '../port';
import { gram, ImplicitSolver } from './implicit-solver';

const params = z.strictObject({
  iterations: z.int().min(1).max(500).default(15).describe('Alternations between users and videos'),
  regularization: z.number().min(0).max(1e6).default(0.1).describe('λ: pulls every vector towards zero'),
  confidence: z.number().positive().max(1e6).default(20).describe('α: an interaction of value r counts 1 + α·r times a missing one'),
});

/**
 * Implicit-feedback matrix factorisation by alternating least squares (Hu, Koren & Volinsky 2008): minimises
 * Σ c(u,i) (p(u,i) − xᵤ·yᵢ)² + λ(‖X‖² + ‖Y‖²) with p = 1 where there is an interaction and c = 1 + α·r. Each least
 * squares problem takes a few conjugate-gradient steps from its last solution (Takács, Pilászy & Tikk 2011).
 */
export const als: FactorMethod<z.infer<typeof params>> = {
  id: 'als',
  label: 'Implicit ALS',
  description: 'Weighted factorisation of implicit feedback: interactions count more than their absence',
  params,
  compute({ matrix, factorCount, seed }, { iterations, regularization, confidence }, context) {
    const rng = createRng(seed);
    const users = randomFactors(matrix.rows, factorCount, rng.derive('users'));
    const items = randomFactors(matrix.columns, factorCount, rng.derive('items'));
    const transposed = transpose(matrix);
    const solver = new ImplicitSolver(factorCount, regularization, confidence);
    for (let iteration = 0; iteration < iterations; iteration++) {
      const progress = subtask(context, iteration / iterations, (iteration + 1) / iterations);
      sweep(solver, matrix, items, users, subtask(progress, 0, 0.5));
      sweep(solver, transposed, users, items, subtask(progress, 0.5, 1));
    }
    const singularValues = productSingularValues(users, items, factorCount);
    return {
      userFactors: Float32Array.from(users),
      itemFactors: Float32Array.from(items),
      singularValues,
      // Not a least-squares fit of the matrix, so these are sizes next to it rather than shares that add up to at most 1.
      explainedVarianceFractions: explainedFractions(matrix, singularValues),
      params: { regularization, confidence },
    };
  },
  foldInUser: (factors, itemRows, values) => foldIn(factors.itemFactors, factors.factorCount, factors.params, itemRows, values),
  foldInItem: (factors, userRows, values) => foldIn(factors.userFactors, factors.factorCount, factors.params, userRows, values),
};

function randomFactors(count: number, width: number, rng: Rng): Float64Array {
  const scale = 0.1 / Math.sqrt(width);
  return Float64Array.from({ length: count * width }, () => scale * rng.normal());
}

/** Solves every row of `target` given the other side's vectors; rows without entries become zero. */
function sweep(solver: ImplicitSolver, matrix: CsrMatrix, fixed: Float64Array, target: Float64Array, context: TaskContext): void {
  const width = solver.width;
  solver.fix(fixed);
  for (let row = 0; row < matrix.rows; row++) {
    if (row % 4096 === 0) {
      throwIfCancelled(context);
      context.report?.(row / matrix.rows);
    }
    const start = matrix.offsets[row];
    const end = matrix.offsets[row + 1];
    const vector = target.subarray(row * width, (row + 1) * width);
    if (start === end) vector.fill(0);
    else solver.solve(matrix.indices.subarray(start, end), matrix.values.subarray(start, end), vector, 3);
  }
}

function foldIn(
  fixed: Float32Array,
  width: number,
  settings: Readonly<Record<string, number>> | undefined,
  rows: Int32Array,
  values: ArrayLike<number>,
): Float32Array {
  const vector = new Float64Array(width);
  if (rows.length > 0) {
    const defaults = params.parse({});
    const solver = new ImplicitSolver(
      width,
      settings?.['regularization'] ?? defaults.regularization,
      settings?.['confidence'] ?? defaults.confidence,
    );
    solver.fix(Float64Array.from(fixed));
    solver.solve(rows, values, vector, width);
  }
  return Float32Array.from(vector);
}

/** Singular values of X·Yᵀ: square roots of the eigenvalues of Gₓ^½ G_y Gₓ^½, from the two small Gram matrices. */
function productSingularValues(users: Float64Array, items: Float64Array, width: number): Float64Array {
  const { values, rows } = symmetricEigen(gram(users, width), width);
  const root = new Float64Array(width * width);
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++)
      for (let c = 0; c < width; c++) root[i * width + j] += rows[i * width + c] * Math.sqrt(Math.max(0, values[c])) * rows[j * width + c];
  const product = multiplySquare(multiplySquare(root, gram(items, width), width), root, width);
  return symmetricEigen(product, width).values.map((value) => Math.sqrt(Math.max(0, value)));
}

function multiplySquare(a: Float64Array, b: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) out[i * n + k] += a[i * n + j] * b[j * n + k];
  return out;
}
