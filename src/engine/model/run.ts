/** Judgements in the TREC sense. User u of `users` has entries `offsets[u] … offsets[u + 1] - 1`; items ascending. */
export interface Qrels {
  /** User rows, ascending. */
  readonly users: Int32Array;
  readonly offsets: Int32Array;
  readonly items: Int32Array;
  /** Relevance grade; ≤ 0 is judged not relevant. */
  readonly grades: Float64Array;
  /** How relevance was derived, in words, e.g. "value ≥ 4". */
  readonly relevance: string;
  /** Judged (user, item) pairs left out because the user already had the item in training. */
  readonly seenRemovedCount?: number;
  /** Interactions merged into another one of the same user and item (the highest grade counts). */
  readonly duplicateCount?: number;
}

/**
 * Ranked lists of many users: list u holds `items[u * length … u * length + counts[u] - 1]`, best first, −1 beyond.
 * Scores never increase along a list; equal scores are ordered by ascending item row.
 */
export interface Run {
  /** User rows, ascending. */
  readonly users: Int32Array;
  readonly length: number;
  readonly counts: Int32Array;
  readonly items: Int32Array;
  readonly scores: Float64Array;
}

export interface RankedItem {
  readonly item: number;
  /** 1-based. */
  readonly position: number;
  readonly score: number;
  /** One entry per contribution (signals, then "diversity" when MMR is on); they sum to `score`. */
  readonly contributions: Contribution[];
  /** Ids of the candidate sources that proposed it. */
  readonly sources: string[];
  /** Absent where no other candidate has its score. */
  readonly tie?: ListTie;
}

/** Candidates of one score: how many, listed or not, and the positions that they share, 1-based. Their order is by row alone. */
export interface ListTie {
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

export interface Contribution {
  readonly signal: string;
  /** The signal's value before normalisation. */
  readonly raw: number;
  readonly normalized: number;
  readonly weight: number;
  /** weight × normalized. */
  readonly contribution: number;
}
