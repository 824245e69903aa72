import { Matrix, inverse } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { csrFromTriplets, type CsrMatrix } from '../core/linear-algebra/matrix';
import { createRng } from '../core/rng';
import { fitEase } from './ease-model';

function randomMatrix(rows: number, columns: number): CsrMatrix {
  const rng = createRng('ease');
  const cells = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns]).filter(() => rng.next() < 0.35);
  return csrFromTriplets(
    rows,
    columns,
    cells.map(([r]) => r),
    cells.map(([, c]) => c),
    cells.map(() => 1),
  );
}

function dense({ rows, columns, offsets, indices, values }: CsrMatrix): Matrix {
  const out = Matrix.zeros(rows, columns);
  for (let r = 0; r < rows; r++) for (let p = offsets[r]; p < offsets[r + 1]; p++) out.set(r, indices[p], values[p]);
  return out;
}

/** Steck's closed form, written out: B(i, j) = −P(i, j) / P(j, j), zero diagonal. */
function closedForm(x: Matrix, lambda: number): Matrix {
  const p = inverse(x.transpose().mmul(x).add(Matrix.eye(x.columns).mul(lambda)));
  return new Matrix(
    Array.from({ length: x.columns }, (_, i) => Array.from({ length: x.columns }, (__, j) => (i === j ? 0 : -p.get(i, j) / p.get(j, j)))),
  );
}

describe('EASE', () => {
  it.each([
    ['by items', 30, 12],
    ['by users', 12, 30],
  ])('%s matches the closed-form scores for training users and others', (_name, rows, columns) => {
    const matrix = randomMatrix(rows, columns);
    const x = dense(matrix);
    const model = fitEase(matrix, 3);
    const expected = x.mmul(closedForm(x, 3));
    const out = new Float64Array(columns);
    for (let u = 0; u < rows; u++) {
      const items = matrix.indices.subarray(matrix.offsets[u], matrix.offsets[u + 1]);
      model.project(items, new Float64Array(items.length).fill(1), out);
      for (let j = 0; j < columns; j++) {
        expect(x.get(u, j) - out[j] / model.diagonal[j]).toBeCloseTo(expected.get(u, j), 6);
      }
    }
    // A new user who watched items 1 and 4.
    const stranger = Matrix.rowVector(Array.from({ length: columns }, (_, j) => (j === 1 || j === 4 ? 1 : 0)));
    const expectedScores = stranger.mmul(closedForm(x, 3));
    model.project([1, 4], [1, 1], out);
    for (let j = 0; j < columns; j++) expect(stranger.get(0, j) - out[j] / model.diagonal[j]).toBeCloseTo(expectedScores.get(0, j), 6);
  });

  it('stops when cancelled', () => {
    expect(() => fitEase(randomMatrix(20, 10), 3, { signal: { aborted: true } })).toThrow('Cancelled');
  });
});
