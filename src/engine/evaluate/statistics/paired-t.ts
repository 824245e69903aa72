import type { Interval } from '../../model/evaluation';
import { studentQuantile, studentTwoSided } from './distributions';
import type { Moments } from './moments';

interface PairedT {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  readonly interval: Interval;
}

/**
 * Student's paired t-test of "the mean difference is 0", from the moments of the differences. Differences that are all
 * equal have no spread: p is 1 when they are 0 and 0 … undefined otherwise, so NaN. Below two pairs everything is NaN.
 */
export function pairedT({ count, mean, standardDeviation, standardError }: Moments, level: number): PairedT {
  const degreesOfFreedom = count - 1;
  if (count < 2) return { statistic: NaN, degreesOfFreedom, pValue: NaN, interval: { low: NaN, high: NaN, level } };
  if (standardDeviation === 0) {
    return { statistic: mean === 0 ? 0 : NaN, degreesOfFreedom, pValue: mean === 0 ? 1 : NaN, interval: { low: mean, high: mean, level } };
  }
  const statistic = mean / standardError;
  const half = studentQuantile(0.5 + level / 2, degreesOfFreedom) * standardError;
  return {
    statistic,
    degreesOfFreedom,
    pValue: studentTwoSided(statistic, degreesOfFreedom),
    interval: { low: mean - half, high: mean + half, level },
  };
}
