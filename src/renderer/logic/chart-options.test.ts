import { describe, expect, it } from 'vitest';
import { histogramBars, histogramTable, isTimeAxis, popularityPoints } from './chart-options';

const histogram = { label: 'x', edges: [0, 1, 2, 3, 4], counts: [0, 5, 0, 2] };

describe('histograms', () => {
  it('drops empty bins at both ends and keeps empty bins between others', () => {
    expect(histogramBars(histogram)).toEqual([
      [1, 2, 5],
      [2, 3, 0],
      [3, 4, 2],
    ]);
    expect(histogramBars({ ...histogram, counts: [0, 0, 0, 0] })).toEqual([]);
    expect(histogramTable(histogram).rows[0]).toEqual([1, 2, 5]);
  });

  it('places a downsampled popularity curve at its ranks', () => {
    expect(popularityPoints([9, 5, 1], 9)).toEqual([
      [1, 9],
      [5, 5],
      [9, 1],
    ]);
    expect(popularityPoints([4], 1)).toEqual([[1, 4]]);
  });

  it('tells timestamps from numbers', () => {
    expect(isTimeAxis(histogram)).toBe(false);
    expect(isTimeAxis({ ...histogram, edges: [1_700_000_000_000, 1_700_100_000_000] })).toBe(true);
  });
});
