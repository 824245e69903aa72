import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latestNowMs, advanceLimit } from './reference-time';

const day = 86_400_000;
const start = Date.UTC(2024, 0, 1);
const all = (times: readonly number[]) => Int32Array.from(times, (_, i) => i);
const limit = (times: readonly number[], clockMs?: number) => latestNowMs(Float64Array.from(times), all(times), clockMs);

describe('reference time', () => {
  it('is capped at a day after the clock when most data is earlier', () => {
    const clock = start + 400 * day;
    expect(limit([start, start + day, start + 9_000 * day], clock)).toBe(clock + day);
    expect(advanceLimit(clock + day, clock + 3 * day)).toBe(clock + 4 * day);
  });

  it('comes from the data if the data is later than the clock or no clock is given', () => {
    const times = Array.from({ length: 500 }, (_, i) => start + i * day);
    for (const clock of [undefined, start - 10_000 * day]) {
      const latest = limit([...times, start + 60_000 * day], clock);
      expect(latest).toBeGreaterThanOrEqual(start + 499 * day);
      expect(latest).toBeLessThan(start + 1_100 * day);
    }
  });

  it('never excludes data without a gap, at any spread', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 365 }), { minLength: 1, maxLength: 200 }), (days) => {
        const times = days.map((offset) => start + offset * day);
        expect(limit(times)).toBeGreaterThanOrEqual(Math.max(...times));
      }),
    );
  });

  it('is unlimited without timestamps', () => {
    expect(limit([NaN, NaN])).toBe(Infinity);
  });
});
