import { describe, expect, it } from 'vitest';
import { apportion, fitExponent, gini, zipfCounts } from './zipf';

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

describe('zipfCounts', () => {
  it('follows the plain Zipf law when no cap applies', () => {
    const counts = zipfCounts(4, 1, 25, 100);
    // 25 / (1 + 1/2 + 1/3 + 1/4) = 12
    [12, 6, 4, 3].forEach((expected, rank) => expect(counts[rank]).toBeCloseTo(expected, 9));
  });

  it.each([
    [0.5, 10_000, 100_000, 1_000],
    [0.9, 10_000, 100_000, 1_000],
    [1.2, 10_000, 100_000, 1_000],
    [0.7, 5_000, 100_000, 5_000],
  ])('keeps exponent %s under a cap', (exponent, ranks, total, ceiling) => {
    const counts = zipfCounts(ranks, exponent, total, ceiling);
    expect(sum(counts)).toBeCloseTo(total, 3);
    expect(counts[0]).toBeLessThanOrEqual(ceiling * 1.01);
    expect(Math.abs(fitExponent(counts) - exponent)).toBeLessThan(0.02);
    for (let rank = 1; rank < ranks; rank++) expect(counts[rank]).toBeLessThanOrEqual(counts[rank - 1]);
  });

  it('is uniform for exponent 0', () => {
    expect([...zipfCounts(5, 0, 20, 10)]).toEqual([4, 4, 4, 4, 4]);
  });
});

describe('apportion', () => {
  it('rounds to whole numbers by largest remainders', () => {
    expect([...apportion(Float64Array.of(1, 1, 1), 7, 10)]).toEqual([3, 2, 2]);
    expect([...apportion(Float64Array.of(5.5, 2.2, 1.3), 9, 10)]).toEqual([6, 2, 1]);
  });

  it('redistributes what a cap cuts off', () => {
    expect([...apportion(Float64Array.of(90, 6, 4), 20, 8)]).toEqual([8, 7, 5]);
    expect([...apportion(Float64Array.of(9, 1), 10, 5)]).toEqual([5, 5]);
  });

  it('fills every count to its cap if the total requires it', () => {
    expect([...apportion(Float64Array.of(0.2, 0.5, 0.3), 12, 4)]).toEqual([4, 4, 4]);
  });
});

describe('fitExponent', () => {
  it('recovers the exponent of an exact power law, in any order', () => {
    const counts = Array.from({ length: 500 }, (_, i) => 1e6 * (i + 1) ** -1.1);
    expect(fitExponent(counts.reverse())).toBeCloseTo(1.1, 9);
  });

  it('ignores small counts and is NaN when too few are left', () => {
    expect(fitExponent([100, 50, 100 / 3, 1, 1, 1, 1])).toBeCloseTo(1, 9);
    expect(fitExponent([100, 50, 4, 3])).toBeNaN();
  });
});

describe('gini', () => {
  it.each([
    [[1, 1, 1, 1], 0],
    [[0, 0, 0, 1], 0.75],
    [[1, 2, 3, 4], 0.25],
    [[0, 0], 0],
  ])('of %j is %s', (counts, expected) => {
    expect(gini(counts)).toBeCloseTo(expected, 12);
  });
});
