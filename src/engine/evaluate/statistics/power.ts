import { normalCdf, normalQuantile, studentQuantile } from './distributions';

/** Chance that a two-sided paired t-test at `alpha` finds a true mean difference. `alpha` may be a corrected one. */
export function pairedPower(difference: number, standardDeviation: number, users: number, alpha: number): number {
  if (users < 2 || !(standardDeviation > 0)) return NaN;
  const df = users - 1;
  const shift = (Math.abs(difference) / standardDeviation) * Math.sqrt(users);
  const critical = studentQuantile(1 - alpha / 2, df);
  return noncentralUpper(critical, df, shift) + noncentralUpper(critical, df, -shift);
}

/**
 * Chance that a one-sided t-test at `alpha` finds a true effect of `shift` standard errors; `df` = Infinity is the normal.
 */
export function oneSidedPower(shift: number, df: number, alpha: number): number {
  if (df === Infinity) return normalCdf(shift - normalQuantile(1 - alpha));
  return noncentralUpper(studentQuantile(1 - alpha, df), df, shift);
}

/** P(T ≥ t) of the noncentral t (Abramowitz & Stegun 26.7.10), good to about .001 from 10 degrees of freedom. */
function noncentralUpper(t: number, df: number, shift: number): number {
  return normalCdf(-(t * (1 - 1 / (4 * df)) - shift) / Math.sqrt(1 + (t * t) / (2 * df)));
}

/** The smallest number of users whose power reaches `power`; Infinity for a difference of 0. */
export function usersNeeded(difference: number, standardDeviation: number, alpha: number, power = 0.8): number {
  if (difference === 0) return Infinity;
  if (!(standardDeviation > 0)) return standardDeviation === 0 ? 2 : NaN;
  const enough = (users: number): boolean => pairedPower(difference, standardDeviation, users, alpha) >= power;
  const z = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  let high = Math.max(4, Math.ceil(((z * standardDeviation) / difference) ** 2));
  if (!Number.isSafeInteger(high)) return Infinity;
  while (!enough(high)) high = Math.ceil(high * 1.1) + 1;
  let low = 2;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The smallest true mean difference that `users` reveal with the given power. */
function minimumDetectableEffect(standardDeviation: number, users: number, alpha: number, power = 0.8): number {
  if (users < 2 || Number.isNaN(standardDeviation)) return NaN;
  if (standardDeviation === 0) return 0;
  let low = 0;
  let high = standardDeviation;
  while (pairedPower(high, standardDeviation, users, alpha) < power) high *= 2;
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (pairedPower(middle, standardDeviation, users, alpha) < power) low = middle;
    else high = middle;
  }
  return high;
}

/** The difference that these users can detect at a level, and the users needed for the observed difference, each with 80% power. */
export function powerAt(
  difference: number,
  standardDeviation: number,
  users: number,
  alpha: number,
): { readonly minimumDetectableEffect: number; readonly usersNeeded: number | undefined } {
  const needed = usersNeeded(difference, standardDeviation, alpha);
  return {
    minimumDetectableEffect: minimumDetectableEffect(standardDeviation, users, alpha),
    usersNeeded: Number.isFinite(needed) ? needed : undefined,
  };
}
