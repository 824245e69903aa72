import { describe, expect, it } from 'vitest';
import { hashText, smallestKeys } from './random-keys';

const marked = (keys: number[], count: number): number[] => [...smallestKeys(Float64Array.from(keys), count)];

describe('smallestKeys', () => {
  it('marks the smallest ones, whatever their order', () => {
    expect(marked([0.4, 0.1, 0.3, 0.2], 2)).toEqual([0, 1, 0, 1]);
    expect(marked([0.4, 0.1], 0)).toEqual([0, 0]);
    expect(marked([], 3)).toEqual([]);
  });

  it('keeps equal keys together, on the side that comes nearer to the asked number', () => {
    expect(marked([0.1, 0.5, 0.5, 0.5, 0.9], 2)).toEqual([1, 0, 0, 0, 0]);
    expect(marked([0.1, 0.5, 0.5, 0.5, 0.9], 3)).toEqual([1, 1, 1, 1, 0]);
  });
});

describe('hashText', () => {
  it('spreads similar ids evenly over 32 bits and changes with the seed', () => {
    const buckets = new Int32Array(16);
    for (let i = 0; i < 16_000; i++) buckets[hashText(`user-${i}`, 1) >>> 28]++;
    for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(hashText('a', 1)).not.toBe(hashText('a', 2));
    expect(hashText('ab', 1)).not.toBe(hashText('ba', 1));
  });
});
