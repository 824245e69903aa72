import type { Growable } from './growable';

interface InteractionColumns {
  readonly users: Growable<Int32Array>;
  readonly videos: Growable<Int32Array>;
  readonly kinds: Growable<Uint8Array>;
  readonly values: Growable<Float64Array>;
  readonly timestampsMs: Growable<Float64Array>;
}

/**
 * Finds an equal interaction among the added positions of the columns. An open hash table of (position, hash) pairs: storing the hash avoids cache
 * misses in the columns.
 */
export class InteractionSet {
  #slots = emptySlots(1 << 12);
  #size = 0;

  constructor(private readonly columns: InteractionColumns) {}

  /** Position of an equal interaction, or −1. A missing value (NaN) equals a missing value; undefined equals any. */
  find(user: number, video: number, kind: number, value: number | undefined, timestampMs: number): number {
    const slots = this.#slots;
    const mask = slots.length / 2 - 1;
    const hash = hashOf(user, video, timestampMs);
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const position = slots[2 * slot] as number;
      if (position < 0) return -1;
      if (slots[2 * slot + 1] === hash && this.#equals(position, user, video, kind, value, timestampMs)) return position;
    }
  }

  add(position: number): void {
    if (++this.#size > 0.35 * this.#slots.length) this.#grow();
    const { users, videos, timestampsMs } = this.columns;
    put(this.#slots, position, hashOf(users.at(position), videos.at(position), timestampsMs.at(position)));
  }

  #equals(position: number, user: number, video: number, kind: number, value: number | undefined, timestampMs: number): boolean {
    const { users, videos, kinds, values, timestampsMs } = this.columns;
    return (
      users.at(position) === user &&
      videos.at(position) === video &&
      isSame(timestampsMs.at(position), timestampMs) &&
      kinds.at(position) === kind &&
      (value === undefined || Object.is(values.at(position), value))
    );
  }

  #grow(): void {
    const larger = emptySlots(this.#slots.length);
    for (let at = 0; at < this.#slots.length; at += 2) {
      const position = this.#slots[at] as number;
      if (position >= 0) put(larger, position, this.#slots[at + 1] as number);
    }
    this.#slots = larger;
  }
}

/** Room for `count` pairs. */
const emptySlots = (count: number): Int32Array => new Int32Array(2 * count).fill(-1);

function put(slots: Int32Array, position: number, hash: number): void {
  const mask = slots.length / 2 - 1;
  let slot = hash & mask;
  while ((slots[2 * slot] as number) >= 0) slot = (slot + 1) & mask;
  slots[2 * slot] = position;
  slots[2 * slot + 1] = hash;
}

function hashOf(user: number, video: number, timestampMs: number): number {
  const high = Math.floor(timestampMs / 4_294_967_296);
  let hash = Math.imul(user, 0x9e3779b1) ^ Math.imul(video, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ Math.imul((timestampMs | 0) ^ Math.imul(high, 31), 0x297a2d39);
  hash = Math.imul(hash ^ (hash >>> 13), 0x165667b1);
  return hash ^ (hash >>> 16);
}

const isSame = (a: number, b: number): boolean => a === b || (a !== a && b !== b);
