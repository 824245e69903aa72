import { expect, it } from 'vitest';
import type { AbTestPoint } from '#shared/schemas/simulate';
import { advance, liftExtent, naiveAlarms, trafficAlarm, upTo } from './playback';

const point = (users: number, low: number, high: number, alwaysPValue = 1): AbTestPoint => ({
  users,
  day: users / 10,
  counts: [users / 2, users / 2],
  lift: (low + high) / 2,
  naive: { low, high },
  always: { low: 2 * low, high: 2 * high },
  cuped: null,
  ratio: { pValue: 1, alwaysPValue },
});
const points = [point(5, -9, 9), point(50, 0.1, 0.3), point(100, -0.1, 0.2, 1e-6)];

it('plays as far as is computed, and never backwards', () => {
  expect([advance(10, 5, 100), advance(10, 500, 100), advance(10, 5, 8)]).toEqual([15, 100, 10]);
});

it('shows the events so far', () => {
  const shown = upTo({ points, looks: [], decisions: [] }, 60);
  expect(shown.points).toHaveLength(2);
  expect(naiveAlarms(shown.points)).toBe(1);
  expect(trafficAlarm(shown.points)).toBeUndefined();
  expect(trafficAlarm(points)?.users).toBe(100);
});

it('scales to the interval after the first tenth of users, and to the other drawn values', () => {
  expect(liftExtent(points, 100)).toBeCloseTo(0.65);
  expect(liftExtent(points, 100, -2)).toBeCloseTo(2.5);
  expect(liftExtent([], 0)).toBeGreaterThan(0);
});
