import { describe, expect, it } from 'vitest';
import { barScale, barSegments } from './contribution-bars';

const row = (...values: number[]) =>
  values.map((contribution, index) => ({ signal: `s${index}`, raw: 0, normalized: 0, weight: 1, contribution }));

describe('contribution bars', () => {
  it('fills the bar for the row with the largest sum', () => {
    const rows = [row(0.4, 0.4), row(0.5, -0.2)];
    const scale = barScale(rows);
    expect(scale).toBeCloseTo(0.8, 12);
    expect(barSegments(rows[0], scale).map(({ start, width }) => [start, width])).toEqual([
      [0, 50],
      [50, 50],
    ]);
  });

  it('draws negative contributions backwards from the end', () => {
    const segments = barSegments(row(0.5, -0.2, 0.25), 1);
    expect(segments.map(({ signal, start, width, negative }) => [signal, start, width, negative])).toEqual([
      ['s0', 0, 50, false],
      ['s2', 50, 25, false],
      ['s1', 55, 20, true],
    ]);
  });

  it('stays within the bar', () => {
    expect(barSegments(row(0.2, -0.9), 0.2).at(-1)).toMatchObject({ start: 0, width: 100 });
    expect(barSegments(row(-1), barScale([row(-1)]))).toEqual([]);
    expect(barSegments(row(0), 0)).toEqual([]);
  });
});
