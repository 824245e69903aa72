import { describe, expect, it } from 'vitest';
import { kendallTau, rankBiasedOverlap } from './agreement';

describe('rankBiasedOverlap', () => {
  it('is 1 for equal lists, 0 for disjoint ones, and weights early positions most', () => {
    expect(rankBiasedOverlap([1, 2, 3, 4], [1, 2, 3, 4])).toBeCloseTo(1, 12);
    expect(rankBiasedOverlap([1, 2, 3], [4, 5, 6])).toBe(0);
    expect(rankBiasedOverlap([], [])).toBe(1);
    expect(rankBiasedOverlap([2, 1, 3, 4], [1, 2, 3, 4])).toBeLessThan(rankBiasedOverlap([1, 2, 4, 3], [1, 2, 3, 4]));
  });

  it('equals the definition for overlaps 0, 2, 2 at depths 1, 2, 3 with p = .9', () => {
    const sum = (0 / 1) * 0.9 + (2 / 2) * 0.81 + (2 / 3) * 0.729;
    expect(rankBiasedOverlap([1, 2, 3], [2, 1, 4])).toBeCloseTo((2 / 3) * 0.729 + (0.1 / 0.9) * sum, 12);
  });
});

describe('kendallTau', () => {
  it('is 1, −1, or 1 − 2 · discordant / pairs, over the common items', () => {
    expect(kendallTau([1, 2, 3], [1, 2, 3])).toBe(1);
    expect(kendallTau([1, 2, 3, 4, 5], [5, 4, 3, 2, 1])).toBe(-1);
    expect(kendallTau([1, 2, 3, 4, 9], [2, 1, 4, 3, 8])).toBeCloseTo(1 - (2 * 2) / 6, 12);
    expect(kendallTau([1, 2], [3, 4])).toBeUndefined();
  });

  it('counts the same inversions as comparing all pairs', () => {
    const order = Array.from({ length: 41 }, (_, i) => (i * 17) % 41);
    const sorted = [...order].sort((a, b) => a - b);
    let discordant = 0;
    for (let i = 0; i < order.length; i++) for (let j = 0; j < i; j++) if ((order[j] ?? 0) > (order[i] ?? 0)) discordant++;
    expect(kendallTau(order, sorted)).toBeCloseTo(1 - (4 * discordant) / (41 * 40), 12);
  });
});
