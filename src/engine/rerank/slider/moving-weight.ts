import type { ArraySource } from '../../core/short-lived';
import { GROUP, ROWS } from '../../core/simd/slider-kernels';
import type { Run } from '../../model/run';
import { fitsMovingMemory, MovingMemory, type MovingShape } from './moving-memory';
import { emptyRun, type Ranker } from '../ranker';

/** Twice half a unit in the last place of float32: `rest` is rounded once, and the bound needs a margin. */
const restError = 2 ** -23;
/** The pure float32 estimate also rounds the product, the sum and the threshold: four units, doubled as a margin. */
const scanError = 2 ** -21;
/** Float64 sums of a few dozen products stay far below this. */
const sumError = 2 ** -44;
/** Absolute rounding error of subnormal values. */
const smallest = 2 ** -140;
/** Beyond, a sum may not fit into float32. */
const largest = 1e38;

const shapeOf = ({ tensor, selector }: Ranker): MovingShape => ({
  userCount: tensor.users.length,
  poolSize: tensor.poolSize,
  length: selector.length,
  signalCount: tensor.signalIds.length,
});

/**
 * Ranks all pools again and again while one weight moves: score = rest + weight × value, where only the weight changes. The estimate from these two
 * float32 numbers, with its error bound, leaves few candidates that can enter the list; their scores are then summed in the usual order. Lists and
 * scores are bit-equal to `Ranker.run` for a fraction of the memory traffic: the last list, scored first, already rules out most of the pool, sixteen
 * candidates at a time.
 */
export class MovingWeight {
  /** `rest` is −∞ for candidates to skip: those in the last list, and those filtered out. */
  readonly #memory: MovingMemory;
  /** Per user the largest sum of absolute products, and the largest absolute value of the moving signal. */
  readonly #magnitudes: Float64Array;
  readonly #largestValues: Float64Array;
  /** users × length: slots of the last lists, best first, −1 beyond their ends; `#lastRows` says where their signals are. */
  readonly #lastSlots: Int32Array;
  readonly #lastRows: Uint8Array;
  /** users × length: their items, contiguous instead of spread over the pools. */
  readonly #lastItems: Int32Array;
  /** users × length: what `rest` is when the row's candidate leaves the list. */
  readonly #rowRests: Float32Array;
  /** 1 for users whose list differs from that of the run before, in its items or their order. */
  readonly changed: Uint8Array;
  /** Per slot its row in the current user's last list, −1 if absent; −1 everywhere between users. */
  readonly #rowOf: Int8Array;

  /** Whether these pools fit. */
  static fits(ranker: Ranker): boolean {
    return fitsMovingMemory(shapeOf(ranker));
  }

  #signal: number;

  constructor(ranker: Ranker, signal: number) {
    const { tensor, selector } = ranker;
    const userCount = tensor.users.length;
    const places = userCount * selector.length;
    this.#memory = new MovingMemory(shapeOf(ranker));
    this.#magnitudes = new Float64Array(userCount);
    this.#largestValues = new Float64Array(userCount);
    this.#lastSlots = new Int32Array(places).fill(-1);
    this.#lastRows = new Uint8Array(places);
    this.#lastItems = new Int32Array(places);
    this.#rowRests = new Float32Array(places);
    this.changed = new Uint8Array(userCount);
    this.#rowOf = new Int8Array(tensor.poolSize).fill(-1);
    this.#signal = signal;
    this.#split(ranker);
  }

  /** Index of the moving weight. */
  get signal(): number {
    return this.#signal;
  }

  /** Switches to another moving weight; keeps the last lists and the memory. @param ranker differs from the original only in weights. */
  follow(ranker: Ranker, signal: number): void {
    this.#signal = signal;
    this.#split(ranker);
  }

