/** Capacity in requests; at higher rates the oldest are overwritten and quantiles cover the newest. */
const capacity = 16_384;
const windowMs = 10_000;

export interface Load {
  readonly requestCount: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
}

/** Rate and latency of the last ten seconds, in two rings of numbers. */
export class RecentLoad {
  private readonly endedAtMs = new Float64Array(capacity);
  private readonly tookMs = new Float32Array(capacity);
  private count = 0;

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(milliseconds: number): void {
    const slot = this.count % capacity;
    this.endedAtMs[slot] = this.now();
    this.tookMs[slot] = milliseconds;
    this.count++;
  }

  read(): Load {
    const since = this.now() - windowMs;
    const filled = Math.min(this.count, capacity);
    const recent: number[] = [];
    let oldestMs = Infinity;
    for (let slot = 0; slot < filled; slot++) {
      const atMs = this.endedAtMs[slot] ?? 0;
      if (atMs < since) continue;
      recent.push(this.tookMs[slot] ?? 0);
      oldestMs = Math.min(oldestMs, atMs);
    }
    recent.sort((a, b) => a - b);
    const quantile = (q: number): number | null => recent[Math.min(recent.length - 1, Math.floor(q * recent.length))] ?? null;
    // A full ring covers less than the window: the rate is over what it covers.
    const coveredMs = recent.length === capacity ? this.now() - oldestMs : windowMs;
    return {
      requestCount: this.count,
      requestsPerSecond: (recent.length * 1_000) / coveredMs,
      p50Ms: quantile(0.5),
      p99Ms: quantile(0.99),
    };
  }
}
