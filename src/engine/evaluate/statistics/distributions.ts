import upperGammaOf from '@stdlib/math-base-special-gammainc';
import normalCdfOf from '@stdlib/stats-base-dists-normal-cdf';
import normalQuantileOf from '@stdlib/stats-base-dists-normal-quantile';
import tCdf from '@stdlib/stats-base-dists-t-cdf';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';

/** P(Z ≤ z) of the standard normal. */
export const normalCdf = (z: number): number => normalCdfOf(z, 0, 1);

/** The z below which the standard normal has mass p. */
export const normalQuantile = (p: number): number => normalQuantileOf(p, 0, 1);

export const studentQuantile = (p: number, degreesOfFreedom: number): number => tQuantile(p, degreesOfFreedom);

/** P(|T| ≥ |t|); the lower tail is used so that tiny values keep their precision. */
export const studentTwoSided = (t: number, degreesOfFreedom: number): number => Math.min(1, 2 * tCdf(-Math.abs(t), degreesOfFreedom));

/** P(|Z| ≥ |z|). */
export const normalTwoSided = (z: number): number => Math.min(1, 2 * normalCdf(-Math.abs(z)));

/** P(X ≥ x) of chi-square, by the upper incomplete gamma function: 1 − cdf would be 0 from about x = 70 on. */
export const chiSquareUpper = (x: number, degreesOfFreedom: number): number =>
  x <= 0 ? 1 : upperGammaOf(x / 2, degreesOfFreedom / 2, true, true);
