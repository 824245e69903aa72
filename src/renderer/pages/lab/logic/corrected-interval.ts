import type { MetricComparison } from './verdict-notes';

interface Ends {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval at the level of the corrected test: it contains 0 where the verdict is undecided, and excludes it where one is decided.
 * The distance of each end from the difference grows by the ratio of the normal quantiles of both levels. Null without a corrected
 * p-value, as while a slider moves, and where no correction is made: the plain interval is all there is.
 */
export function correctedInterval({ difference, interval, pValue, adjustedPValue, verdict }: MetricComparison): Ends | null {
  const { low, high, level } = interval;
  if (difference === null || low === null || high === null || pValue === null || adjustedPValue === null) return null;
  const alpha = 1 - level;
  // Of Holm and Benjamini–Hochberg: the level that this test was held against.
  const own = adjustedPValue > pValue && adjustedPValue > 0 ? (alpha * Math.max(pValue, Number.MIN_VALUE)) / adjustedPValue : alpha;
  const ratio = upperQuantile(own / 2) / upperQuantile(alpha / 2);
  const wide = { low: difference + (low - difference) * ratio, high: difference + (high - difference) * ratio };
  const contains = wide.low <= 0 && wide.high >= 0;
  if (verdict === 'undecided' && !contains) return wide.low > 0 ? { ...wide, low: 0 } : { ...wide, high: 0 };
  // The test, which is not a normal one, excludes 0: the side that reaches it ends where the plain interval does.
  if (verdict !== 'undecided' && contains) return difference > 0 ? { ...wide, low } : { ...wide, high };
  return wide;
}

/** z with P(Z > z) = p for p at most 0.5, to 4.5e-4: Abramowitz and Stegun (1964), 26.2.23. */
function upperQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(Math.max(p, 1e-300)));
  return t - (2.515517 + 0.802853 * t + 0.010328 * t * t) / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
}
