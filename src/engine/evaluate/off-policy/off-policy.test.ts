import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluateOffPolicy } from './off-policy';
import { sampleRatioCheck } from '../statistics/sample-ratio';

const decisions = {
  rewards: [1, 0, 1, 0],
  loggingProbabilities: [0.5, 0.25, 0.2, 0.8],
  targetProbabilities: [0.25, 0.5, 0.6, 0.2],
  predictedRewards: [0.6, 0.3, 0.7, 0.2],
  targetValues: [0.5, 0.4, 0.6, 0.3],
};

describe('off-policy estimates', () => {
  it('agree with the published example', () => {
    const report = evaluateOffPolicy(decisions, { switchThreshold: 2 });
    expect(report.estimates.ips.value).toBeCloseTo(0.875, 12);
    expect(report.estimates.snips.value).toBeCloseTo(0.6086957, 7);
    expect(report.estimates.directMethod.value).toBeCloseTo(0.45, 12);
    expect(report.estimates.doublyRobust.value).toBeCloseTo(0.5625, 12);
    expect(report.estimates.selfNormalizedDoublyRobust.value).toBeCloseTo(0.5282609, 7);
    expect(report.estimates.switchDoublyRobust.value).toBeCloseTo(0.3375, 12);
    expect(report.effectiveSampleSize).toBeCloseTo(2.4835681, 7);
    expect(report.largestWeight).toBeCloseTo(3, 12);
    expect(report.warnings).toEqual(['Few decisions determine the estimate: effective sample size 2.5 of 4']);
  });

  it('omit estimators that need a reward model if there is none', () => {
    const { predictedRewards: _q, targetValues: _v, ...logged } = decisions;
    const report = evaluateOffPolicy(logged);
    expect(report.estimates.ips.value).toBeCloseTo(0.875, 12);
    expect([report.estimates.directMethod, report.estimates.doublyRobust, report.estimates.switchDoublyRobust]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('reject a deterministic logging policy and missing propensities', () => {
    expect(() => evaluateOffPolicy({ ...decisions, loggingProbabilities: [1, 1, 1, 1] })).toThrow('the logging policy was deterministic');
    expect(() => evaluateOffPolicy({ ...decisions, loggingProbabilities: [0.5, NaN, 0.2, 0.8] })).toThrow(
      'Decision 1 has no usable propensity',
    );
    expect(() => evaluateOffPolicy({ ...decisions, loggingProbabilities: [0.5, 0.2] })).toThrow('Expected 4 entries');
  });
});

describe('uncertainty of off-policy estimates', () => {
  const [, ...lines] = readFileSync(new URL('../../../../test/golden/off-policy.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const columns = [0, 1, 2, 3, 4].map((c) => lines.map((line) => Number(line.split(',')[c])));
  const [rewards, loggingProbabilities, targetProbabilities, predictedRewards, targetValues] = columns;
  const logged = { rewards, loggingProbabilities, targetProbabilities, predictedRewards, targetValues };

  // Five hundred decisions with a deliberately wrong reward model. Expected values from numpy: the delta method, and a
  // bootstrap of 20,000 resamples.
  it('includes the variance of the weights in the denominator of a self-normalised estimate', () => {
    const report = evaluateOffPolicy(logged, { bootstrapSamples: 10_000 });
    const estimate = report.estimates.selfNormalizedDoublyRobust;
    expect(estimate?.value).toBeCloseTo(2.788332, 6);
    expect(estimate?.standardError).toBeCloseTo(0.025124, 6);
    expect(estimate?.bootstrap?.standardError).toBeGreaterThan(0.0242);
    expect(estimate?.bootstrap?.standardError).toBeLessThan(0.0256);
    expect(report.estimates.snips.standardError).toBeCloseTo(0.025124, 6);
    expect(report.estimates.doublyRobust.standardError).toBeCloseTo(0.048371, 6);
  });

  it('gives every estimate both intervals and an effective sample size, reproducibly for a seed', () => {
    const report = evaluateOffPolicy(logged, { seed: 9 });
    const { ips, snips, directMethod, doublyRobust, selfNormalizedDoublyRobust, switchDoublyRobust } = report.estimates;
    for (const estimate of [ips, snips, doublyRobust, selfNormalizedDoublyRobust, switchDoublyRobust, directMethod]) {
      expect(estimate?.interval?.low).toBeLessThanOrEqual(estimate?.value ?? NaN);
      expect(estimate?.interval?.high).toBeGreaterThanOrEqual(estimate?.value ?? NaN);
      expect(estimate?.bootstrap?.interval.low).toBeLessThanOrEqual(estimate?.bootstrap?.interval.high ?? NaN);
      expect(estimate?.effectiveSampleSize).toBeGreaterThan(0);
    }
    expect(snips.effectiveSampleSize).toBeCloseTo(report.effectiveSampleSize, 12);
    expect(directMethod?.effectiveSampleSize).toBe(500);
    expect(evaluateOffPolicy(logged, { seed: 9 })).toEqual(report);
    expect(evaluateOffPolicy(logged, { seed: 10 }).estimates.ips.bootstrap).not.toEqual(report.estimates.ips.bootstrap);
    expect(evaluateOffPolicy(logged, { bootstrapSamples: 0 }).estimates.ips.bootstrap).toBeNull();
  });

  it('reports no spread for a single decision instead of NaN', () => {
    const one = { rewards: [1], loggingProbabilities: [0.5], targetProbabilities: [0.25], predictedRewards: [0.5], targetValues: [0.4] };
    const report = evaluateOffPolicy(one);
    expect(report.estimates.snips).toEqual({ value: 1, standardError: null, interval: null, bootstrap: null, effectiveSampleSize: 1 });
    expect(JSON.stringify(report)).not.toContain('NaN');
    expect(report.warnings).toContain('One decision has no spread: there are no standard errors');
    for (const value of Object.values(report)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  });

  const handful = {
    rewards: Array.from({ length: 200 }, (_, i) => i % 2),
    loggingProbabilities: Array.from({ length: 200 }, (_, i) => (i < 2 ? 0.001 : 0.9)),
    targetProbabilities: Array.from({ length: 200 }, (_, i) => (i < 2 ? 0.9 : 0.001)),
  };

  it('rejects estimates with a small effective sample size unless they are accepted', () => {
    expect(() => evaluateOffPolicy(handful)).toThrow('Refused: 2.0 of 200 decisions determine the estimate');
    const model = { predictedRewards: handful.rewards, targetValues: handful.rewards };
    const report = evaluateOffPolicy({ ...handful, ...model });
    expect([report.estimates.ips.value, report.estimates.ips.interval, report.estimates.directMethod.value]).toEqual([null, null, 0.5]);
    expect(report.estimates.ips.refusal).toContain('2.0 of 200');
    const accepted = evaluateOffPolicy(handful, { acceptFewDecisions: true });
    expect(accepted.estimates.snips.value).toBeCloseTo(0.5, 2);
    expect(accepted.warnings[0]).toContain('effective sample size 2.0 of 200');
  });

  it.each([1, 2, 9])('rejects nine decisions if %i of them dominate the estimate, but not if all weigh the same', (heavy) => {
    const dominated = { rewards: handful.rewards.slice(0, 9), loggingProbabilities: Array.from({ length: 9 }, () => 0.5) };
    const targetProbabilities = Array.from({ length: 9 }, (_, i) => (i < heavy ? 0.5 : 0.001));
    const estimate = (): unknown => evaluateOffPolicy({ ...dominated, targetProbabilities });
    if (heavy === 9) expect(estimate).not.toThrow();
    else expect(estimate).toThrow(`Refused: ${heavy}.0 of 9 decisions determine the estimate`);
  });

  it('rejects inputs that would give NaN or infinity', () => {
    expect(() => evaluateOffPolicy({ ...decisions, rewards: [1, NaN, 0, 1] })).toThrow('rewards of decision 1 is NaN');
    expect(() => evaluateOffPolicy({ ...decisions, targetValues: [0, 0, 0, Infinity] })).toThrow('targetValues of decision 3');
    expect(() => evaluateOffPolicy({ ...decisions, loggingProbabilities: [5e-324, 0.1, 0.2, 0.3] })).toThrow('too small');
    expect(() => evaluateOffPolicy({ ...decisions, targetValues: undefined })).toThrow('a reward model needs both');
  });
});

describe('sample ratio check', () => {
  it('agrees with the published examples', () => {
    expect(sampleRatioCheck([1000, 1200], [0.5, 0.5]).pValue).toBeCloseTo(0.000020079, 9);
    expect(sampleRatioCheck([1000, 1200], [0.5, 0.5]).mismatch).toBe(true);
    expect(sampleRatioCheck([310, 98], [0.75, 0.25]).pValue).toBeCloseTo(0.647434186, 9);
  });

  it('counts only arms with a planned share in the degrees of freedom', () => {
    const withEmptyArm = sampleRatioCheck([1000, 1200, 0], [1, 1, 0]);
    expect(withEmptyArm).toMatchObject({ degreesOfFreedom: 1, mismatch: true });
    expect(withEmptyArm.pValue).toBe(sampleRatioCheck([1000, 1200], [1, 1]).pValue);
    expect(sampleRatioCheck([10, 10, 1], [1, 1, 0])).toMatchObject({ pValue: 0, mismatch: true });
    expect(() => sampleRatioCheck([1], [1, 1])).toThrow('one count and one share');
  });
});
