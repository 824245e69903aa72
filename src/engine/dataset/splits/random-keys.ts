import type { Dataset } from '#engine/model/dataset';

/** 32 bits of a text: FNV-1a with a final avalanche (constants of MurmurHash3), started from `seed`. */
export function hashText(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return avalanche(hash);
}

function avalanche(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * A random number in [0, 1) per interaction that depends only on the seed, the purpose and the two ids: reordering the
 * file or adding rows does not move interactions between parts, and repeated views of one pair stay together.
 */
export function interactionKeys(dataset: Dataset, positions: Int32Array, seed: number, purpose: string): Float64Array {
  const { users, items } = dataset.interactions;
  const userHashes = idHashes(dataset.users.ids.ids, seed, `${purpose} user`);
  const itemHashes = idHashes(dataset.items.ids.ids, seed, `${purpose} video`);
  return Float64Array.from(positions, (position) => {
    const user = userHashes[users[position]];
    const item = itemHashes[items[position]];
    const high = avalanche(user ^ Math.imul(item, 0x9e3779b1));
    const low = avalanche(item ^ Math.imul(user, 0x85ebca77));
    return ((high >>> 5) * 67108864 + (low >>> 6)) / 9007199254740992;
  });
}

/** The same for each user row. */
export function userKeys(dataset: Dataset, seed: number, purpose: string): Float64Array {
  const high = idHashes(dataset.users.ids.ids, seed, `${purpose} high`);
  const low = idHashes(dataset.users.ids.ids, seed, `${purpose} low`);
  return Float64Array.from(high, (word, row) => ((word >>> 5) * 67108864 + (low[row] >>> 6)) / 9007199254740992);
}

function idHashes(ids: readonly string[], seed: number, purpose: string): Uint32Array {
  const start = hashText(purpose, seed);
  return Uint32Array.from(ids, (id) => hashText(id, start));
}

/**
 * Marks the `count` smallest keys. Equal keys stay together, on the side that brings the total nearer to `count`, so the
 * number marked may differ slightly.
 */
export function smallestKeys(keys: Float64Array, count: number): Uint8Array {
  const marked = new Uint8Array(keys.length);
  if (count <= 0 || keys.length === 0) return marked;
  const sorted = keys.slice().sort();
  const last = sorted[Math.min(count, keys.length) - 1];
  let below = 0;
  let upTo = 0;
  for (const key of keys) {
    if (key < last) below++;
    if (key <= last) upTo++;
  }
  const including = upTo - count <= count - below;
  for (let i = 0; i < keys.length; i++) if (including ? keys[i] <= last : keys[i] < last) marked[i] = 1;
  return marked;
}
