import { Matrix, solve } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createRng } from '../rng';
import { gram, ImplicitSolver } from './implicit-solver';

describe('ImplicitSolver', () => {
  it('solves the same normal equations as a dense solution', () => {
    const [n, k, lambda, alpha] = [30, 6, 0.7, 12];
    const rng = createRng('als');
    const fixed = Float64Array.from({ length: n * k }, () => rng.normal());
    const rows = [2, 5, 11, 29];
    const values = [1, 3, 0.5, 1];
    const y = Matrix.from1DArray(n, k, fixed);
    const weights = Matrix.eye(n);
    const preference = Matrix.zeros(n, 1);
    rows.forEach((row, i) => {
      weights.set(row, row, 1 + alpha * values[i]);
      preference.set(row, 0, 1);
    });
    const left = y.transpose().mmul(weights).mmul(y).add(Matrix.eye(k).mul(lambda));
    const expected = solve(left, y.transpose().mmul(weights).mmul(preference)).to1DArray();
    const solver = new ImplicitSolver(k, lambda, alpha);
    solver.fix(fixed);
    const vector = new Float64Array(k);
    solver.solve(rows, values, vector, k);
    vector.forEach((value, c) => expect(value).toBeCloseTo(expected[c], 8));
  });

  it('computes Gram matrices', () => {
    expect([...gram(Float64Array.of(1, 2, 3, 4, 5, 6), 2)]).toEqual([35, 44, 44, 56]);
  });
});
