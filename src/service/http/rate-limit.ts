interface Bucket {
  tokens: number;
  atMs: number;
}

/** Maximum number of tracked addresses; beyond it the least recently seen are evicted. */
const maxBuckets = 10_000;

/** A token bucket per key: `perSecond` sustained, `burst` at once. */
export class RateLimit {
  private readonly buckets = new Map<string, Bucket>();

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether one more is allowed now. */
  take(key: string): boolean {
    const nowMs = this.now();
    let bucket = this.buckets.get(key);
    if (!bucket) {
      bucket = { tokens: this.burst, atMs: nowMs };
      this.buckets.set(key, bucket);
      if (this.buckets.size > maxBuckets) this.forgetOldest();
    }
    bucket.tokens = Math.min(this.burst, bucket.tokens + ((nowMs - bucket.atMs) / 1_000) * this.perSecond);
    bucket.atMs = nowMs;
    if (bucket.tokens < 1) return false;
    bucket.tokens--;
    return true;
  }

  get size(): number {
    return this.buckets.size;
  }

  private forgetOldest(): void {
    let oldest: string | undefined;
    let oldestMs = Infinity;
    for (const [key, { atMs }] of this.buckets) {
      if (atMs >= oldestMs) continue;
      oldest = key;
      oldestMs = atMs;
    }
    if (oldest !== undefined) this.buckets.delete(oldest);
  }
}
