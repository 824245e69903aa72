/** One source's candidates: best first, ties by ascending item row. */
export interface ScoredItems {
  readonly items: Int32Array;
  /** Larger is better, in the source's own unit. */
  readonly scores: Float64Array;
}

/** A user's (or query's) merged pool. All arrays have length `count`; order is the merge's, best first. */
export interface CandidatePool {
  readonly count: number;
  readonly items: Int32Array;
  /** Merge score, larger is better. */
  readonly scores: Float64Array;
  /** Bit b is set when source b of `sourceIds` proposed the item. */
  readonly sourceMasks: Uint32Array;
  readonly sourceIds: readonly string[];
  /** None of the chosen sources had candidates for the request; content and popularity were used instead. */
  readonly isFallback?: boolean;
}

/**
 * Signals of many pools as one flat array, computed once per (dataset, split, candidate settings).
 * Candidate c of pool u is at `u * poolSize + c`; its signal s at `(u * poolSize + c) * signalIds.length + s`.
 * Slots beyond `counts[u]` hold item −1 and signal 0.
 */
export interface SignalTensor {
  readonly users: Int32Array;
  readonly poolSize: number;
  readonly counts: Int32Array;
  readonly items: Int32Array;
  readonly signalIds: readonly string[];
  /** Raw signal values before normalisation. */
  readonly signals: Float32Array;
}
