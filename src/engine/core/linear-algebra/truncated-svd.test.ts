import { describe, expect, it } from 'vitest';
import { csrFromTriplets, type CsrMatrix } from './matrix';
import { createRng } from '../rng';
import { truncatedSvd, type TruncatedSvd } from './truncated-svd';

function dense(rows: number, columns: number, entry: (row: number, column: number) => number): CsrMatrix {
  const cells = Array.from({ length: rows * columns }, (_, i) => [Math.floor(i / columns), i % columns] as const).filter(
    ([r, c]) => entry(r, c) !== 0,
  );
  return csrFromTriplets(
    rows,
    columns,
    cells.map(([r]) => r),
    cells.map(([, c]) => c),
    cells.map(([r, c]) => entry(r, c)),
  );
}

/** Entry (row, column) of left · Σ · rightᵀ. */
function rebuilt({ left, singularValues, right }: TruncatedSvd, row: number, column: number): number {
  const rank = singularValues.length;
  return singularValues.reduce((sum, value, c) => sum + value * left[row * rank + c] * right[column * rank + c], 0);
}

function worstGramError(vectors: Float32Array, width: number): number {
  let worst = 0;
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let dot = 0;
      for (let at = 0; at < vectors.length; at += width) dot += vectors[at + i] * vectors[at + j];
      worst = Math.max(worst, Math.abs(dot - (i === j ? 1 : 0)));
    }
  }
  return worst;
}

describe('truncatedSvd', () => {
  it('solves a diagonal matrix, in descending order and with positive signs', () => {
    const diagonal = [2, 5, 1, 3];
    const svd = truncatedSvd(
      dense(4, 6, (r, c) => (r === c ? diagonal[r] : 0)),
      { rank: 3, seed: 1 },
    );
    expect([...svd.singularValues].map((value) => Math.round(value * 1e9) / 1e9)).toEqual([5, 3, 2]);
    expect([...svd.right].map((value) => Math.round(value * 1e6) || 0)).toEqual([
      0, 0, 1e6, 1e6, 0, 0, 0, 0, 0, 0, 1e6, 0, 0, 0, 0, 0, 0, 0,
    ]);
  });

  it('finds a repeated singular value with its full multiplicity, also beyond the block size', () => {
    const svd = truncatedSvd(
      dense(60, 60, (r, c) => (r === c ? (r < 11 ? 5 : 1) : 0)),
      { rank: 14, seed: 4 },
    );
    expect([...svd.singularValues].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([...new Array<number>(11).fill(5), 1, 1, 1]);
    expect(worstGramError(svd.right, 14)).toBeLessThan(1e-5);
  });

  it('gives zeros beyond the rank of a checkerboard, and reconstructs the matrix below it', () => {
    const board = dense(30, 50, (r, c) => (r + c) % 2);
    const svd = truncatedSvd(board, { rank: 5, seed: 2 });
    const each = Math.sqrt(15 * 25);
    expect([...svd.singularValues]).toEqual([expect.closeTo(each, 8), expect.closeTo(each, 8), 0, 0, 0]);
    for (const [row, column] of [
      [0, 0],
      [0, 1],
      [7, 12],
      [29, 49],
    ])
      expect(rebuilt(svd, row, column)).toBeCloseTo((row + column) % 2, 5);
    expect(svd.left.every(Number.isFinite)).toBe(true);
  });

  it.each([
    [40, 25],
    [25, 40],
  ])('reconstructs a %i × %i matrix at full rank with orthonormal vectors', (rows, columns) => {
    const rng = createRng('full');
    const values = Float32Array.from({ length: rows * columns }, () => rng.normal());
    const svd = truncatedSvd(
      dense(rows, columns, (r, c) => values[r * columns + c]),
      { rank: 25, seed: 9, tolerance: 1e-12 },
    );
    let worst = 0;
    for (let r = 0; r < rows; r++)
      for (let c = 0; c < columns; c++) worst = Math.max(worst, Math.abs(rebuilt(svd, r, c) - values[r * columns + c]));
    expect(worst).toBeLessThan(1e-4);
    expect(worstGramError(svd.left, 25)).toBeLessThan(1e-4);
    expect(worstGramError(svd.right, 25)).toBeLessThan(1e-4);
  });

  it.each([
    [80, 50],
    [50, 80],
  ])('leaves rows and columns without entries at exactly zero (%i × %i)', (rows, columns) => {
    const rng = createRng('gaps');
    const values = Array.from({ length: rows * columns }, () => (rng.next() < 0.2 ? 1 : 0));
    const svd = truncatedSvd(
      dense(rows, columns, (r, c) => (r % 5 === 0 || c % 7 === 0 ? 0 : values[r * columns + c])),
      { rank: 6, seed: 1 },
    );
    for (let r = 0; r < rows; r += 5) expect([...svd.left.subarray(r * 6, r * 6 + 6)]).toEqual([0, 0, 0, 0, 0, 0]);
    for (let c = 0; c < columns; c += 7) expect([...svd.right.subarray(c * 6, c * 6 + 6)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(worstGramError(svd.right, 6)).toBeLessThan(1e-3);
  });

  it('gives the same bytes for the same seed, and the same values for another seed', () => {
    const rng = createRng('seeds');
    const matrix = dense(90, 120, () => (rng.next() < 0.1 ? 1 : 0));
    const first = truncatedSvd(matrix, { rank: 7, seed: 1 });
    expect(truncatedSvd(matrix, { rank: 7, seed: 1 })).toEqual(first);
    const other = truncatedSvd(matrix, { rank: 7, seed: 2 });
    expect(other.right).not.toEqual(first.right);
    first.singularValues.forEach((value, c) => expect(other.singularValues[c] / value).toBeCloseTo(1, 3));
  });

  it('rejects a rank above the maximum and names the maximum', () => {
    const matrix = dense(3, 4, () => 1);
    expect(() => truncatedSvd(matrix, { rank: 4, seed: 1 })).toThrow(/4 factors of a 3 × 4/);
    expect(() => truncatedSvd(matrix, { rank: 0, seed: 1 })).toThrow(/0 factors/);
    expect(truncatedSvd(matrix, { rank: 3, seed: 1 }).singularValues[0]).toBeCloseTo(Math.sqrt(12), 8);
  });

  it('stops when cancelled and reports increasing progress up to 1', () => {
    const rng = createRng('progress');
    const matrix = dense(100, 100, () => (rng.next() < 0.1 ? 1 : 0));
    const fractions: number[] = [];
    truncatedSvd(matrix, { rank: 5, seed: 1 }, { report: (fraction) => fractions.push(fraction) });
    expect(fractions.at(-1)).toBe(1);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(() => truncatedSvd(matrix, { rank: 5, seed: 1 }, { signal: { aborted: true } })).toThrow('Cancelled');
  });
});
