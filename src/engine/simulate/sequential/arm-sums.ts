/** Means of two arms and the variances of these means. */
export interface ArmEstimate {
  readonly means: readonly [number, number];
  readonly variances: readonly [number, number];
}

/**
 * Running sums of an outcome and its covariate in two arms: a user costs a few additions, so that a test can be looked at after every user.
 * Outcomes are counts and shares, whose sums of squares are exact enough in 64 bits.
 */
export class ArmSums {
  readonly counts = [0, 0];
  readonly #y = [0, 0];
  readonly #yy = [0, 0];
  readonly #x = [0, 0];
  readonly #xx = [0, 0];
  readonly #xy = [0, 0];

  add(arm: number, outcome: number, covariate: number): void {
    this.counts[arm]++;
    this.#y[arm] += outcome;
    this.#yy[arm] += outcome * outcome;
    this.#x[arm] += covariate;
    this.#xx[arm] += covariate * covariate;
    this.#xy[arm] += outcome * covariate;
  }

  /** Needs two users in each arm. */
  plain(): ArmEstimate {
    return { means: [this.#mean(0), this.#mean(1)], variances: [this.#spread(0, 0), this.#spread(1, 0)] };
  }

  /**
   * CUPED (Deng, Xu, Kohavi & Walker 2013): outcomes less θ × the covariate's distance from its mean over both arms, with the θ within arms
   * that leaves least variance.
   */
  adjusted(): ArmEstimate {
    const slope = this.slope();
    const [inA, inB] = this.counts;
    const [xA, xB] = [this.#x[0] / inA, this.#x[1] / inB];
    const pooled = (this.#x[0] + this.#x[1]) / (inA + inB);
    return {
      means: [this.#mean(0) - slope * (xA - pooled), this.#mean(1) - slope * (xB - pooled)],
      variances: [this.#spread(0, slope), this.#spread(1, slope)],
    };
  }

  /** The difference of the (adjusted) means in its standard errors, without allocations; NaN without variance or with an empty arm. */
  z(adjusted: boolean): number {
    const slope = adjusted ? this.slope() : 0;
    const variance = this.#spread(0, slope) + this.#spread(1, slope);
    if (!(variance > 0)) return NaN;
    const inSecond = this.#y[1] / this.counts[1] - (slope * this.#x[1]) / this.counts[1];
    return (inSecond - this.#y[0] / this.counts[0] + (slope * this.#x[0]) / this.counts[0]) / Math.sqrt(variance);
  }

  /** θ: the covariate's slope within arms; 0 for a constant covariate. */
  slope(): number {
    let products = 0;
    let squares = 0;
    for (let arm = 0; arm < 2; arm++) {
      if (this.counts[arm] === 0) continue;
      products += this.#xy[arm] - (this.#x[arm] * this.#y[arm]) / this.counts[arm];
      squares += this.#xx[arm] - (this.#x[arm] * this.#x[arm]) / this.counts[arm];
    }
    return squares > 0 ? products / squares : 0;
  }

  meanOf(arm: number): number {
    return this.#mean(arm);
  }

  /** Of the outcomes of an arm, or of the adjusted ones; needs two users. */
  varianceOf(arm: number, adjusted: boolean): number {
    return this.#spread(arm, adjusted ? this.slope() : 0) * this.counts[arm];
  }

  #mean(arm: number): number {
    return this.#y[arm] / this.counts[arm];
  }

  /** Variance of the mean of outcome − slope × covariate. */
  #spread(arm: number, slope: number): number {
    const count = this.counts[arm];
    const sum = this.#y[arm] - slope * this.#x[arm];
    const squares = this.#yy[arm] - 2 * slope * this.#xy[arm] + slope * slope * this.#xx[arm];
    return Math.max(0, squares - (sum * sum) / count) / (count - 1) / count;
  }
}
