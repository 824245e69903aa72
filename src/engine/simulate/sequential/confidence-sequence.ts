/**
 * An always-valid confidence sequence: the normal mixture of Robbins (1970) with estimated variance, which is the mSPRT of Johari, Koomen,
 * Pekelis & Walsh (2022) and the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas (2024, theorem 2.2). The
 * probability that it ever excludes the truth is at most the level, as the number of users grows.
 */
export class ConfidenceSequence {
  readonly #mixture: number;

  /**
   * @param level of both sides together, such as 0.05
   * @param tightestAt users after which the interval is to be narrowest (the same paper, section 3.5)
   */
  constructor(
    readonly level: number,
    tightestAt: number,
  ) {
    const twice = -2 * Math.log(level);
    this.#mixture = (twice + Math.log(twice + 1)) / Math.max(1, tightestAt);
  }

  /** How many standard errors the interval reaches to both sides after `users` users. */
  critical(users: number): number {
    const growth = users * this.#mixture + 1;
    return Math.sqrt((growth / (growth - 1)) * (Math.log(growth) - 2 * Math.log(this.level)));
  }

  /** The always-valid p-value of one moment: the level whose interval just excludes no difference. The smallest so far is the p-value. */
  pValue(users: number, z: number): number {
    const growth = users * this.#mixture + 1;
    return Math.min(1, Math.sqrt(growth) * Math.exp((-z * z * (growth - 1)) / (2 * growth)));
  }
}
