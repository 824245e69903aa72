import { describe, expect, it } from 'vitest';
import type { Normalization } from '#shared/schemas/variant';
import { normalizeColumn } from './normalize';

function normalized(values: number[], normalization: Normalization): number[] {
  const out = new Float32Array(values.length);
  normalizeColumn(Float32Array.from(values), out, 0, values.length, 1, 0, normalization);
  return [...out];
}

describe('normalizeColumn', () => {
  it('min-max spans 0 to 1', () => expect(normalized([2, 4, 3], 'min-max')).toEqual([0, 1, 0.5]));
  it('z-score has mean 0 and deviation 1', () => {
    const z = normalized([1, 2, 3, 4], 'z-score');
    expect(z[3]).toBeCloseTo(1.3416408, 6); // 1.5 / sqrt(1.25)
    expect(z.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 6);
  });
  it('rank is the share of lower-scored candidates, ties halved', () =>
    expect(normalized([5, 1, 5, 0], 'rank')).toEqual([Math.fround(2.5 / 3), Math.fround(1 / 3), Math.fround(2.5 / 3), 0]));
  it('none leaves values unchanged', () => expect(normalized([-3, 8], 'none')).toEqual([-3, 8]));
  it.each(['min-max', 'z-score', 'rank'] as const)('a constant signal normalises to 0 under %s', (normalization) => {
    expect(normalized([0.1, 0.1, 0.1], normalization)).toEqual([0, 0, 0]);
  });
  it('changes only its own column and pool', () => {
    const out = new Float32Array(8).fill(9);
    normalizeColumn(Float32Array.from([0, 1, 0, 3, 0, 5, 0, 7]), out, 1, 2, 2, 1, 'min-max');
    expect([...out]).toEqual([9, 9, 9, 0, 9, 1, 9, 9]);
  });
});
