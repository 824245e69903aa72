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
    const report = evaluateOffPolicy(decisions, 2);
    expect(report.ips.value).toBeCloseTo(0.875, 12);
    expect(report.snips.value).toBeCloseTo(0.6086957, 7);
    expect(report.directMethod?.value).toBeCloseTo(0.45, 12);
    expect(report.doublyRobust?.value).toBeCloseTo(0.5625, 12);
    expect(report.selfNormalizedDoublyRobust?.value).toBeCloseTo(0.5282609, 7);
    expect(report.switchDoublyRobust?.value).toBeCloseTo(0.3375, 12);
    expect(report.effectiveSampleSize).toBeCloseTo(2.4835681, 7);
    expect(report.largestWeight).toBeCloseTo(3, 12);
    expect(report.warnings).toEqual(['Few decisions carry the estimate: effective sample size 2.5 of 4']);
  });

  it('leave out what needs a reward model when there is none', () => {
    const { predictedRewards: _q, targetValues: _v, ...logged } = decisions;
    const report = evaluateOffPolicy(logged);
    expect(report.ips.value).toBeCloseTo(0.875, 12);
    expect([report.directMethod, report.doublyRobust, report.switchDoublyRobust]).toEqual([undefined, undefined, undefined]);
  });

  it('refuse a deterministic logger and missing propensities', () => {
    expect(() => evaluateOffPolicy({ ...decisions, loggingProbabilities: [1, 1, 1, 1] })).toThrow('the logger was deterministic');
    expect(() => evaluateOffPolicy({ ...decisions, loggingProbabilities: [0.5, NaN, 0.2, 0.8] })).toThrow(
      'Decision 1 has no usable propensity',
    );
    expect(() => evaluateOffPolicy({ ...decisions, loggingProbabilities: [0.5, 0.2] })).toThrow('Expected 4 entries');
  });
});

describe('sample ratio check', () => {
  it('agrees with the published examples', () => {
    expect(sampleRatioCheck([1000, 1200], [0.5, 0.5]).pValue).toBeCloseTo(0.000020079, 9);
    expect(sampleRatioCheck([1000, 1200], [0.5, 0.5]).mismatch).toBe(true);
    expect(sampleRatioCheck([310, 98], [0.75, 0.25]).pValue).toBeCloseTo(0.647434186, 9);
  });

  it('counts only arms with a share as degrees of freedom', () => {
    const withEmptyArm = sampleRatioCheck([1000, 1200, 0], [1, 1, 0]);
    expect(withEmptyArm).toMatchObject({ degreesOfFreedom: 1, mismatch: true });
    expect(withEmptyArm.pValue).toBe(sampleRatioCheck([1000, 1200], [1, 1]).pValue);
    expect(sampleRatioCheck([10, 10, 1], [1, 1, 0])).toMatchObject({ pValue: 0, mismatch: true });
    expect(() => sampleRatioCheck([1], [1, 1])).toThrow('one count and one share');
  });
});
