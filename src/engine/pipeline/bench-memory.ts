import { isRankLabError } from '#shared/errors';
import type { CandidateSettings } from '#shared/schemas/variant';
import { createRng } from '../core/rng';
import type { SignalTensor } from '../model/candidates';
import { movingBytesPerUser } from '../rerank/slider/moving-memory';
import { shortList } from '../rerank/select';
import type { RequestedPools } from './pools';

/** Pool: item 4, score 8, source mask 4; tensor: item 4. */
const bytesPerCandidate = 20;
/** Raw and normalised, float32 each. */
const bytesPerSignal = 8;

/** Maximum bytes per user for one candidate setting: a pool may be shorter than `poolSize`. */
export function bytesPerUser({ poolSize }: Pick<CandidateSettings, 'poolSize'>, signalCount: number, profileDimensions: number): number {
  // Magnitudes, and per place of the list slot, row, item and rest; what vector instructions reach.
  const moving = 16 + 13 * shortList + movingBytesPerUser({ poolSize, length: shortList, signalCount });
  return poolSize * (bytesPerCandidate + bytesPerSignal * signalCount) + moving + 4 * profileDimensions + 8;
}

/** Of pools with whom they are for. */
export const poolBytes = ({ pools, requests }: RequestedPools): number =>
  pools.reduce((sum, { items, scores, sourceMasks }) => sum + items.byteLength + scores.byteLength + sourceMasks.byteLength, 0) +
  requests.reduce((sum, { profile }) => sum + (profile?.byteLength ?? 0), 0);
export const tensorBytes = ({ items, counts, users, signals }: SignalTensor): number =>
  items.byteLength + counts.byteLength + users.byteLength + signals.byteLength;

/**
 * `count` of the given users, in the order given. A larger sample of the same seed contains the smaller one, so that more
 * memory adds users and replaces none.
 */
export function sampleUsers(users: Int32Array, count: number, seed: number): Int32Array {
  if (count >= users.length) return users;
  const rng = createRng(seed).derive('live-sample');
  const order = Int32Array.from(users, (_, index) => index);
  for (let i = 0; i < count; i++) {
    const other = i + rng.int(order.length - i);
    [order[i], order[other]] = [order[other], order[i]];
  }
  return order
    .subarray(0, count)
    .sort()
    .map((index) => users[index]);
}

/** Values of several maps within one byte limit, with least-recently-used eviction across the maps. */
export class ByteBudget {
  readonly #entries = new Map<string, { readonly bytes: number; readonly drop: () => void }>();
  #heldBytes = 0;

  constructor(readonly limitBytes: number) {}

  get heldBytes(): number {
    return this.#heldBytes;
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Marks as just used. */
  touch(key: string): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
  }

  /** Adds a value and evicts others until all fit. The newest stays even if it alone is too large. */
  add(key: string, bytes: number, drop: () => void): void {
    this.#entries.set(key, { bytes, drop });
    this.#heldBytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#heldBytes <= this.limitBytes || oldest === key) break;
      this.#let(oldest);
    }
  }

  /** Evicts one value, if present. */
  remove(key: string): void {
    if (this.#entries.has(key)) this.#let(key);
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.#let(key);
  }

  #let(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    this.#heldBytes -= entry?.bytes ?? 0;
    entry?.drop();
  }
}

/** A map whose values count against a budget. Deduplicates concurrent requests for the same value. */
export class BudgetedCache<Value> {
  readonly #values = new Map<string, Promise<Value>>();

  constructor(
    private readonly name: string,
    private readonly budget: ByteBudget,
    private readonly bytesOf: (value: Value) => number,
  ) {}

  /** Whether the value is present, not just pending. */
  has(key: string): boolean {
    return this.budget.has(`${this.name} ${key}`);
  }

  getOrMake(key: string, make: () => Promise<Value> | Value): Promise<Value> {
    const known = this.#values.get(key);
    const id = `${this.name} ${key}`;
    if (known) {
      this.budget.touch(id);
      // The first caller may have cancelled; the others have not.
      return known.catch((error: unknown) => {
        if (isRankLabError(error) && error.code === 'CANCELLED') return this.getOrMake(key, make);
        throw error;
      });
    }
    const promise = Promise.resolve().then(make);
    this.#values.set(key, promise);
    promise.then(
      (value) => this.#values.get(key) === promise && this.budget.add(id, this.bytesOf(value), () => this.#values.delete(key)),
      () => this.#values.get(key) === promise && this.#values.delete(key), // do not cache a failed or cancelled attempt
    );
    return promise;
  }
}
