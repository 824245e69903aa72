import { describe, expect, it } from 'vitest';
import { barNames, histogramBars, histogramTable, isTimeAxis, popularityPoints } from './chart-options';

const histogram = { label: 'x', xName: 'value', yName: 'users', edges: [0, 1, 2, 3, 4], counts: [0, 5, 0, 2] };

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

  it('has a bar per distinct value, and names the last day of a period', () => {
    const ratings = { ...histogram, edges: [0.5, 0.75, 2.5, 4], counts: [3, 0, 7], values: [0.5, 1, 4] };
    expect(histogramBars(ratings)).toEqual([
      [0.5, 0.5, 3],
      [1, 1, 0],
      [4, 4, 7],
    ]);
    expect(barNames(ratings, String).map(({ label }) => label)).toEqual(['0.5', '1', '4']);
    const time = { ...histogram, edges: [1e12, 2e12, 3e12], counts: [1, 1] };
    expect(barNames(time, String)).toEqual([
      { whole: '1000000000000 … 2000000000000', label: '1000000000000' },
      { whole: '2000000000000 … 3000000000000', label: '3000000000000' },
    ]);
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
