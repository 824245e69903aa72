import { describe, expect, it } from 'vitest';
import { ProgressEstimator } from './progress';

describe('ProgressEstimator', () => {
  it('gives no estimate before the first progress', () => {
    const estimator = new ProgressEstimator(0);
    estimator.add(500, 0);
    expect([estimator.ratePerSecond(1_000), estimator.remainingMs(1_000)]).toEqual([null, null]);
  });

  it('extrapolates the rate so far', () => {
    const estimator = new ProgressEstimator(0);
    estimator.add(1_000, 0.1);
    estimator.add(2_000, 0.2);
    expect(estimator.ratePerSecond(2_000)).toBeCloseTo(0.1, 12);
    expect(estimator.remainingMs(2_000)).toBeCloseTo(8_000, 6);
  });

  it('discards a slow start after ten seconds', () => {
    const estimator = new ProgressEstimator(0);
    estimator.add(100_000, 0.1);
    for (let second = 1; second <= 30; second++) estimator.add(100_000 + second * 1_000, 0.1 + second * 0.02);
    expect(estimator.ratePerSecond(130_000)).toBeCloseTo(0.02, 3);
  });

  it('increases the estimate while no progress is reported', () => {
    const estimator = new ProgressEstimator(0);
    estimator.add(1_000, 0.5);
    expect(estimator.remainingMs(1_000)).toBeCloseTo(1_000, 6);
    expect(estimator.remainingMs(3_000)).toBeCloseTo(3_000, 6);
  });
});
