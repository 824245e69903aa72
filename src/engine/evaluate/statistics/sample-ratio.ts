import { RankLabError } from '#shared/errors';
import { chiSquareUpper } from './distributions';

interface SampleRatioCheck {
  readonly statistic: number;
  /** Active arms − 1: arms with share 0 do not count. */
  readonly degreesOfFreedom: number;
  readonly pValue: number;
  /** Users per arm under the planned shares. */
  readonly expected: readonly number[];
  /** True if the shares differ so much from the plan that the experiment cannot be trusted. */
  readonly mismatch: boolean;
}

/**
 * Sample ratio mismatch: Pearson's chi-square of the observed users per arm against the planned shares (Fabijan et al.
 * 2019). `shares` need not sum to 1. Users in an arm of share 0 are a mismatch whatever their number.
 * @param alarmLevel p below which the alarm sounds; small, since the check runs all the time.
 * @throws INVALID_ARGUMENT for negative counts or shares, different lengths, or no arm with a share.
 */
export function sampleRatioCheck(counts: readonly number[], shares: readonly number[], alarmLevel = 0.001): SampleRatioCheck {
  const shareTotal = shares.reduce((sum, share) => sum + share, 0);
  if (counts.length !== shares.length || [...counts, ...shares].some((x) => !(x >= 0)) || !(shareTotal > 0)) {
    throw new RankLabError('INVALID_ARGUMENT', 'Expected one count and one share ≥ 0 per arm, and at least one share above 0', {
      place: 'shares',
      value: JSON.stringify({ counts, shares }).slice(0, 200),
    });
  }
  const total = counts.reduce((sum, count) => sum + count, 0);
  const expected = shares.map((share) => (total * share) / shareTotal);
  const activeArms = shares.filter((share) => share > 0).length;
  const unexpected = counts.some((count, arm) => shares[arm] === 0 && count > 0);
  const statistic = unexpected
    ? Infinity
    : counts.reduce((sum, count, arm) => (expected[arm] > 0 ? sum + (count - expected[arm]) ** 2 / expected[arm] : sum), 0);
  const degreesOfFreedom = activeArms - 1;
  const pValue = unexpected ? 0 : degreesOfFreedom === 0 ? 1 : chiSquareUpper(statistic, degreesOfFreedom);
  return { statistic, degreesOfFreedom, pValue, expected, mismatch: pValue < alarmLevel };
}
