import { expect, test } from 'vitest';
import { dotRows } from './dot-rows';
import { createRng } from '../rng';

test.each([0, 1, 3, 4, 5, 8, 11])('equals the plain sum over %i selected rows, bit for bit', (count) => {
  const width = 7;
  const rng = createRng(count);
  const matrix = Float32Array.from({ length: 20 * width }, () => rng.next() - 0.5);
  const vector = Float32Array.from({ length: 2 * width }, () => rng.next() - 0.5);
  const rows = Int32Array.from({ length: 2 + count }, () => Math.floor(rng.next() * 20));
  const out = new Float64Array(count);
  dotRows(vector, width, matrix, rows, 2, count, width, out);
  const expected = Array.from(rows.subarray(2), (row) => {
    let sum = 0;
    for (let d = 0; d < width; d++) sum += (vector[width + d] ?? NaN) * (matrix[row * width + d] ?? NaN);
    return sum;
  });
  expect(Array.from(out)).toEqual(expected);
});

test('gives NaN for a row outside the matrix', () => {
  const out = new Float64Array(5);
  dotRows(Float32Array.of(1), 0, Float32Array.of(2, 3), Int32Array.of(0, 1, 2, 0, 7), 0, 5, 1, out);
  expect(Array.from(out)).toEqual([2, 3, NaN, 2, NaN]);
});
