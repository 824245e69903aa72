import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '../core/linear-algebra/matrix';
import { ItemSimilarities, nearestNeighbours, type SimilarityRow } from './item-similarities';

/** Users × items: u0 {0, 1, 2}, u1 {0, 1}, u2 {1, 3}, u3 {2}. Item norms: √2, √3, √2, 1. */
const matrix = csrFromTriplets(4, 5, [0, 0, 0, 1, 1, 2, 2, 3], [0, 1, 2, 0, 1, 1, 3, 2], new Float32Array(8).fill(1));
const all = new Uint8Array(5).fill(1);

const entries = ({ neighbours, values, start, end }: SimilarityRow): [number, number][] =>
  Array.from({ length: end - start }, (_, i): [number, number] => [neighbours[start + i], values[start + i]]).sort((a, b) => a[0] - b[0]);

describe('ItemSimilarities', () => {
  it('computes cosines between the users of two items, excluding the item itself', () => {
    const similarities = new ItemSimilarities(matrix, 0);
    expect(entries(similarities.row(1, all))).toEqual([
      [0, expect.closeTo(2 / Math.sqrt(6), 12)],
      [2, expect.closeTo(1 / Math.sqrt(6), 12)],
      [3, expect.closeTo(1 / Math.sqrt(3), 12)],
    ]);
    expect(entries(similarities.row(4, all))).toEqual([]);
  });

  it('applies shrinkage to the norms and omits ineligible items', () => {
    const similarities = new ItemSimilarities(matrix, 10);
    expect(entries(similarities.row(0, Uint8Array.of(1, 1, 0, 1, 1)))).toEqual([[1, expect.closeTo(2 / (Math.sqrt(6) + 10), 12)]]);
  });

  it('weights by interaction values', () => {
    const weighted = csrFromTriplets(2, 2, [0, 0, 1], [0, 1, 0], [2, 3, 4]);
    expect(entries(new ItemSimilarities(weighted, 0).row(0, all.subarray(0, 2)))).toEqual([
      [1, expect.closeTo(6 / (Math.sqrt(20) * 3), 6)],
    ]);
  });

  it('keeps the k most similar items, ties by ascending item', () => {
    const table = nearestNeighbours(new ItemSimilarities(matrix, 0), all, 1);
    expect([0, 1, 2, 3, 4].map((item) => entries(table.row(item, all)).map(([other]) => other))).toEqual([[1], [0], [0], [1], []]);
    expect(entries(nearestNeighbours(new ItemSimilarities(matrix, 0), all, 99).row(1, all)).map(([other]) => other)).toEqual([0, 2, 3]);
  });
});
