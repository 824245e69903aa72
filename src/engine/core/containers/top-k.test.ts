import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { topK, TopKSelector } from './top-k';

/** Reference implementation: a full sort. */
function bySorting(scores: number[], k: number): number[] {
  return scores
    .map((score, index) => ({ score, index }))
    .filter(({ score }) => score > -Infinity)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, k)
    .map(({ index }) => index);
}

describe('topK', () => {
  it('orders by score, then by index, and omits NaN and −Infinity', () => {
    const indices = new Int32Array(5).fill(-1);
    const scores = new Float64Array(5);
    expect(topK(Float64Array.of(1, 3, NaN, 3, -Infinity, 2), 6, 5, indices, scores)).toBe(4);
    expect([...indices]).toEqual([1, 3, 5, 0, -1]);
    expect([...scores]).toEqual([3, 3, 2, 1, 0]);
  });

  it('matches a full sort for random scores with ties', () => {
    const score = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true }), fc.constant(-Infinity));
    fc.assert(
      fc.property(fc.array(score, { maxLength: 80 }), fc.integer({ min: 0, max: 90 }), (values, k) => {
        const indices = new Int32Array(Math.max(1, k));
        const count = topK(Float64Array.from(values), values.length, k, indices);
        expect([...indices.subarray(0, count)]).toEqual(bySorting(values, k));
      }),
    );
  });

  it('does not depend on insertion order', () => {
    const selector = new TopKSelector(2);
    const indices = new Int32Array(3);
    selector.reset(3);
    for (const [index, score] of [
      [9, 1],
      [4, 1],
      [7, 2],
      [1, 1],
      [8, 0],
    ] as const)
      selector.offer(index, score);
    expect(selector.drain(indices)).toBe(3);
    expect([...indices]).toEqual([7, 1, 4]);
    expect(selector.size).toBe(0);
  });

  it('is empty for k = 0', () => {
    expect(topK(Float64Array.of(1, 2), 2, 0, new Int32Array(1))).toBe(0);
  });
});
