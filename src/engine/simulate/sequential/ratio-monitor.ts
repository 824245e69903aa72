/**
 * An always-valid check of the traffic: the Bayes factor of a Dirichlet prior on the shares against the planned ones, user by user (Lindon &
 * Malek 2022, “Anytime-valid inference for multinomial count data”). Under the planned shares the p-value ever falls to p with a chance of at most
 * p.
 */
export class RatioMonitor {
  readonly counts: number[];
  readonly #shares: readonly number[];
  /** The Bayes factor is exp(#logScale) × #factor; logarithms are taken only where it would leave the range of numbers. */
  #factor = 1;
  #logScale = 0;
  /** Largest #factor at this scale, and the logarithm of the largest Bayes factor at earlier ones. */
  #largest = 1;
  #logLargest = 0;
  #total = 0;

  /** `shares` need not sum to 1. `weight`: how many users the prior on the planned shares is worth. */
  constructor(
    shares: readonly number[],
    private readonly weight = 100,
  ) {
    const sum = shares.reduce((total, share) => total + share, 0);
    this.#shares = shares.map((share) => share / sum);
    this.counts = shares.map(() => 0);
  }

  add(arm: number): void {
    const share = this.#shares[arm];
    this.#factor *= (this.weight * share + this.counts[arm]) / ((this.weight + this.#total) * share);
    this.counts[arm]++;
    this.#total++;
    if (this.#factor > this.#largest) this.#largest = this.#factor;
    if (this.#factor > 1e100 || this.#factor < 1e-100) this.#rescale();
  }

  /** The smallest p so far, at most 1. */
  get pValue(): number {
    return Math.exp(-this.#logOfLargest());
  }

  #logOfLargest(): number {
    return Math.max(this.#logLargest, this.#logScale + Math.log(this.#largest));
  }

  #rescale(): void {
    this.#logLargest = this.#logOfLargest();
    this.#logScale += Math.log(this.#factor);
    this.#factor = 1;
    this.#largest = 1;
  }
}
