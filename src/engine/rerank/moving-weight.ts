import type { ArraySource } from '../core/short-lived';
import type { Run } from '../model/run';
import { emptyRun, type Ranker } from './ranker';

/** Half a unit in the last place of float32, twice: `rest` is rounded once, and the bound is to hold with room to spare. */
const restError = 2 ** -23;
/** Float64 sums of a few dozen products stay far below this. */
const sumError = 2 ** -44;
/** Rounding of what is too small for float32 is absolute. */
const smallest = 2 ** -140;
/** Beyond, a sum may not fit into float32. */
const largest = 1e38;

/**
 * Ranks all pools again and again while one weight moves: score = rest + weight × value, where only the weight changes. The
 * estimate from these two float32 numbers leaves the few candidates that can be in the list, by a bound on its error; their
 * scores are then summed as always. The lists and scores are those of `Ranker.run`, bit by bit, for a fraction of the memory
 * read: the last list, scored first, already rules out most of the pool.
 */
export class MovingWeight {
  /** users × pool, row-major, as are `#values`: the weighted sum without the moving signal. Of the last list −∞: never looked at. */
  readonly #rest: Float32Array;
  readonly #values: Float32Array;
  /** Per user the largest sum of absolute products, and the largest absolute value of the moving signal. */
  readonly #magnitudes: Float64Array;
  readonly #largestValues: Float64Array;
  /** users × length: slots of the last lists, best first, −1 beyond their ends; `#lastRows` says where their signals are. */
  readonly #lastSlots: Int32Array;
  readonly #lastRows: Uint8Array;
  /** users × length × signals: what the last lists are scored from, in one place instead of all over the pools. */
  readonly #rows: Float32Array;
  /** users × length: what `#rest` is when the row's candidate leaves the list. */
  readonly #rowRests: Float32Array;
  /** Per slot the last user in whose last list it was, and the row it had there. */
  readonly #seenBy: Int32Array;
  readonly #rowOf: Uint8Array;
  /** Per row of the user at hand. */
  readonly #rowScores: Float64Array;

  constructor(
    ranker: Ranker,
    readonly signal: number,
  ) {
    const { tensor, selector } = ranker;
    const userCount = tensor.users.length;
    const places = userCount * selector.length;
    this.#rest = new Float32Array(userCount * tensor.poolSize);
    this.#values = new Float32Array(userCount * tensor.poolSize);
    this.#magnitudes = new Float64Array(userCount);
    this.#largestValues = new Float64Array(userCount);
    this.#lastSlots = new Int32Array(places).fill(-1);
    this.#lastRows = new Uint8Array(places);
    this.#rows = new Float32Array(places * tensor.signalIds.length);
    this.#rowRests = new Float32Array(places);
    this.#seenBy = new Int32Array(tensor.poolSize).fill(-1);
    this.#rowOf = new Uint8Array(tensor.poolSize);
    this.#rowScores = new Float64Array(selector.length);
    for (let u = 0; u < userCount; u++) this.#split(ranker, u);
  }

