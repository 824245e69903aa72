import { describe, expect, it } from 'vitest';
import type { Evaluation } from '../../model/evaluation';
import { createRng } from '../../core/rng';
import { compareEvaluations } from './compare';

const settings = { confidence: 0.95, bootstrapSamples: 2_000, permutations: 2_000, correction: 'holm' as const, seed: 7 };

function evaluation(values: readonly number[], firstUser = 0): Evaluation {
  const array = Float64Array.from(values);
  const defined = values.filter((value) => !Number.isNaN(value));
  return {
    users: Int32Array.from(values, (_, u) => firstUser + u),
    metrics: [
      {
        spec: 'ndcg@10',
        metricId: 'ndcg',
        cutoff: 10,
        scope: 'user',
        values: array,
        value: defined.reduce((sum, value) => sum + value, 0) / defined.length,
        evaluatedCount: defined.length,
        excludedCount: values.length - defined.length,
        excludedBecause: {},
      },
    ],
  };
}

describe('compareEvaluations', () => {
  const a = [0, 0.5, 1, 0.63093, 0, 0.38685, 1, 0, 0.5, 0.43068];
  const b = [0.5, 0.5, 1, 1, 0, 0.63093, 0.63093, 0.38685, 1, 0];

  it('computes every statistic of a published pair of samples', () => {
    const [comparison] = compareEvaluations(evaluation(a), evaluation(b), settings);
    expect(comparison).toMatchObject({
      pairCount: 10,
      pValue: 0.296875,
      test: 'sign-flip, exact',
      intervalMethod: 'paired bootstrap (BCa)',
    });
    expect(comparison.difference).toBeCloseTo(comparison.value - comparison.baselineValue, 12);
    const { details } = comparison;
    expect(details).toMatchObject({ wins: 5, ties: 3, losses: 2 });
    expect(details?.effectSize).toBeCloseTo(0.3559906, 7);
    expect(details?.pairedT.pValue).toBeCloseTo(0.2893978, 7);
    expect(details?.wilcoxonPratt.pValue).toBeCloseTo(0.252737, 6);
    expect(details?.relativeLift?.value).toBeCloseTo(comparison.value / comparison.baselineValue - 1, 12);
    // dz = .356 requires 64 users at 80% power; ten users can detect an effect of about one standard deviation.
    expect(details?.usersNeeded).toBe(64);
    expect((details?.minimumDetectableEffect ?? 0) / (details?.standardDeviation ?? 1)).toBeCloseTo(0.996, 1);
  });

  it('uses only the users that have a value in both arms', () => {
    const [comparison] = compareEvaluations(evaluation([NaN, 0.2, 0.4, 0.6]), evaluation([0.9, 0.3, NaN, 0.8]), settings);
    expect(comparison).toMatchObject({ pairCount: 2, baselineValue: 0.4 });
    expect(comparison.difference).toBeCloseTo(0.15, 12);
    const [shifted] = compareEvaluations(evaluation([0.1, 0.2, 0.3], 0), evaluation([0.2, 0.3, 0.9], 1), settings);
    expect(shifted.pairCount).toBe(2);
    expect(shifted.difference).toBeCloseTo((0.2 - 0.2 + 0.3 - 0.3) / 2, 12);
  });

  it('is paired: detects a small consistent gain between users with very different values', () => {
    const rng = createRng('paired');
    const base = Array.from({ length: 40 }, () => rng.next());
    const better = base.map((value) => value + 0.01 + 0.005 * rng.normal());
    const [comparison] = compareEvaluations(evaluation(base), evaluation(better), settings);
    // Unpaired, the standard error would be about √(2/12/40) = .065, six times the difference.
    expect(comparison.details?.pairedT.pValue).toBeLessThan(1e-9);
    expect(comparison.pValue).toBe(1 / 2001);
    expect(comparison.interval.low).toBeGreaterThan(0);
  });

  it('gives no test for fewer than two pairs', () => {
    for (const quick of [false, true]) {
      const [comparison] = compareEvaluations(evaluation([0.5, NaN]), evaluation([0.6, 1]), { ...settings, quick });
      expect(comparison).toMatchObject({ pairCount: 1, pValue: undefined, interval: { low: NaN, high: NaN } });
    }
  });

  it('names a metric that is missing in the baseline', () => {
    expect(() => compareEvaluations({ users: new Int32Array(0), metrics: [] }, evaluation(b), settings)).toThrow(
      'The baseline was not measured with ndcg@10',
    );
  });
});
