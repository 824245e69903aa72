import { createRng } from '../../core/rng';
import type { SignalTensor } from '../../model/candidates';

/**
 * What users preferred to what, within their pools. Pair p says that one item should stand above another: row p of `differences`
 * (`signalIds.length` values) holds the first item's normalised signals minus the second's. Pairs of pool u are
 * `offsets[u] … offsets[u + 1] - 1`.
 */
export interface PreferencePairs {
  readonly signalIds: readonly string[];
  readonly count: number;
  readonly differences: Float64Array;
  /** Positive; 1 without inverse-propensity weights. */
  readonly weights: Float64Array;
  readonly offsets: Int32Array;
}

interface PairOptions {
  /** Signals that are learnt, as indices into `tensor.signalIds`. */
  readonly columns: readonly number[];
  /** By tensor slot (`u * poolSize + c`): the grade; 0 where the item is not relevant or not judged. */
  readonly grades: Float64Array;
  /** By tensor slot: weight of pairs in which this item is the preferred one; absent: 1. */
  readonly slotWeights?: Float64Array;
  /** Lower-graded items drawn for each relevant item; Infinity takes all. */
  readonly pairsPerRelevant: number;
  readonly seed: number;
}

/**
 * Pairs of every pool: each relevant item against items of a lower grade. Draws are without replacement and depend on the user and
 * the seed alone. O(users × relevant × drawn × signals).
 */
export function collectPairs(tensor: SignalTensor, normalized: Float32Array, options: PairOptions): PreferencePairs {
  const { columns } = options;
  const stride = tensor.signalIds.length;
  const width = columns.length;
  const offsets = new Int32Array(tensor.counts.length + 1);
  const chosen: number[] = [];
  for (let u = 0; u < tensor.counts.length; u++) {
    choosePairs(tensor, u, options, chosen);
    offsets[u + 1] = chosen.length / 2;
  }
  const count = chosen.length / 2;
  const differences = new Float64Array(count * width);
  const weights = new Float64Array(count).fill(1);
  for (let p = 0; p < count; p++) {
    const better = chosen[2 * p];
    const other = chosen[2 * p + 1];
    for (let s = 0; s < width; s++) {
      differences[p * width + s] = normalized[better * stride + columns[s]] - normalized[other * stride + columns[s]];
    }
    if (options.slotWeights) weights[p] = options.slotWeights[better];
  }
  return { signalIds: columns.map((s) => tensor.signalIds[s]), count, differences, weights, offsets };
}

/** Appends pool u's pairs to `chosen` as two slots each, the preferred one first. */
function choosePairs(tensor: SignalTensor, u: number, { grades, pairsPerRelevant, seed }: PairOptions, chosen: number[]): void {
  const first = u * tensor.poolSize;
  const end = first + tensor.counts[u];
  const rng = createRng(seed).derive('pairs', tensor.users[u]);
  for (let better = first; better < end; better++) {
    if (grades[better] <= 0) continue;
    const lower: number[] = [];
    for (let slot = first; slot < end; slot++) if (grades[slot] < grades[better]) lower.push(slot);
    const take = Math.min(lower.length, pairsPerRelevant);
    for (let t = 0; t < take; t++) {
      if (take < lower.length) {
        const drawn = t + rng.int(lower.length - t);
        [lower[t], lower[drawn]] = [lower[drawn], lower[t]];
      }
      chosen.push(better, lower[t]);
    }
  }
}