  get byteLength(): number {
    const perPool = [this.#rest, this.#values, this.#magnitudes, this.#largestValues];
    const perList = [this.#lastSlots, this.#lastRows, this.#rows, this.#rowRests];
    return [...perPool, ...perList].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /** @param ranker like the one it was made with, but for the weight that moves. */
  run(ranker: Ranker, arrays?: ArraySource): Run {
    const { tensor, selector } = ranker;
    const run = emptyRun(tensor.users, selector.length, arrays);
    this.#seenBy.fill(-1);
    for (let u = 0; u < tensor.users.length; u++) {
      const count = this.#rank(ranker, u);
      ranker.write(run, u, count);
      this.#remember(ranker, u, count);
    }
    return run;
  }

  #split({ tensor, normalized, weights }: Ranker, u: number): void {
    const stride = weights.length;
    const from = u * tensor.poolSize;
    let magnitude = 0;
    let largestValue = 0;
    for (let c = from; c < from + tensor.counts[u]; c++) {
      let rest = 0;
      let absolute = 0;
      for (let s = 0; s < stride; s++) {
        if (s === this.signal) continue;
        const product = weights[s] * normalized[c * stride + s];
        rest += product;
        absolute += Math.abs(product);
      }
      const value = normalized[c * stride + this.signal];
      // Infinite: never ruled out.
      this.#rest[c] = absolute < largest ? rest : Infinity;
      this.#values[c] = value;
      if (absolute > magnitude) magnitude = absolute;
      if (Math.abs(value) > largestValue) largestValue = Math.abs(value);
    }
    this.#magnitudes[u] = magnitude;
    this.#largestValues[u] = largestValue;
  }

  #rank(ranker: Ranker, u: number): number {
    const { tensor, selector, filters } = ranker;
    const { items } = tensor;
    const { length, scores } = selector;
    const { allowed } = filters;
    const [rest, values, seenBy] = [this.#rest, this.#values, this.#seenBy];
    const weight = ranker.weights[this.signal];
    const from = u * tensor.poolSize;
    const end = from + tensor.counts[u];
    const magnitude = this.#magnitudes[u];
    const margin = restError * magnitude + sumError * (magnitude + Math.abs(weight) * this.#largestValues[u]) + smallest;
    let selected = this.#rankLast(ranker, u);
    let threshold = selected === length ? scores[length - 1] - margin : -Infinity;
    for (let c = from; c < end; c++) {
      if (rest[c] + weight * values[c] < threshold) continue;
      const slot = c - from;
      if (seenBy[slot] === u || (allowed && allowed[items[c]] !== 1)) continue;
      selected = selector.offer(items, from, selected, slot, ranker.scoreOf(u, slot));
      if (selected === length) threshold = scores[length - 1] - margin;
    }
    return selected;
  }

  /** What was in the last list, in the order of the new weight. */
  #rankLast({ tensor, selector, weights }: Ranker, u: number): number {
    const { length } = selector;
    const [rows, rowScores, lastSlots] = [this.#rows, this.#rowScores, this.#lastSlots];
    const stride = weights.length;
    const first = u * length;
    let p = first * stride;
    for (let row = 0; row < length; row++) {
      // As in Ranker.scoreOf.
      let sum = 0;
      for (let s = 0; s < stride; s++) sum += weights[s] * rows[p++];
      rowScores[row] = sum;
    }
    let selected = 0;
    for (let i = first; i < first + length && lastSlots[i] >= 0; i++) {
      const slot = lastSlots[i];
      const row = this.#lastRows[i];
      this.#seenBy[slot] = u;
      this.#rowOf[slot] = row;
      selected = selector.offer(tensor.items, u * tensor.poolSize, selected, slot, rowScores[row]);
    }
    return selected;
  }

  /** Who stays keeps the row; who is new takes one that became free. */
  #remember({ tensor, normalized, selector }: Ranker, u: number, count: number): void {
    const { length, slots } = selector;
    const [rest, rowRests, lastSlots, lastRows, rowOf, seenBy] = [
      this.#rest,
      this.#rowRests,
      this.#lastSlots,
      this.#lastRows,
      this.#rowOf,
      this.#seenBy,
    ];
    const stride = tensor.signalIds.length;
    const pool = u * tensor.poolSize;
    const first = u * length;
    let kept = 0;
    for (let i = 0; i < count; i++) if (seenBy[slots[i]] === u) kept |= 1 << rowOf[slots[i]];
    for (let i = first; i < first + length && lastSlots[i] >= 0; i++) {
      if ((kept & (1 << lastRows[i])) === 0) rest[pool + lastSlots[i]] = rowRests[first + lastRows[i]];
    }
    let free = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      let row = rowOf[slot];
      if (seenBy[slot] !== u) {
        while ((kept & (1 << free)) !== 0) free++;
        row = free++;
        const from = (pool + slot) * stride;
        const to = (first + row) * stride;
        for (let s = 0; s < stride; s++) this.#rows[to + s] = normalized[from + s];
        rowRests[first + row] = rest[pool + slot];
        rest[pool + slot] = -Infinity;
      }
      lastSlots[first + i] = slot;
      lastRows[first + i] = row;
    }
    for (let i = first + count; i < first + length; i++) lastSlots[i] = -1;
  }
}
