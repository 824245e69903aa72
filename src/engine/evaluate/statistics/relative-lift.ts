import type { Interval } from '../../model/evaluation';
import { normalQuantile } from './distributions';

/**
 * (variant − baseline) / baseline of two paired means, its variance by the delta method: with r = v̄ / b̄,
 * Var(r) ≈ mean((v − r·b)² centred) / (n · b̄²). Undefined for a baseline of 0.
 */
export function relativeLift(
  baseline: ArrayLike<number>,
  variant: ArrayLike<number>,
  level: number,
): { value: number; interval: Interval } | undefined {
  const count = baseline.length;
  let sumBaseline = 0;
  let sumVariant = 0;
  for (let i = 0; i < count; i++) {
    sumBaseline += baseline[i];
    sumVariant += variant[i];
  }
  if (count < 2 || sumBaseline === 0) return undefined;
  const ratio = sumVariant / sumBaseline;
  // The residuals v − r·b have mean 0 by construction of r.
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (variant[i] - ratio * baseline[i]) ** 2;
  const standardError = Math.sqrt(squares / (count - 1) / count) / Math.abs(sumBaseline / count);
  const half = normalQuantile(0.5 + level / 2) * standardError;
  return { value: ratio - 1, interval: { low: ratio - 1 - half, high: ratio - 1 + half, level } };
}
