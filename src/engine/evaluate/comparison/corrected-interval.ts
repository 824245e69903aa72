import type { CorrectedInterval, MetricComparison } from '../../model/evaluation';
import { studentQuantile } from '../statistics/distributions';

/**
 * The interval that goes with the corrected verdict: it contains 0 exactly where the verdict is undecided. A verdict takes the test at the corrected
 * level and the plain interval, both beyond 0; what neither rejects is the union of the inverted test and the plain interval.
 * @param level of this test in its family (`correctedLevels`); @param decided by the rule of the verdicts.
 * @returns undefined where there is nothing to test.
 */
export function correctedInterval(comparison: MetricComparison, level: number, decided: boolean): CorrectedInterval | undefined {
  const { difference, interval, pValue } = comparison;
  if (pValue === undefined || Number.isNaN(difference) || Number.isNaN(interval.low)) return undefined;
  const inverted = comparison.invertTest?.(level);
  const ends = inverted ?? studentInterval(comparison, level);
  const low = Math.min(ends.low, interval.low);
  const high = Math.max(ends.high, interval.high);
  const contains = low <= 0 && high >= 0;
  const method = inverted ? (comparison.invertedMethod ?? 'sign-flip, inverted') : 'Student t';
  const rest = { level: 1 - level, method };
  if (decided === !contains) return { low, high, ...rest };
  // The p-value at 0 and the inverted test are of different samples: at the border the p-value rules.
  if (decided) return difference > 0 ? { low: interval.low, high, ...rest } : { low, high: interval.high, ...rest };
  return low > 0 ? { low: 0, high, ...rest } : { low, high: 0, ...rest };
}

function studentInterval({ difference, standardError, pairCount }: MetricComparison, level: number): { low: number; high: number } {
  if (!(standardError > 0) || pairCount < 2) return { low: difference, high: difference };
  const half = studentQuantile(1 - level / 2, pairCount - 1) * standardError;
  return { low: difference - half, high: difference + half };
}
