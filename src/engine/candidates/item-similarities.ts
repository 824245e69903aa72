import { throwIfCancelled } from '../core/cancellation';
import { transpose, type CsrMatrix } from '../core/linear-algebra/matrix';
import { TopKSelector } from '../core/containers/top-k';
import type { TaskContext } from '../ports';

/** Entries start … end − 1 are one item's similar items, in no particular order; valid until the next call. */
export interface SimilarityRow {
  readonly neighbours: Int32Array;
  readonly values: Float64Array;
  readonly start: number;
  readonly end: number;
}

export interface SimilarityRows {
  /** The row of `item` without itself, only items that are `eligible`. */
  row(item: number, eligible: Uint8Array): SimilarityRow;
}

/**
 * Cosine similarities between columns of users × items, one row at a time: Σ xᵢ xⱼ / (‖xᵢ‖ ‖xⱼ‖ + shrinkage). Shrinkage reduces the similarity of
 * pairs with few shared users (Bell & Koren 2007).
 */
export class ItemSimilarities implements SimilarityRows {
  readonly #byItem: CsrMatrix;
  readonly #norms: Float64Array;
  readonly #products: Float64Array;
  readonly #neighbours: Int32Array;
  readonly #values: Float64Array;

  constructor(
    readonly byUser: CsrMatrix,
    readonly shrinkage: number,
  ) {
    this.#byItem = transpose(byUser);
    const items = byUser.columns;
    this.#norms = new Float64Array(items);
    byUser.indices.forEach((item, p) => (this.#norms[item] += byUser.values[p] ** 2));
    for (let i = 0; i < items; i++) this.#norms[i] = Math.sqrt(this.#norms[i]);
    this.#products = new Float64Array(items);
    this.#neighbours = new Int32Array(items);
    this.#values = new Float64Array(items);
  }

  row(item: number, eligible: Uint8Array): SimilarityRow {
    const { byUser } = this;
    const neighbours = this.#neighbours;
    const values = this.#values;
    const products = this.#products;
    let count = 0;
    for (let p = this.#byItem.offsets[item]; p < this.#byItem.offsets[item + 1]; p++) {
      const user = this.#byItem.indices[p];
      const weight = this.#byItem.values[p];
      for (let q = byUser.offsets[user], end = byUser.offsets[user + 1]; q < end; q++) {
        const other = byUser.indices[q];
        if (products[other] === 0) neighbours[count++] = other;
        products[other] += weight * byUser.values[q];
      }
    }
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const other = neighbours[i];
      const product = products[other];
      products[other] = 0;
      if (other === item || product === 0 || eligible[other] !== 1) continue;
      neighbours[kept] = other;
      values[kept++] = product / (this.#norms[item] * this.#norms[other] + this.shrinkage);
    }
    return { neighbours, values, start: 0, end: kept };
  }
}

/** Every item's `limit` most similar eligible items, ties by ascending item: computed once and cached. */
export function nearestNeighbours(all: ItemSimilarities, eligible: Uint8Array, limit: number, context?: TaskContext): SimilarityRows {
  const itemCount = eligible.length;
  const offsets = new Int32Array(itemCount + 1);
  const width = Math.min(limit, itemCount);
  let neighbours = new Int32Array(Math.min(itemCount * width, 1 << 20));
  let values = new Float64Array(neighbours.length);
  const selector = new TopKSelector(width);
  for (let item = 0; item < itemCount; item++) {
    if (item % 256 === 0) {
      throwIfCancelled(context);
      context?.report?.(item / itemCount);
    }
    const start = offsets[item];
    if (start + width > neighbours.length) {
      neighbours = grown(neighbours, Int32Array, start + width);
      values = grown(values, Float64Array, start + width);
    }
    const row = all.row(item, eligible);
    selector.reset(width);
    for (let p = row.start; p < row.end; p++) selector.offer(row.neighbours[p], row.values[p]);
    offsets[item + 1] = start + selector.drain(neighbours, values, start);
  }
  return { row: (item) => ({ neighbours, values, start: offsets[item], end: offsets[item + 1] }) };
}

/**
 * The votes when neighbours are kept of the candidate: row `item` holds the candidates that count `item` among their
 * `limit` most similar items, candidates ascending. The transpose of `nearestNeighbours` over all items.
 */
export function nearestCandidates(all: ItemSimilarities, candidates: Uint8Array, limit: number, context?: TaskContext): SimilarityRows {
  const itemCount = candidates.length;
  const kept = nearestNeighbours(all, new Uint8Array(itemCount).fill(1), limit, context);
  const ofCandidate = (candidate: number): SimilarityRow | undefined =>
    candidates[candidate] === 1 ? kept.row(candidate, candidates) : undefined;
  const offsets = new Int32Array(itemCount + 1);
  for (let candidate = 0; candidate < itemCount; candidate++) {
    const row = ofCandidate(candidate);
    if (row) for (let p = row.start; p < row.end; p++) offsets[row.neighbours[p] + 1]++;
  }
  for (let item = 0; item < itemCount; item++) offsets[item + 1] += offsets[item];
  const cursor = offsets.slice(0, itemCount);
  const neighbours = new Int32Array(offsets[itemCount]);
  const values = new Float64Array(offsets[itemCount]);
  for (let candidate = 0; candidate < itemCount; candidate++) {
    const row = ofCandidate(candidate);
    if (!row) continue;
    for (let p = row.start; p < row.end; p++) {
      const at = cursor[row.neighbours[p]]++;
      neighbours[at] = candidate;
      values[at] = row.values[p];
    }
  }
  return { row: (item) => ({ neighbours, values, start: offsets[item], end: offsets[item + 1] }) };
}

function grown<A extends Int32Array | Float64Array>(array: A, type: new (length: number) => A, needed: number): A {
  const larger = new type(Math.max(needed, 2 * array.length));
  larger.set(array);
  return larger;
}