  get byteLength(): number {
    const arrays = [this.#magnitudes, this.#largestValues, this.#lastSlots, this.#lastRows, this.#lastItems, this.#rowRests];
    return arrays.reduce((sum, { byteLength }) => sum + byteLength, this.#memory.byteLength);
  }

  /** @param ranker differs from the original only in the moving weight. */
  run(ranker: Ranker, arrays?: ArraySource): Run {
    const { tensor, selector, weights } = ranker;
    const run = emptyRun(tensor.users, selector.length, arrays);
    this.#memory.setWeights(weights, this.#signal);
    for (let u = 0; u < tensor.users.length; u++) this.#rank(ranker, u, run);
    return run;
  }

  /** One user's list at one weight, so that a caller can take a user through all weights before the next. @param run of all users. */
  runOne(ranker: Ranker, u: number, run: Run): void {
    this.#memory.setWeights(ranker.weights, this.#signal);
    this.#rank(ranker, u, run);
  }

  /** One pass over all signals: the first slider position waits for it, so its loops use only local variables. */
  #split({ tensor, normalized, weights, filters, selector }: Ranker): void {
    const signal = this.#signal;
    const { counts, items, poolSize } = tensor;
    const { allowed } = filters;
    const { rest: rests, values, poolStride } = this.#memory;
    const stride = weights.length;
    // Signals are finite, so those with weight 0 add nothing.
    const used = Int32Array.from(weights.keys()).filter((s) => s !== signal && weights[s] !== 0);
    const usedWeights = Float64Array.from(used, (s) => weights[s]);
    for (let u = 0; u < counts.length; u++) {
      let magnitude = 0;
      let largestValue = 0;
      const end = (u * poolSize + counts[u]) * stride;
      for (let p = u * poolSize * stride, i = u * poolSize, c = u * poolStride; p < end; p += stride, i++, c++) {
        if (allowed && allowed[items[i]] !== 1) continue;
        let rest = 0;
        let absolute = 0;
        for (let k = 0; k < used.length; k++) {
          const product = usedWeights[k] * normalized[p + used[k]];
          rest += product;
          absolute += Math.abs(product);
        }
        const value = normalized[p + signal];
        // Infinite: never ruled out.
        rests[c] = absolute < largest ? rest : Infinity;
        values[c] = value;
        if (absolute > magnitude) magnitude = absolute;
        if (Math.abs(value) > largestValue) largestValue = Math.abs(value);
      }
      this.#magnitudes[u] = magnitude;
      this.#largestValues[u] = largestValue;
      this.#leaveOut(u, selector.length);
    }
  }

  /** Candidates of the last list are skipped. */
  #leaveOut(u: number, length: number): void {
    const { rest, poolStride } = this.#memory;
    const [pool, first] = [u * poolStride, u * length];
    for (let i = first; i < first + length && this.#lastSlots[i] >= 0; i++) {
      const place = pool + this.#lastSlots[i];
      this.#rowRests[first + this.#lastRows[i]] = rest[place];
      rest[place] = -Infinity;
    }
  }

