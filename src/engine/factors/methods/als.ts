import { z } from 'zod';
import { implicitAls } from '../../core/linear-algebra/implicit-als';
import { gram, ImplicitSolver } from '../../core/linear-algebra/implicit-solver';
import { symmetricEigen } from '../../core/linear-algebra/symmetric-eigen';
import { explainedFractions } from '../explained';
import type { FactorMethod } from '../port';

const params = z.strictObject({
  iterations: z.int().min(1).max(500).default(15).describe('Alternations between users and videos'),
  regularization: z.number().min(0).max(1e6).default(0.1).describe('λ: pulls every vector towards zero'),
  confidence: z.number().positive().max(1e6).default(20).describe('α: an interaction of value r counts 1 + α·r times a missing one'),
});

/** Implicit-feedback alternating least squares (Hu, Koren & Volinsky 2008), see core/implicit-als. */
export const als: FactorMethod<z.infer<typeof params>> = {
  id: 'als',
  label: 'Implicit ALS',
  description: 'Weighted factorisation of implicit feedback: interactions count more than their absence',
  params,
  compute({ matrix, factorCount, seed }, { iterations, regularization, confidence }, context) {
    const { users, items } = implicitAls(matrix, { factorCount, seed, iterations, regularization, confidence }, context);
    const singularValues = productSingularValues(users, items, factorCount);
    return {
      userFactors: Float32Array.from(users),
      itemFactors: Float32Array.from(items),
      singularValues,
      // Not a least-squares fit of the matrix, so these are relative sizes and may add up to more than 1.
      explainedVarianceFractions: explainedFractions(matrix, singularValues),
      params: { regularization, confidence },
    };
  },
  foldInUser: (factors, itemRows, values) => foldIn(factors.itemFactors, factors.factorCount, factors.params, itemRows, values),
  foldInItem: (factors, userRows, values) => foldIn(factors.userFactors, factors.factorCount, factors.params, userRows, values),
};

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
