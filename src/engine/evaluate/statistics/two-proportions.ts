import type { Interval } from '../../model/evaluation';
import { normalQuantile } from './distributions';

/** `count` of `total`; 0 ≤ count ≤ total. */
export interface Proportion {
  readonly count: number;
  readonly total: number;
}
interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

const rateOf = ({ count, total }: Proportion): number => count / total;

/** Wilson's score interval of one proportion (Wilson 1927). Undefined for a total of 0. */
export function wilsonInterval(proportion: Proportion, level: number): Interval | undefined {
  const { total } = proportion;
  if (total === 0) return undefined;
  const rate = rateOf(proportion);
  const z = normalQuantile(0.5 + level / 2);
  const centre = rate + (z * z) / (2 * total);
  const half = z * Math.sqrt((rate * (1 - rate)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  // At 0 and 1 the limit is exact; rounding must not leave a trace below or above it.
  const low = rate === 0 ? 0 : (centre - half) / scale;
  const high = rate === 1 ? 1 : (centre + half) / scale;
  return { low, high, level };
}

/**
 * variant − baseline of two independent proportions, with Newcombe's hybrid score interval (Newcombe 1998, method 10):
 * it holds its level for small totals and rates near 0 or 1, where the Wald interval does not. Undefined for a total of 0.
 */
export function proportionDifference(baseline: Proportion, variant: Proportion, level: number): Estimate | undefined {
  const ofBaseline = wilsonInterval(baseline, level);
  const ofVariant = wilsonInterval(variant, level);
  if (!ofBaseline || !ofVariant) return undefined;
  const [b, v] = [rateOf(baseline), rateOf(variant)];
  const low = v - b - Math.hypot(v - ofVariant.low, ofBaseline.high - b);
  const high = v - b + Math.hypot(ofVariant.high - v, b - ofBaseline.low);
  return { value: v - b, interval: { low, high, level } };
}

/**
 * variant / baseline − 1 of two independent proportions, with the log interval of Katz et al. (1978).
 * Undefined when either has a count of 0, where the ratio has no logarithm.
 */
export function proportionLift(baseline: Proportion, variant: Proportion, level: number): Estimate | undefined {
  if (baseline.count === 0 || variant.count === 0) return undefined;
  const ratio = rateOf(variant) / rateOf(baseline);
  const variance = 1 / variant.count - 1 / variant.total + 1 / baseline.count - 1 / baseline.total;
  const factor = Math.exp(normalQuantile(0.5 + level / 2) * Math.sqrt(variance));
  return { value: ratio - 1, interval: { low: ratio / factor - 1, high: ratio * factor - 1, level } };
}
