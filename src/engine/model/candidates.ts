/** One source's candidates: best first, ties by ascending item row. */
export interface ScoredItems {
  readonly items: Int32Array;
  /** Larger is better, in the source's own unit. */
  readonly scores: Float64Array;
  /** Why the index engine was not used, where it did not answer. */
  readonly degradedBecause?: string;
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
  /** As in ScoredItems, of any source. */
  readonly degradedBecause?: string;
}

/**
 * What a signal is computed from: a value per item, the product of a vector of the request with one of the item, shares of the
 * request looked up by the item's categories or creator, or a score that comes with the candidate.
 */
export type SignalInput = 'item' | 'profile' | 'latent' | 'categories' | 'creator' | 'candidate';

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
