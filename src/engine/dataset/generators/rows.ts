import type { Rng } from '#engine/core/rng';

/** Fisher–Yates, in place. */
export function shuffle(values: Int32Array, rng: Rng): Int32Array {
  for (let i = values.length - 1; i > 0; i--) {
    const j = rng.int(i + 1);
    const swapped = values[i];
    values[i] = values[j];
    values[j] = swapped;
  }
  return values;
}

/** 0 … count − 1. */
export function rows(count: number): Int32Array {
  const result = new Int32Array(count);
  for (let i = 0; i < count; i++) result[i] = i;
  return result;
}

export const shuffledRows = (count: number, rng: Rng): Int32Array => shuffle(rows(count), rng);

/** The stable order that sorts 32-bit keys ascending (radix sort, three passes of 11 bits). O(n). */
export function sortedOrder(keys: Uint32Array): Int32Array {
  const count = keys.length;
  let order: Int32Array = rows(count);
  let next: Int32Array = new Int32Array(count);
  for (const shift of [0, 11, 22]) {
    const starts = new Int32Array(2049);
    for (let i = 0; i < count; i++) starts[((keys[i] >>> shift) & 2047) + 1]++;
    for (let bucket = 0; bucket < 2048; bucket++) starts[bucket + 1] += starts[bucket];
    for (let i = 0; i < count; i++) next[starts[(keys[order[i]] >>> shift) & 2047]++] = order[i];
    [order, next] = [next, order];
  }
  return order;
}
