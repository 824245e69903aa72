/** The rate covers the last seconds, so that a slow start does not distort the estimate for long. */
const windowMs = 10_000;

/** Turns reported fractions into a rate and a remaining time. Times are milliseconds of a monotonic clock. */
export class ProgressEstimator {
  private samples: { atMs: number; fraction: number }[] = [];

  constructor(startedAtMs: number) {
    this.samples.push({ atMs: startedAtMs, fraction: 0 });
  }

  add(atMs: number, fraction: number): void {
    const last = this.samples[this.samples.length - 1];
    if (last && fraction <= last.fraction) return;
    this.samples.push({ atMs, fraction });
    const [, second] = this.samples;
    if (this.samples.length > 2 && second && second.atMs < atMs - windowMs) this.samples.shift();
  }

  /** Fractions per second over the window, or null before the first progress. */
  ratePerSecond(nowMs: number): number | null {
    const [first] = this.samples;
    const last = this.samples[this.samples.length - 1];
    if (!first || !last || last.fraction <= first.fraction || nowMs <= first.atMs) return null;
    return ((last.fraction - first.fraction) * 1_000) / (nowMs - first.atMs);
  }

  /** Milliseconds until the fraction reaches 1 at the present rate, or null when unknown. */
  remainingMs(nowMs: number): number | null {
    const rate = this.ratePerSecond(nowMs);
    const last = this.samples[this.samples.length - 1];
    if (rate === null || !last) return null;
    return ((1 - last.fraction) / rate) * 1_000;
  }
}
