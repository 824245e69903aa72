import { describe, expect, it } from 'vitest';
import { hashText, smallestKeys } from './random-keys';

const marked = (keys: number[], count: number): number[] => [...smallestKeys(Float64Array.from(keys), count)];

describe('smallestKeys', () => {
  it('selects the smallest keys in any order', () => {
    expect(marked([0.4, 0.1, 0.3, 0.2], 2)).toEqual([0, 1, 0, 1]);
    expect(marked([0.4, 0.1], 0)).toEqual([0, 0]);
    expect(marked([], 3)).toEqual([]);
  });

  it('keeps equal keys on one side, the side closer to the requested count', () => {
    expect(marked([0.1, 0.5, 0.5, 0.5, 0.9], 2)).toEqual([1, 0, 0, 0, 0]);
    expect(marked([0.1, 0.5, 0.5, 0.5, 0.9], 3)).toEqual([1, 1, 1, 1, 0]);
  });
});

describe('hashText', () => {
  it('spreads similar ids evenly over 32 bits and depends on the seed', () => {
    const buckets = new Int32Array(16);
    for (let i = 0; i < 16_000; i++) buckets[hashText(`user-${i}`, 1) >>> 28]++;
    for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(hashText('a', 1)).not.toBe(hashText('a', 2));
    expect(hashText('ab', 1)).not.toBe(hashText('ba', 1));
  });
});
