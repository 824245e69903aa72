import type { TaskContext } from '../ports';

export interface VectorSearchOptions {
  readonly neighborCount: number;
  readonly nprobe?: number;
  readonly efSearch?: number;
  /** Only these ids, or all but these, are eligible; applied inside the search. */
  readonly filter?: { readonly allow: Int32Array } | { readonly deny: Int32Array };
  /** Ids excluded for individual queries, in addition to `filter`: one list per query. */
  readonly deny?: readonly Int32Array[];
  readonly context?: TaskContext;
}

/**
 * m × neighborCount, row-major, best first, ties by ascending id; id −1 and score −Infinity pad short rows.
 * A query has fewer than neighborCount results only where fewer exist for it, or where `clampedBecause` gives the reason.
 * Larger scores are better for every metric: inner product, cosine, or the negated squared L2 distance.
 */
export interface VectorSearchResult {
  readonly ids: Int32Array;
  readonly scores: Float32Array;
  readonly neighborCount: number;
  /** Set where a query has fewer neighbours than asked for: how many exist, or that the index did not find all that do. */
  readonly clampedBecause?: string;
  /** Set where an external engine did not answer and the search was made without it. */
  readonly degradedBecause?: string;
}

/** The index interface that retrieval needs: queries are m × dimensions, row-major. */
export interface VectorSearch {
  /** Searches that gain from running at the same time, as over a network; 1 if absent. */
  readonly concurrentSearches?: number;
  search(queries: Float32Array, options: VectorSearchOptions): Promise<VectorSearchResult>;
}
