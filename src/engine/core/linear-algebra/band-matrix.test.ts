import { describe, expect, it } from 'vitest';
import { createRng } from '../rng';
import { bandEigenvalues, bandEigenvectors, type BandMatrix } from './band-matrix';
import { symmetricEigen } from './symmetric-eigen';

function bandOf(n: number, width: number, entry: (i: number, j: number) => number): { band: BandMatrix; dense: Float64Array } {
  const dense = new Float64Array(n * n);
  const lower = new Float64Array(n * (width + 1));
  for (let i = 0; i < n; i++) {
    for (let j = Math.max(0, i - width); j <= i; j++) {
      const value = entry(i, j);
      dense[i * n + j] = value;
      dense[j * n + i] = value;
      lower[i * (width + 1) + i - j] = value;
    }
  }
  return { band: { n, width, lower }, dense };
}

const rng = createRng('bands');
const cases: [string, ReturnType<typeof bandOf>][] = [
  ['random entries', bandOf(61, 4, () => rng.normal())],
  ['a narrow band', bandOf(30, 2, () => rng.normal())],
  ['entries of very different size', bandOf(50, 4, (i, j) => rng.normal() * 10 ** -((i + j) / 10))],
  ['repeated eigenvalues', bandOf(40, 4, (i, j) => (i === j ? (i % 3) + 1 : 0))],
  ['blocks that do not touch', bandOf(32, 4, (i, j) => (Math.floor(i / 4) === Math.floor(j / 4) ? 1 / (1 + (i % 4) + (j % 4)) : 0))],
  ['fewer rows than the band is wide', bandOf(3, 4, (i, j) => i + 2 * j + 1)],
];

describe.each(cases)('a band matrix with %s', (_name, { band, dense }) => {
  const { n } = band;
  const values = bandEigenvalues(band);

  it('has the eigenvalues of the same matrix stored densely', () => {
    const expected = symmetricEigen(dense, n, 0, 0).values;
    values.forEach((value, c) => expect(Math.abs(value - expected[c])).toBeLessThan(1e-12 * Math.abs(expected[0]) + 1e-14));
  });

  it('has orthonormal eigenvectors with residuals at rounding error', () => {
    const vectors = bandEigenvectors(band, values, n);
    const scale = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]));
    for (let c = 0; c < n; c++) {
      for (let i = 0; i < n; i++) {
        let image = 0;
        for (let j = 0; j < n; j++) image += dense[i * n + j] * vectors[j * n + c];
        expect(Math.abs(image - values[c] * vectors[i * n + c])).toBeLessThan(1e-12 * scale);
      }
      for (let other = 0; other <= c; other++) {
        let dot = 0;
        for (let i = 0; i < n; i++) dot += vectors[i * n + c] * vectors[i * n + other];
        expect(Math.abs(dot - (other === c ? 1 : 0))).toBeLessThan(1e-10);
      }
    }
  });
});
