import { describe, expect, it } from 'vitest';
import { transformed } from './transforms';
import { dayMs } from './video-numbers';

const settings = { halfLifeDays: 10, referenceTimeMs: 100 * dayMs, counts: () => true, place: 'signals.x.params' };
const numbers = (...values: number[]) => ({ values: Float64Array.from(values), isDate: false });

describe('transforms of a column', () => {
  it('keep the order of negative numbers under the logarithm', () => {
    expect([...transformed(numbers(-1, 0, Math.E - 1), 'log1p', settings)]).toEqual([-Math.LN2, 0, 1]);
  });

  it('standardise over the eligible rows, and keep missing values', () => {
    const counts = (row: number): boolean => row !== 3;
    const [a, b, gap, other] = transformed(numbers(1, 3, NaN, 1_000), 'z', { ...settings, counts });
    expect([a, b]).toEqual([-1, 1]);
    expect(gap).toBeNaN();
    expect(other).toBe(998);
  });

  it('give tied values their mean rank', () => {
    expect([...transformed(numbers(5, 1, 5, 9), 'rank', settings)]).toEqual([0.5, 0, 0.5, 1]);
  });

  it('halve a date with every half-life, and do not reward future dates', () => {
    const dates = { values: Float64Array.of(90 * dayMs, 80 * dayMs, 200 * dayMs), isDate: true };
    expect([...transformed(dates, 'half-life', settings)]).toEqual([0.5, 0.25, 1]);
    expect(() => transformed(numbers(1), 'half-life', settings)).toThrow('Only dates have a half-life');
  });

  it('give dates in days', () => {
    expect([...transformed({ values: Float64Array.of(3 * dayMs), isDate: true }, 'raw', settings)]).toEqual([3]);
  });
});
