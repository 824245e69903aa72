import { describe, expect, it } from 'vitest';
import { createRng } from '../rng';
import { invertPositiveDefinite } from './cholesky';

describe('invertPositiveDefinite', () => {
  it('inverts a matrix with a known inverse', () => {
    const a = Float64Array.of(4, 2, 2, 3);
    invertPositiveDefinite(a, 2);
    expect([...a].map((value) => value * 8)).toEqual([3, -2, -2, 4].map((value) => expect.closeTo(value, 12) as number));
  });

  it.each([1, 5, 64, 65, 131])('gives the identity when multiplied by the matrix, at n = %i', (n) => {
    const rng = createRng(n);
    const half = Float64Array.from({ length: n * n }, () => rng.normal());
    const a = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        for (let k = 0; k < n; k++) a[i * n + j] += half[i * n + k] * half[j * n + k];
        if (i === j) a[i * n + j] += n / 4;
      }
    const inverse = a.slice();
    invertPositiveDefinite(inverse, n);
    let worst = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += a[i * n + k] * inverse[k * n + j];
        worst = Math.max(worst, Math.abs(sum - (i === j ? 1 : 0)));
      }
    expect(worst).toBeLessThan(1e-9);
  });

  it('rejects a matrix that is not positive definite', () => {
    expect(() => invertPositiveDefinite(Float64Array.of(1, 2, 2, 1), 2)).toThrow(/not positive definite/);
  });
});
