import { describe, expect, it } from 'vitest';
import { dotBlock } from './dot-block';

describe('dotBlock', () => {
  // Odd counts and widths cover every remainder of the tiles.
  it.each([
    [1, 1, 1],
    [1, 6, 3],
    [2, 4, 4],
    [3, 7, 5],
    [5, 9, 8],
  ])('multiplies %i queries with %i vectors of width %i, independent of the block size', (m, n, width) => {
    const queries = Float32Array.from({ length: m * width }, (_, i) => ((i * 7) % 11) - 5);
    const vectors = Float32Array.from({ length: n * width }, (_, i) => ((i * 5) % 13) - 6);
    const whole = new Float64Array(m * n);
    dotBlock(queries, 0, m, vectors, 0, n, width, whole);
    for (let q = 0; q < m; q++) {
      for (let v = 0; v < n; v++) {
        let expected = 0;
        for (let d = 0; d < width; d++) expected += queries[q * width + d] * vectors[v * width + d];
        expect(whole[q * n + v]).toBe(expected);
        const single = new Float64Array(1);
        dotBlock(queries, q, q + 1, vectors, v, v + 1, width, single);
        expect(single[0]).toBe(expected);
      }
    }
  });
});
