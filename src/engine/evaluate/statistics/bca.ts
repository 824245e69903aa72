import type { Interval } from '../../model/evaluation';
import { normalCdf, normalQuantile } from './distributions';
import { momentsOf } from './moments';

/**
 * Bias-corrected and accelerated interval (Efron 1987) of a mean from its bootstrap distribution. The jackknife of a mean
 * has a closed form: the acceleration is a sixth of the skewness over √n.
 * @param resampled the means of the resamples, any order; not changed.
 */
export function bcaInterval(values: ArrayLike<number>, resampled: Float64Array, level: number): Interval {
  const { mean, standardDeviation, count } = momentsOf(values);
  if (count < 2) return { low: NaN, high: NaN, level };
  if (standardDeviation === 0) return { low: mean, high: mean, level };
  const sorted = Float64Array.from(resampled).sort();
  const bias = normalQuantile(shareBelow(sorted, mean));
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < count; i++) {
    const d = values[i] - mean;
    squares += d * d;
    cubes += d * d * d;
  }
  const acceleration = cubes / (6 * squares ** 1.5);
  const end = (probability: number): number => {
    const z = bias + normalQuantile(probability);
    return quantileOfSorted(sorted, normalCdf(bias + z / (1 - acceleration * z)));
  };
  return { low: end((1 - level) / 2), high: end((1 + level) / 2), level };
}

/** Share of sorted values below `x`, ties counted half, kept inside (0, 1) so that its quantile is finite. */
function shareBelow(sorted: Float64Array, x: number): number {
  let below = 0;
  let equal = 0;
  for (const value of sorted) {
    if (value < x) below++;
    else if (value === x) equal++;
    else break;
  }
  const edge = 0.5 / sorted.length;
  return Math.min(1 - edge, Math.max(edge, (below + equal / 2) / sorted.length));
}

/** Linear interpolation between order statistics (Hyndman & Fan type 7). */
function quantileOfSorted(sorted: Float64Array, probability: number): number {
  const at = (sorted.length - 1) * Math.min(1, Math.max(0, probability));
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
