import { describe, expect, it } from 'vitest';
import { forestExtent, forestMark, forestText, formatEdge, formatRelative, fitsLabel, type ForestRow } from './forest-scale';

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

  it('ignores one extreme metric, which is drawn without a point but keeps its number', () => {
    const rows = [row(0.01, 0, 0.02), row(0.02, 0.01, 0.03), row(3, 2, 4)];
    const extent = forestExtent(rows);
    expect(extent).toBe(0.05);
    expect(forestMark(rows[2], extent)).toEqual({ point: null, low: 100, high: 100, beyondLow: null, beyondHigh: 3 });
    // The Lab's own metrics when coverage rises from 6% to 58%: the other rows determine the extent, not a multiple of their median.
    const lab = [1.2, 1.2, 1.15, 0.33, 8.31, 1.7, 0.3].map((largest) => row(largest, largest, largest));
    expect(formatEdge(forestExtent(lab))).toBe('±200%');
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
    expect(fitsLabel(near!, 'high') && fitsLabel(near!, 'low')).toBe(true);
    const far = forestMark(row(-0.09, -0.3, 0.01), 0.1);
    expect([far?.beyondLow, fitsLabel(far!, 'low')]).toEqual([-0.3, false]);
  });

  it('is read out in full, including values beyond the axis', () => {
    expect(forestText(row(0.01, -0.005, 0.02, 0.2), 0.1)).toBe(
      'difference +0.0100, from −0.0050 to +0.0200; of the baseline +5.0%, from −2.5% to +10%',
    );
    expect(forestText(row(0.5181, 0.49, 0.55, 0.0624), 2)).toMatch(
      /of the baseline \+830%, from \+785% to \+881%: beyond the axis, which ends at ±200%$/,
    );
    expect(forestText(row(-0.02, -0.9, 0.01), 0.1)).toMatch(/: the interval extends beyond the axis, which ends at ±10%$/);
    // Without a baseline value there is no relative difference: the point is not on the axis either.
    for (const nothing of [0, null])
      expect(forestText(row(0.5, 0.25, 0.75, nothing), 0.1)).toBe(
        'difference +0.5000, from +0.2500 to +0.7500: beyond the axis, which ends at ±0.1',
      );
    expect(forestText(row(0.05, -0.25, 0.06, 0), 0.1)).toMatch(/: the interval extends beyond the axis, which ends at ±0\.1$/);
    expect(forestText(row(0.05, 0.04, 0.06, 0), 0.1)).toBe('difference +0.0500, from +0.0400 to +0.0600');
    expect([formatRelative(12.345, 1), formatRelative(-0.5, 0)]).toEqual(['+1,235%', '−0.5000']);
  });

  it('has no mark without a difference, and handles a zero baseline', () => {
    expect(forestMark({ difference: null, low: null, high: null, baselineValue: 1 }, 1)).toBeUndefined();
    expect(forestMark(row(0.5, 0.25, 0.75, 0), 1)).toMatchObject({ point: 75, low: 62.5 });
  });
});
