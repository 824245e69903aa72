import { describe, expect, it } from 'vitest';
import { forestExtent, forestMark, type ForestRow } from './forest-scale';

const row = (difference: number, low: number, high: number, baselineValue: number | null = 1): ForestRow => ({
  difference,
  low,
  high,
  baselineValue,
});

describe('forest scale', () => {
  it('ends at the first round step beyond every interval', () => {
    expect(forestExtent([row(0.02, -0.01, 0.06)])).toBeCloseTo(0.075, 12);
    expect(forestExtent([row(0.01, 0.005, 0.018, 0.2)])).toBe(0.1);
    expect(forestExtent([])).toBe(0.01);
  });

  it('clips one extreme metric instead of flattening the others', () => {
    const rows = [row(0.01, 0, 0.02), row(0.02, 0.01, 0.03), row(3, 2, 4)];
    const extent = forestExtent(rows);
    expect(extent).toBe(0.1);
    expect(forestMark(rows[2], extent)).toEqual({ point: 100, low: 100, high: 100, clippedLow: false, clippedHigh: true });
  });

  it('places zero in the middle and the rest in proportion', () => {
    expect(forestMark(row(0, -0.05, 0.1), 0.1)).toEqual({ point: 50, low: 25, high: 100, clippedLow: false, clippedHigh: false });
  });

  it('has no mark without a difference, and survives a zero baseline', () => {
    expect(forestMark({ difference: null, low: null, high: null, baselineValue: 1 }, 1)).toBeUndefined();
    expect(forestMark(row(0.5, 0.25, 0.75, 0), 1)).toMatchObject({ point: 75, low: 62.5 });
  });
});
