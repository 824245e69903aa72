import type { RegistryEntry } from '../core/registry';
import type { SignalInput } from '../model/candidates';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';

/** Input of a signal besides the candidate: the user, or the query or seed video of the list. */
export interface SignalRequest {
  readonly userRow: number | undefined;
  readonly videoRow: number | undefined;
  /** Unit vector in the embeddings' space: mean of the user's videos, the query, or the seed video; undefined when there is none. */
  readonly profile: Float32Array | undefined;
  /** Merge scores of the pool's candidates, in the order they are given to `compute`. */
  readonly poolScores?: Float64Array;
}

/** A signal fitted on a view with its parameters. */
export interface PreparedSignal {
  /**
   * Writes the raw value of `items[from … from + count - 1]` to `out[(from + i) * stride + offset]`.
   * Larger means better; 0 where the signal has no information. Values are finite.
   */
  compute(request: SignalRequest, items: Int32Array, from: number, count: number, out: Float32Array, stride: number, offset: number): void;
  /**
   * Awaited before `compute` is called for these requests, with the candidates of each: for values that another program has.
   * @throws what keeps it from having them.
   */
  fetch?(requests: readonly SignalRequest[], candidates: readonly Int32Array[], context?: TaskContext): Promise<void>;
  /** Whether a value is known; elsewhere `compute` gives the default. Absent: always. */
  hasValue?(request: SignalRequest, item: number): boolean;
}

/** One ranking feature. Fitted on the view, hence on the training side only. */
export interface Signal<Params = unknown> extends RegistryEntry<Params> {
  /** The value's unit for tooltips: "cosine", "share of the user's views" … */
  readonly unit: string;
  /** What another engine has to hold to compute it. */
  readonly input: SignalInput;
  /** How often what it needs must be refreshed where it is served from, and why. */
  refresh(params: Params): string;
  /** What the signal is missing, in one sentence; undefined if it is available. */
  unavailableBecause(view: TrainingView): string | undefined;
  prepare(view: TrainingView, params: Params): PreparedSignal;
}

/** A signal whose value depends on the item alone, given as one value per item row; `given`: 1 for rows with one. */
export function itemSignal(values: Float32Array, valuePresent?: Uint8Array): PreparedSignal {
  return {
    ...(valuePresent && { hasValue: (_request: SignalRequest, item: number) => valuePresent[item] === 1 }),
    compute(_request, items, from, count, out, stride, offset) {
      for (let c = from; c < from + count; c++) out[c * stride + offset] = values[items[c]];
    },
  };
}

/**
 * The same, with lazily computed values: a pool needs few of many items, and with a changing view a signal is prepared every few lists.
 */
export function lazyItemSignal(itemCount: number, valueOf: (item: number) => number): PreparedSignal {
  const values = new Float32Array(itemCount).fill(NaN);
  return {
    compute(_request, items, from, count, out, stride, offset) {
      for (let c = from; c < from + count; c++) {
        const item = items[c];
        if (Number.isNaN(values[item])) values[item] = valueOf(item);
        out[c * stride + offset] = values[item];
      }
    },
  };
}

/** A signal without information about this request. */
export function writeZeros(from: number, count: number, out: Float32Array, stride: number, offset: number): void {
  for (let c = from; c < from + count; c++) out[c * stride + offset] = 0;
}
