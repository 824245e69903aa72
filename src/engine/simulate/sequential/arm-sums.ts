/** Means of two arms and the variances of these means. */
export interface ArmEstimate {
  readonly means: readonly [number, number];
  readonly variances: readonly [number, number];
}

/** Of one arm: users, Σ outcome, Σ outcome², Σ covariate, Σ covariate², Σ outcome × covariate. */
const [n, y, yy, x, xx, xy, width] = [0, 1, 2, 3, 4, 5, 6];

/**
 * Running sums of an outcome and its covariate in two arms: a user costs a few additions, so that a test can be looked at after every user.
 * Outcomes are counts and shares, whose sums of squares are exact enough in 64 bits.
 */
export class ArmSums {
  readonly #sums = new Float64Array(2 * width);

  add(arm: number, outcome: number, covariate: number): void {
    const at = arm * width;
    const sums = this.#sums;
    sums[at]++;
    sums[at + y] += outcome;
    sums[at + yy] += outcome * outcome;
    if (covariate === 0) return;
    sums[at + x] += covariate;
    sums[at + xx] += covariate * covariate;
    sums[at + xy] += outcome * covariate;
  }

  count(arm: number): number {
    return this.#sums[arm * width + n];
  }

  meanOf(arm: number): number {
    return this.#sums[arm * width + y] / this.count(arm);
  }

  /** Needs two users in each arm. */
  plain(): ArmEstimate {
    return { means: [this.meanOf(0), this.meanOf(1)], variances: [this.#spread(0, 0), this.#spread(1, 0)] };
  }

  /**
   * CUPED (Deng, Xu, Kohavi & Walker 2013): outcomes less θ × the covariate's distance from its mean over both arms, with the θ within arms
   * that leaves least variance.
   */
  adjusted(): ArmEstimate {
    const slope = this.slope();
    const sums = this.#sums;
    const pooled = (sums[x] + sums[width + x]) / (sums[n] + sums[width + n]);
    const mean = (arm: number): number => this.meanOf(arm) - slope * (sums[arm * width + x] / this.count(arm) - pooled);
    return { means: [mean(0), mean(1)], variances: [this.#spread(0, slope), this.#spread(1, slope)] };
  }

  /** The difference of the (adjusted) means in its standard errors, without allocations; NaN without variance or with an empty arm. */
  z(adjusted: boolean): number {
    const slope = adjusted ? this.slope() : 0;
    const variance = this.#spread(0, slope) + this.#spread(1, slope);
    if (!(variance > 0)) return NaN;
    const sums = this.#sums;
    const first = (sums[y] - slope * sums[x]) / sums[n];
    const second = (sums[width + y] - slope * sums[width + x]) / sums[width + n];
    return (second - first) / Math.sqrt(variance);
  }

  /** θ: the covariate's slope within arms; 0 for a constant covariate. */
  slope(): number {
    const sums = this.#sums;
    let products = 0;
    let squares = 0;
    for (let at = 0; at < sums.length; at += width) {
      if (sums[at] === 0) continue;
      products += sums[at + xy] - (sums[at + x] * sums[at + y]) / sums[at];
      squares += sums[at + xx] - (sums[at + x] * sums[at + x]) / sums[at];
    }
    return squares > 0 ? products / squares : 0;
  }

  /** Of the outcomes of an arm, or of the adjusted ones; needs two users. */
  varianceOf(arm: number, adjusted: boolean): number {
    return this.#spread(arm, adjusted ? this.slope() : 0) * this.count(arm);
  }

  /** Variance of the mean of outcome − slope × covariate. */
  #spread(arm: number, slope: number): number {
    const at = arm * width;
    const sums = this.#sums;
    const count = sums[at];
    const sum = sums[at + y] - slope * sums[at + x];
    const squares = sums[at + yy] - 2 * slope * sums[at + xy] + slope * slope * sums[at + xx];
    return Math.max(0, squares - (sum * sum) / count) / (count - 1) / count;
  }
}
