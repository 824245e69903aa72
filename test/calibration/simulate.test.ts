/** A/B tests on simulated users with a known lift. Seeds are fixed, so the shares below are reproducible. */
import { describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { designOf } from '#engine/simulate/ab-test/design';
import { planAbTest } from '#engine/simulate/ab-test/plan-ab-test';
import { repeatAbTest } from '#engine/simulate/ab-test/repeat';
import type { TrueLists } from '#engine/simulate/click-models/port';
import { positionBasedModel } from '#engine/simulate/click-models/position-based';
import { Audience } from '#engine/simulate/users/audience';
import { outcomeRegistry } from '#engine/simulate/users/outcomes';
import { abTestSettingsSchema, type AbTestOutput } from '#shared/schemas/simulate';

const profiles = 60;
const length = 5;
const behaviour = positionBasedModel.create({ positionBias: 1 }, { positionBias: 1 });

/** Lists whose attractions are `lift` higher. */
function lists(lift: number): TrueLists {
  const rng = createRng(2);
  const attraction = Float32Array.from({ length: profiles * length }, () => (0.2 + 0.4 * rng.next()) * (1 + lift));
  return { length, attraction, satisfaction: new Float32Array(attraction.length) };
}

type Repeated = NonNullable<AbTestOutput['repeated']>;
const ruleOf = ({ rules }: Repeated, id: string): Repeated['rules'][number] => rules.find(({ rule }) => rule === id)!;

async function repeated(lift: number, users: number, count: number, more: object = {}): Promise<Repeated> {
  const settings = abTestSettingsSchema.parse({
    outcomes: ['clicks'],
    ...more,
    audience: { visitsPerDay: 0.1, beforeDays: 0, listLength: length, ...(more as { audience?: object }).audience },
  });
  const audience = new Audience(settings.audience, behaviour, [lists(0), lists(lift)]);
  const [clicks] = settings.outcomes.map((id) => outcomeRegistry.get(id));
  const [first, second] = [audience.truth(0, clicks), audience.truth(1, clicks)];
  const truth = { difference: second - first, lift: second / first - 1 };
  return repeatAbTest(designOf(settings, audience, users), truth, count, createRng(11));
}

describe('1,000 A/A tests of 10,000 users, inspected after every user', () => {
  it('are significant in at most 5% by the always-valid rule, and in many by the naive one', async () => {
    const tests = await repeated(0, 10_000, 1_000);
    expect(ruleOf(tests, 'always-valid').wrong).toBeLessThanOrEqual(0.05);
    expect(ruleOf(tests, 'naive').wrong).toBeGreaterThan(0.3);
    for (const rule of ['fixed', 'obrien-fleming', 'pocock']) {
      // A thousand tests tell 5% from 3.6% and 6.4% (two standard errors).
      expect(Math.abs(ruleOf(tests, rule).wrong - 0.05)).toBeLessThan(0.014);
    }
    const fixed = ruleOf(tests, 'fixed');
    expect(fixed.coverage).toBeGreaterThanOrEqual(0.93);
    expect(fixed.coverage).toBeLessThanOrEqual(0.97);
  });
});

describe('a planted lift', () => {
  const lift = 0.2;
  const settings = abTestSettingsSchema.parse({
    outcomes: ['clicks'],
    lift,
    audience: { visitsPerDay: 0.1, beforeDays: 14, listLength: length },
  });
  const audience = new Audience(settings.audience, behaviour, [lists(0)]);
  const plan = planAbTest(settings, audience, createRng(5));

  it.each(['fixed', 'fixed-cuped', 'obrien-fleming', 'pocock'])(
    'is found by %s with the planned power, and its interval covers it',
    async (id) => {
      const users = plan.needed.find(({ rule }) => rule === id)!.users!;
      const rule = ruleOf(await repeated(lift, users, 1_000, { audience: { beforeDays: id.endsWith('cuped') ? 14 : 0 } }), id);
      expect(Math.abs(rule.decided - 0.8)).toBeLessThanOrEqual(0.03);
      if (!id.startsWith('fixed')) return;
      expect(rule.coverage).toBeGreaterThanOrEqual(0.93);
      expect(rule.coverage).toBeLessThanOrEqual(0.97);
    },
  );
});
