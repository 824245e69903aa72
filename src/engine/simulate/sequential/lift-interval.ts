import type { ArmEstimate } from './arm-sums';

/** The relative lift; NaN for a baseline of 0. */
export const liftOf = ({ means: [first, second] }: ArmEstimate): number => (first === 0 ? NaN : second / first - 1);

/**
 * The relative lifts r for which |second − (1 + r) × first| is within `critical` standard errors (Fieller 1954). It excludes 0 exactly when the
 * difference of the means does. NaN where the first mean is not clearly above 0, so that no lift is excluded.
 */
export function liftInterval(
  { means: [first, second], variances: [ofFirst, ofSecond] }: ArmEstimate,
  critical: number,
): { low: number; high: number } {
  const squared = critical * critical;
  const a = first * first - squared * ofFirst;
  const b = first * second;
  const c = second * second - squared * ofSecond;
  const root = b * b - a * c;
  if (!(a > 0) || !(root >= 0)) return { low: NaN, high: NaN };
  return { low: (b - Math.sqrt(root)) / a - 1, high: (b + Math.sqrt(root)) / a - 1 };
}
