import { expect, it } from 'vitest';
import { ConfidenceSequence } from '#engine/simulate/sequential/confidence-sequence';
import { createRng } from '#engine/core/rng';
import type { OnlineReport } from '#shared/schemas/online';
import { decisionOf } from './decision';
import { planOnline } from './plan';
import { compareSequentially, liftAt, type ArmUsers } from './sequential';

/** Users `from … to - 1`, of whom those for whom `succeeds` is true succeed. */
function arm(from: number, to: number, succeeds: (user: number) => boolean): ArmUsers {
  const users = Array.from({ length: to - from }, (_, n) => from + n);
  return { users: new Set(users.map(String)), succeeded: new Set(users.filter(succeeds).map(String)) };
}
const settings = { level: 0.05, tightestAt: 1_000 };

it('decides in 1,500 A/A looks of growing experiments at most as often as the level says', () => {
  let alarms = 0;
  for (let experiment = 0; experiment < 150; experiment++) {
    const rng = createRng(experiment);
    const succeeds = Array.from({ length: 2_000 }, () => rng.next() < 0.3);
    const isAlarm = Array.from({ length: 10 }, (_, look) => 100 * (look + 1)).some((size) => {
      const { sequential } = compareSequentially(
        arm(0, size, (user) => succeeds[user] ?? false),
        arm(1_000, 1_000 + size, (user) => succeeds[user] ?? false),
        settings,
      );
      return sequential?.verdict !== 'undecided';
    });
    if (isAlarm) alarms++;
  }
  expect(alarms).toBeLessThanOrEqual(13); // 5% of 150, and two standard errors
});

it('finds a difference, narrower with CUPED, and says nothing of few users', () => {
  const rng = createRng(1);
  const active = Array.from({ length: 4_000 }, () => rng.next() < 0.5);
  const chance = (user: number): number => (active[user] ? 0.6 : 0.1) + (user >= 2_000 ? 0.1 : 0);
  const succeeded = Array.from({ length: 4_000 }, (_, user) => rng.next() < chance(user));
  const arms = [0, 2_000].map((from) => arm(from, from + 2_000, (user) => succeeded[user] ?? false));
  const [first, second] = arms;
  if (!first || !second) throw new Error('two arms');
  const before = (user: string): number => (active[Number(user)] ? 2 : 0);
  const { sequential, cuped } = compareSequentially(first, second, { ...settings, before });
  expect(sequential?.difference.value).toBeCloseTo((second.succeeded.size - first.succeeded.size) / 2_000, 12);
  expect(cuped?.varianceReduction).toBeGreaterThan(0.2);
  const width = (one: typeof sequential): number => (one ? one.difference.interval.high - one.difference.interval.low : NaN);
  expect(width(cuped)).toBeLessThan(0.9 * width(sequential));
  expect(cuped?.verdict).toBe('better');
  expect(compareSequentially(first, second, settings).cuped).toBeNull();
  expect(
    compareSequentially(
      arm(0, 49, () => true),
      second,
      settings,
    ).sequential,
  ).toBeNull();
});

it('plans the size that statsmodels gives, and rejects a target rate above 100%', () => {
  const settingsOf = { baselineRate: 0.1, lift: 0.2, power: 0.8, confidence: 0.95, users: null };
  const { needed, users } = planOnline(settingsOf, [1, 1]);
  // Two proportions, 10% and 12%, unpooled: (1.959964 + 0.841621)² × (0.09 + 0.1056) / 0.02² = 3,838.1 in each arm.
  expect(needed.find(({ rule }) => rule === 'fixed')?.users).toBe(7_677);
  expect(users).toBeGreaterThan(7_677);
  expect(planOnline({ ...settingsOf, users: 500 }, [1, 1]).minimumDetectableLift).toBeGreaterThan(0.2);
  expect(planOnline(settingsOf, [9, 1]).users).toBeGreaterThan(2 * users);
  expect(() => planOnline({ ...settingsOf, baselineRate: 0.9 }, [1, 1])).toThrow('more than all users');
});

it('says when to stop', () => {
  const plan = planOnline({ baselineRate: 0.1, lift: 0.2, power: 0.8, confidence: 0.95, users: 100 }, [1, 1]);
  const challenger = (verdict: 'better' | 'undecided', users: number) => ({ variant: 'b', users, cuped: null, sequential: { verdict } });
  const decide = (verdict: 'better' | 'undecided', users: number, mismatch = false) =>
    decisionOf({
      arms: [{ variant: 'a', users }, challenger(verdict, users)],
      plan,
      endedAtMs: null,
      sampleRatio: { mismatch },
    } as unknown as OnlineReport);
  expect(decide('undecided', 20)).toEqual({ status: 'continue', sentence: 'go on: 40 of 100 planned users' });
  expect(decide('better', 20)).toEqual({ status: 'stop', sentence: 'Stop: “b” is better than the baseline' });
  expect(decide('undecided', 50).sentence).toContain('the planned 100 users are in');
  expect(decide('better', 50, true).status).toBe('invalid');
});

it('gives the same lift from counts over time as from the users', () => {
  const [first, second] = [arm(0, 400, (user) => user % 4 === 0), arm(400, 900, (user) => user % 3 === 0)];
  const { sequential } = compareSequentially(first, second, settings);
  const counts = { users: [400, 500], successes: [first.succeeded.size, second.succeeded.size] };
  const sequence = new ConfidenceSequence(settings.level, settings.tightestAt);
  const lift = liftAt(counts, 1, sequence);
  expect(lift?.value).toBeCloseTo(sequential?.lift?.value ?? NaN, 12);
  expect(lift?.low).toBeCloseTo(sequential?.lift?.interval.low ?? NaN, 9);
  expect(lift?.high).toBeCloseTo(sequential?.lift?.interval.high ?? NaN, 9);
  expect(liftAt({ users: [49, 500], successes: [10, 100] }, 1, sequence)).toBeNull();
});
