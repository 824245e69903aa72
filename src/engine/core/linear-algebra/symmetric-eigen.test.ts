import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { createRng } from '../rng';
import { symmetricEigen } from './symmetric-eigen';

function randomSymmetric(n: number): Float64Array {
  const rng = createRng(n);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) a[i * n + j] = a[j * n + i] = rng.normal();
  return a;
}

describe('symmetricEigen', () => {
  it('solves a matrix with known eigenvalues', () => {
    const { values, rows } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
    expect([...values]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expect(rows[0] * rows[2]).toBeCloseTo(0.5, 12);
    expect(rows[1] * rows[3]).toBeCloseTo(-0.5, 12);
  });

  it.each([1, 2, 3, 10, 41])('agrees with ml-matrix and satisfies A v = λ v at n = %i', (n) => {
    const a = randomSymmetric(n);
    const { values, rows } = symmetricEigen(a, n);
    const reference = new EigenvalueDecomposition(Matrix.from1DArray(n, n, a), { assumeSymmetric: true }).realEigenvalues.sort(
      (x, y) => y - x,
    );
    for (let c = 0; c < n; c++) {
      expect(values[c]).toBeCloseTo(reference[c], 9);
      for (let i = 0; i < n; i++) {
        let image = 0;
        for (let j = 0; j < n; j++) image += a[i * n + j] * rows[j * n + c];
        expect(image).toBeCloseTo(values[c] * rows[i * n + c], 9);
      }
    }
  });

  it('gives the same values for selected rows as for the whole matrix', () => {
    const a = randomSymmetric(12);
    const whole = symmetricEigen(a, 12);
    const part = symmetricEigen(a, 12, 9, 3);
    expect(part.values).toEqual(whole.values);
    expect(part.rows).toEqual(whole.rows.slice(9 * 12));
  });

  it('handles diagonal and block-diagonal matrices', () => {
    expect([...symmetricEigen(Float64Array.of(1, 0, 0, 0, 7, 0, 0, 0, 4), 3).values]).toEqual([7, 4, 1]);
    const blocks = Float64Array.of(2, 1, 0, 0, 1, 2, 0, 0, 0, 0, 2, 1, 0, 0, 1, 2);
    expect([...symmetricEigen(blocks, 4).values].map((value) => Math.round(value * 1e12) / 1e12)).toEqual([3, 3, 1, 1]);
  });
});
