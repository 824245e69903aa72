import type { Dataset } from '#engine/model/dataset';

/**
 * The positions that remain when users with fewer than `minimumUser` videos and videos with fewer than `minimumItem`
 * users are removed again and again until none is left (the iterative k-core). Repeated views of a pair count once.
 * Ascending; linear in the interactions, however many rounds it takes.
 */
export function kCorePositions(dataset: Dataset, positions: Int32Array, minimumUser: number, minimumItem: number): Int32Array {
  if (minimumUser <= 1 && minimumItem <= 1) return positions;
  const { users, items } = dataset.interactions;
  const userCount = dataset.users.ids.size;
  const itemCount = dataset.items.ids.size;
  const pairs = distinctPairs(users, items, positions, itemCount);
  // One graph: nodes are users, then items; an edge per pair, stored from both ends.
  const offsets = new Int32Array(userCount + itemCount + 1);
  for (const position of pairs) {
    offsets[users[position] + 1]++;
    offsets[userCount + items[position] + 1]++;
  }
  const degrees = offsets.slice(1);
  for (let node = 1; node < offsets.length; node++) offsets[node] += offsets[node - 1];
  const neighbours = new Int32Array(pairs.length * 2);
  const cursor = offsets.slice();
  for (const position of pairs) {
    const user = users[position];
    const item = userCount + items[position];
    neighbours[cursor[user]++] = item;
    neighbours[cursor[item]++] = user;
  }
  const minimumOf = (node: number): number => (node < userCount ? minimumUser : minimumItem);
  const removed = new Uint8Array(userCount + itemCount);
  const queue: number[] = [];
  for (let node = 0; node < degrees.length; node++) {
    if (degrees[node] >= minimumOf(node)) continue;
    removed[node] = 1;
    queue.push(node);
  }
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head];
    for (let i = offsets[node]; i < offsets[node + 1]; i++) {
      const other = neighbours[i];
      if (removed[other] || --degrees[other] >= minimumOf(other)) continue;
      removed[other] = 1;
      queue.push(other);
    }
  }
  return positions.filter((position) => !removed[users[position]] && !removed[userCount + items[position]]);
}

/** One position per (user, item) pair. */
function distinctPairs(users: Int32Array, items: Int32Array, positions: Int32Array, itemCount: number): Int32Array {
  const keyOf = (position: number): number => users[position] * itemCount + items[position];
  const ordered = positions.slice().sort((a, b) => keyOf(a) - keyOf(b));
  return ordered.filter((position, i) => i === 0 || keyOf(position) !== keyOf(ordered[i - 1]));
}
