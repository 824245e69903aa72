import { formatDifference } from '../../../logic/format';

type End = number | null | undefined;

interface Difference {
  readonly difference: End;
  readonly interval: { readonly low: End; readonly high: End };
  readonly correctedInterval?: { readonly low: End; readonly high: End } | undefined;
}

/** `+0.0108 [+0.0012, +0.0204]`: a difference with the interval of the corrected test, or of the test alone in older results. */
export function differenceText({ difference, interval, correctedInterval }: Difference): string {
  const { low, high } = correctedInterval ?? interval;
  // Only the corrected interval can be unbounded; without a test there is none.
  if (difference == null || (!correctedInterval && (low == null || high == null))) return formatDifference(difference);
  return `${formatDifference(difference)} [${low == null ? '−∞' : formatDifference(low)}, ${high == null ? '∞' : formatDifference(high)}]`;
}
