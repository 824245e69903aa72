import type { Growable } from './growable';

export interface InteractionColumns {
  readonly users: Growable<Int32Array>;
  readonly videos: Growable<Int32Array>;
  readonly kinds: Growable<Uint8Array>;
  readonly values: Growable<Float64Array>;
  readonly timestampsMs: Growable<Float64Array>;
}

/** Finds an equal interaction among the added positions of the columns: a hash table of positions, 8 to 16 bytes each. */
export class InteractionSet {
  #slots = new Int32Array(1 << 12).fill(-1);
  #size = 0;

  constructor(private readonly columns: InteractionColumns) {}

  /** Position of an equal interaction, or −1. A missing value (NaN) equals a missing value. */
  find(user: number, video: number, kind: number, value: number, timestampMs: number): number {
    const { users, videos, kinds, values, timestampsMs } = this.columns;
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(user, video, timestampMs) & mask; ; slot = (slot + 1) & mask) {
      const position = this.#slots[slot] as number;
      if (position < 0) return -1;
      if (
        users.at(position) === user &&
        videos.at(position) === video &&
        timestampsMs.at(position) === timestampMs &&
        kinds.at(position) === kind &&
        Object.is(values.at(position), value)
      ) {
        return position;
      }
    }
  }

  add(position: number): void {
    if (++this.#size * 2 > this.#slots.length) this.#grow();
    this.#put(this.#slots, position);
  }

  #put(slots: Int32Array, position: number): void {
    const { users, videos, timestampsMs } = this.columns;
    const mask = slots.length - 1;
    let slot = hashOf(users.at(position), videos.at(position), timestampsMs.at(position)) & mask;
    while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
    slots[slot] = position;
  }

  #grow(): void {
    const larger = new Int32Array(this.#slots.length * 2).fill(-1);
    for (const position of this.#slots) if (position >= 0) this.#put(larger, position);
    this.#slots = larger;
  }
}

function hashOf(user: number, video: number, timestampMs: number): number {
  const high = Math.floor(timestampMs / 4_294_967_296);
  let hash = Math.imul(user, 0x9e3779b1) ^ Math.imul(video, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ Math.imul((timestampMs | 0) ^ Math.imul(high, 31), 0x297a2d39);
  hash = Math.imul(hash ^ (hash >>> 13), 0x165667b1);
  return hash ^ (hash >>> 16);
}
