import { expect, it } from 'vitest';
import { offPolicyTruthSettingsSchema } from '#shared/schemas/off-policy-truth';
import { cascadeModel } from '../click-models/cascade';
import { measureOffPolicy } from './measure-off-policy';

const items = [3, 1, 4, 0, 2];
const lists = (order: readonly number[]) => ({
  length: 5,
  items: Int32Array.from([...order, ...order]),
  attraction: Float32Array.from([...order, ...order], (item, at) => 0.1 + 0.15 * item * (at < 5 ? 1 : 0.5)),
  satisfaction: new Float32Array(10).fill(1),
});
const subject = {
  variants: [lists(items), lists([4, 3, 2, 1, 0])] as const,
  behaviour: cascadeModel.create({ continuation: 1 }, { positionBias: 0 }),
  report: { truth: 'generator' as const, description: 'two profiles', clickModel: 'Cascade', profileCount: 2 },
  names: ['a', 'b'] as const,
  seed: 1,
};

it('finds the estimators unbiased, and the cascade one more exact than whole lists, where users read down to a click', async () => {
  const settings = offPolicyTruthSettingsSchema.parse({ slates: 300, repetitions: 60, pool: 5 });
  const { truth, estimators } = await measureOffPolicy(subject, settings);
  expect(truth.value).toBeGreaterThan(truth.logged);
  const named = Object.fromEntries(estimators.map((one) => [one.estimator, one]));
  for (const { biasInterval, estimator, coverage, refused } of estimators) {
    expect(biasInterval.low - 0.01, estimator).toBeLessThan(0);
    expect(biasInterval.high + 0.01, estimator).toBeGreaterThan(0);
    expect(coverage, estimator).toBeGreaterThan(0.85);
    expect(refused, estimator).toBe(0);
  }
  expect(named['cascadeDoublyRobust']?.rootMeanSquaredError).toBeLessThan(named['ips']?.rootMeanSquaredError ?? 0);
});

it('says how often a log is refused: a target that is far from the log', async () => {
  const settings = offPolicyTruthSettingsSchema.parse({
    slates: 20,
    repetitions: 5,
    positions: 5,
    pool: 5,
    loggingSharpness: 8,
    targetSharpness: 8,
  });
  const { estimators } = await measureOffPolicy(subject, settings);
  expect(estimators[0]?.refused).toBeGreaterThan(0.5);
});