  #rank(ranker: Ranker, u: number, run: Run): void {
    const { tensor, weights } = ranker;
    const { length } = run;
    const memory = this.#memory;
    const weight = weights[this.#signal];
    this.changed[u] = 0;
    const count = this.#rankLast(u, run);
    const worst = count === length ? run.scores[(u + 1) * length - 1] : -Infinity;
    memory.scan(u, tensor.counts[u], worst - this.#scanMargin(weight, u));
    if (memory.groupAt(0) >= 0) this.#enter(ranker, u, run, count);
  }

  /** Offers the candidates of the groups that `scan` found. */
  #enter(ranker: Ranker, u: number, run: Run, count: number): void {
    const { tensor, selector, weights } = ranker;
    const memory = this.#memory;
    const { rest, values, poolStride } = memory;
    const { length, scores, slots } = selector;
    const weight = weights[this.#signal];
    const [pool, first] = [u * tensor.poolSize, u * length];
    const magnitude = this.#magnitudes[u];
    const margin = restError * magnitude + sumError * (magnitude + Math.abs(weight) * this.#largestValues[u]) + smallest;
    for (let i = 0; i < count; i++) {
      slots[i] = this.#lastSlots[first + i];
      scores[i] = run.scores[first + i];
    }
    let selected = count;
    let threshold = selected === length ? scores[length - 1] - margin : -Infinity;
    let offered = false;
    for (let i = 0, start = memory.groupAt(0); start >= 0; start = memory.groupAt(++i)) {
      for (let c = start; c < start + GROUP; c++) {
        if (rest[c] === -Infinity || rest[c] + weight * values[c] < threshold) continue;
        const slot = c - u * poolStride;
        offered = true;
        selected = selector.offer(tensor.items, pool, selected, slot, ranker.scoreOf(u, slot));
        if (selected === length) threshold = scores[length - 1] - margin;
      }
    }
    if (!offered) return;
    this.changed[u] = 1;
    this.#remember(ranker, u, selected);
    ranker.write(run, u, selected);
  }

  /** Error bound of the pure float32 estimate. Infinite if it may overflow. */
  #scanMargin(weight: number, u: number): number {
    const largestValue = this.#largestValues[u];
    const most = this.#magnitudes[u] + Math.abs(weight) * largestValue;
    if (!(most < largest)) return Infinity;
    return scanError * most + Math.abs(weight - Math.fround(weight)) * largestValue + smallest;
  }

  /** Writes the last list in the order of the new weight and stores that order. @returns its length. */
  #rankLast(u: number, { length, counts, items, scores }: Run): number {
    const [lastSlots, lastRows, lastItems] = [this.#lastSlots, this.#lastRows, this.#lastItems];
    const { sums } = this.#memory;
    const first = u * length;
    this.#memory.score(u);
    let end = first;
    for (; end < first + length && lastSlots[end] >= 0; end++) {
      const row = lastRows[end];
      const score = sums[row];
      const item = lastItems[end];
      let place = end;
      while (place > first && (score > scores[place - 1] || (score === scores[place - 1] && item < items[place - 1]))) place--;
      if (place < end) {
        this.changed[u] = 1;
        this.#moveUp(end, place, items, scores);
      }
      items[place] = item;
      scores[place] = score;
    }
    counts[u] = end - first;
    return end - first;
  }

  /** Moves an entry of the last lists with its item and score. */
  #moveUp(from: number, to: number, items: Int32Array, scores: Float64Array): void {
    const [lastSlots, lastRows, lastItems] = [this.#lastSlots, this.#lastRows, this.#lastItems];
    const [slot, row, item] = [lastSlots[from], lastRows[from], lastItems[from]];
    for (let i = from; i > to; i--) {
      scores[i] = scores[i - 1];
      items[i] = items[i - 1];
      lastSlots[i] = lastSlots[i - 1];
      lastRows[i] = lastRows[i - 1];
      lastItems[i] = lastItems[i - 1];
    }
    lastSlots[to] = slot;
    lastRows[to] = row;
    lastItems[to] = item;
  }

  /** Remaining candidates keep their row; new ones take a freed row. */
  #remember({ tensor, normalized, selector }: Ranker, u: number, count: number): void {
    const { length, slots } = selector;
    const { rest, rows, poolStride } = this.#memory;
    const [rowRests, lastSlots, lastRows, rowOf] = [this.#rowRests, this.#lastSlots, this.#lastRows, this.#rowOf];
    const stride = tensor.signalIds.length;
    const [pool, first] = [u * poolStride, u * length];
    for (let i = first; i < first + length && lastSlots[i] >= 0; i++) rowOf[lastSlots[i]] = lastRows[i];
    let kept = 0;
    for (let i = 0; i < count; i++) if (rowOf[slots[i]] >= 0) kept |= 1 << rowOf[slots[i]];
    for (let i = first; i < first + length && lastSlots[i] >= 0; i++) {
      if ((kept & (1 << lastRows[i])) !== 0) continue;
      rest[pool + lastSlots[i]] = rowRests[first + lastRows[i]];
      rowOf[lastSlots[i]] = -1;
    }
    let free = 0;
    for (let i = 0; i < count; i++) {
      const slot = slots[i];
      let row = rowOf[slot];
      if (row < 0) {
        while ((kept & (1 << free)) !== 0) free++;
        row = free++;
        const from = (u * tensor.poolSize + slot) * stride;
        const to = this.#memory.rowAt(u, row);
        for (let s = 0; s < stride; s++) rows[to + s * ROWS] = normalized[from + s];
        rowRests[first + row] = rest[pool + slot];
        rest[pool + slot] = -Infinity;
      }
      rowOf[slot] = -1;
      lastSlots[first + i] = slot;
      lastRows[first + i] = row;
      this.#lastItems[first + i] = tensor.items[u * tensor.poolSize + slot];
    }
    for (let i = first + count; i < first + length; i++) lastSlots[i] = -1;
  }
}
