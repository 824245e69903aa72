import type { CsrMatrix } from '../../core/linear-algebra/matrix';
import type { Dataset } from '../../model/dataset';
import type { TrainingView } from '../../model/training-view';
import { advanceLimit } from '../reference-time';
import { grown } from './growable';

/**
 * The view over a grown dataset, including the interactions from `firstNew` on; timestamps beyond the clock do not move the reference time. Indexes
 * and vectors are unchanged.
 */
export function growView(view: TrainingView, dataset: Dataset, firstNew: number, clockMs?: number): TrainingView {
  const { users, items, timestampsMs, count } = dataset.interactions;
  const itemCount = dataset.items.ids.size;
  const added = Array.from({ length: count - firstNew }, (_, i) => firstNew + i);
  const pairs = newPairs(
    view.interactions,
    added.map((position) => ({ user: users[position], item: items[position] })),
  );
  const itemUserCounts = new Float64Array(itemCount);
  itemUserCounts.set(view.itemUserCounts);
  for (const { item } of pairs) itemUserCounts[item]++;
  const knownItems = new Uint8Array(itemCount).fill(1);
  knownItems.set(view.knownItems);
  const positions = grown(view.positions, view.positions.length + added.length);
  positions.set(added, view.positions.length);
  const limit = advanceLimit(view.latestNowMs, clockMs);
  const newestUpTo = (limitMs: number, before: number): number =>
    added.reduce(
      (newest, position) => (timestampsMs[position] <= limitMs && !(timestampsMs[position] <= newest) ? timestampsMs[position] : newest),
      before,
    );
  return {
    ...view,
    dataset,
    positions,
    interactions: insertPairs(view.interactions, dataset.users.ids.size, itemCount, pairs),
    itemUserCounts,
    knownItems,
    latestTimestampMs: newestUpTo(Infinity, view.latestTimestampMs),
    referenceTimeMs: newestUpTo(limit, view.referenceTimeMs),
    latestNowMs: limit,
  };
}

interface Pair {
  readonly user: number;
  readonly item: number;
}

/** An array of ones with spare capacity: values of a binary matrix are never written, so longer arrays share the buffer. */
function ones(before: Float32Array, length: number): Float32Array {
  const room = before.buffer.byteLength / Float32Array.BYTES_PER_ELEMENT;
  const shares = before.byteOffset === 0 && ownBuffers.has(before.buffer) && length <= room;
  if (shares) return new Float32Array(before.buffer, 0, length);
  const longer = new Float32Array(length + (length >> 1) + 64).fill(1);
  ownBuffers.add(longer.buffer);
  return longer.subarray(0, length);
}
const ownBuffers = new WeakSet<ArrayBufferLike>();

/** The pairs that are not in the matrix yet, once each, by user and then by item. */
function newPairs(matrix: CsrMatrix, pairs: readonly Pair[]): Pair[] {
  const sorted = [...pairs].sort((a, b) => a.user - b.user || a.item - b.item);
  return sorted.filter(({ user, item }, i) => {
    const previous = sorted[i - 1];
    if (i > 0 && previous.user === user && previous.item === item) return false;
    if (user >= matrix.rows) return true;
    return !matrix.indices.subarray(matrix.offsets[user], matrix.offsets[user + 1]).includes(item);
  });
}

/** Block copies with the new entries in their places: the cost is that of copying the matrix. */
function insertPairs(matrix: CsrMatrix, rows: number, columns: number, pairs: readonly Pair[]): CsrMatrix {
  const offsets = new Int32Array(rows + 1);
  offsets.set(matrix.offsets);
  offsets.fill(matrix.indices.length, matrix.rows + 1);
  const indices = new Int32Array(matrix.indices.length + pairs.length);
  let copied = 0;
  pairs.forEach(({ user, item }, inserted) => {
    const [start, end] = [offsets[user], offsets[user + 1]];
    let place = start;
    while (place < end && matrix.indices[place] < item) place++;
    indices.set(matrix.indices.subarray(copied, place), copied + inserted);
    indices[place + inserted] = item;
    copied = place;
  });
  indices.set(matrix.indices.subarray(copied), copied + pairs.length);
  let shift = 0;
  for (let user = 0, p = 0; user < rows; user++) {
    while (p < pairs.length && pairs[p].user === user) {
      shift++;
      p++;
    }
    offsets[user + 1] += shift;
  }
  return { rows, columns, offsets, indices, values: ones(matrix.values, indices.length) };
}
