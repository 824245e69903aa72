import { describe, expect, it } from 'vitest';
import { effectUnit, fitsLabel, forestExtent, forestMark, type ForestRow } from './forest-scale';

const row = (difference: number, low: number, high: number, unit: number | null = 1): ForestRow => ({ difference, low, high, unit });

describe('forest scale', () => {
  it('ends at the first round step beyond every interval', () => {
    expect(forestExtent([row(0.02, -0.01, 0.06)])).toBeCloseTo(0.075, 12);
    expect(forestExtent([row(0.01, 0.005, 0.018, 0.2)])).toBe(0.1);
    expect([forestExtent([]), forestExtent([], 'absolute'), forestExtent([row(0, 0, 0)], 'standardised')]).toEqual([0.01, 0.001, 0.1]);
  });

  it('ignores one extreme metric, which is drawn without a point but keeps its number', () => {
    const rows = [row(0.01, 0, 0.02), row(0.02, 0.01, 0.03), row(3, 2, 4)];
    const extent = forestExtent(rows);
    expect(extent).toBe(0.05);
    expect(forestMark(rows[2] ?? row(0, 0, 0), extent)).toEqual({ point: null, low: 100, high: 100, beyondLow: null, beyondHigh: 3 });
    // The Lab's own metrics when coverage rises from 6% to 58%: the other rows determine the extent, not a multiple of their median.
    const lab = [1.2, 1.2, 1.15, 0.33, 8.31, 1.7, 0.3].map((largest) => row(largest, largest, largest));
    expect(forestExtent(lab)).toBe(2);
  });

  it('includes all rows if the largest is less than twice the next, or if many are large', () => {
    expect(forestExtent([row(0.01, 0, 0.02), row(0.02, 0.01, 0.03), row(0.04, 0.03, 0.055)])).toBe(0.075);
    const many = [0.05, 0.1, 0.1, 0.9, 0.9, 0.9].map((largest) => row(largest, 0, largest));
    expect(forestExtent(many)).toBe(1);
    expect(forestExtent([row(3, 2, 4)])).toBe(5);
    // Zero differences do not make the first nonzero one an outlier.
    expect(forestExtent([row(0, 0, 0), row(0, 0, 0), row(0.015, 0.01, 0.018)])).toBe(0.02);
  });

  it('leaves up to a quarter of the metrics beyond the axis', () => {
    const eight = [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 4, 6].map((largest) => row(largest, largest, largest));
    expect(forestExtent(eight)).toBeCloseTo(0.15, 12);
  });

  it('places zero in the middle and values in proportion', () => {
    expect(forestMark(row(0, -0.05, 0.1), 0.1)).toEqual({ point: 50, low: 25, high: 100, beyondLow: null, beyondHigh: null });
  });

  it('reports how far an interval extends beyond the axis, where the label does not cover the point', () => {
    const near = forestMark(row(0.02, -0.9, 0.3), 0.1);
    expect(near).toEqual({ point: 60, low: 0, high: 100, beyondLow: -0.9, beyondHigh: 0.3 });
    expect(near && fitsLabel(near, 'high') && fitsLabel(near, 'low')).toBe(true);
    const far = forestMark(row(-0.09, -0.3, 0.01), 0.1);
    expect([far?.beyondLow, far && fitsLabel(far, 'low')]).toEqual([-0.3, false]);
    // An unbounded interval fills the axis and does not stretch it.
    expect(forestMark(row(0.02, -Infinity, Infinity), 0.1)).toMatchObject({ low: 0, high: 100, beyondHigh: Infinity });
    expect(forestExtent([row(0.02, -Infinity, Infinity)])).toBe(0.03);
  });

  it('has no mark without a difference or a unit', () => {
    expect(forestMark(row(NaN, 0, 0), 1)).toBeUndefined();
    expect(forestMark(row(0.1, 0, 0.2, null), 1)).toBeUndefined();
  });
});

it('the unit of an effect', () => {
  const comparison = { baselineValue: -0.2, standardError: 0.01, pairCount: 400 };
  expect([effectUnit(comparison, 'relative'), effectUnit(comparison, 'absolute')]).toEqual([0.2, 1]);
  expect(effectUnit(comparison, 'standardised')).toBeCloseTo(0.2, 12); // the standard deviation of 400 differences
  expect(effectUnit({ ...comparison, baselineValue: 0 }, 'relative')).toBe(1);
  expect(effectUnit({ baselineValue: 0.2, pairCount: 400 }, 'standardised')).toBeNull();
});
