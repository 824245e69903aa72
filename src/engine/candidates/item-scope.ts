import { TopKSelector } from '../core/containers/top-k';
import type { ScoredItems } from '../model/candidates';
import { noItems } from './port';

/**
 * The eligible items of a source as contiguous positions in ascending row order, so that scoring touches only them and ties by position are ties by
 * row.
 */
export class ItemScope {
  /** position → item row, ascending. */
  readonly rows: Int32Array;
  /** item row → position, −1 outside the scope. */
  readonly positions: Int32Array;
  readonly #selector = new TopKSelector(0);

  constructor(itemCount: number, includes: (row: number) => boolean) {
    this.positions = new Int32Array(itemCount).fill(-1);
    const rows = new Int32Array(itemCount);
    let size = 0;
    for (let row = 0; row < itemCount; row++) {
      if (!includes(row)) continue;
      rows[size] = row;
      this.positions[row] = size++;
    }
    this.rows = rows.subarray(0, size);
  }

  get size(): number {
    return this.rows.length;
  }

  /**
   * The best `limit` of `scores[start … start + size − 1]` (one per position; −Infinity and NaN are ineligible) without
   * the excluded item rows, whose scores are overwritten.
   */
  select(scores: Float64Array, start: number, exclude: Int32Array, limit: number): ScoredItems {
    for (const row of exclude) {
      const position = row < this.positions.length ? this.positions[row] : -1;
      if (position >= 0) scores[start + position] = -Infinity;
    }
    const resultCount = Math.min(limit, this.size);
    this.#selector.reset(resultCount);
    this.#selector.offerRange(scores, start, start + this.size);
    const count = this.#selector.size;
    if (count === 0) return noItems;
    const items = new Int32Array(count);
    const best = new Float64Array(count);
    this.#selector.drain(items, best);
    for (let i = 0; i < count; i++) items[i] = this.rows[items[i]];
    return { items, scores: best };
  }
}
