import type { NativeIds } from './addon-types';
import type { RunContext } from './running';

export const faissMetrics = ['inner-product', 'l2', 'cosine'] as const;
export type FaissMetric = (typeof faissMetrics)[number];

export interface FaissPlacement {
  /** "cpu" (default) or "cuda:0": Flat and IVF indexes can be searched on a GPU. */
  readonly device?: string;
  /** Threads per call; default: all processors. Search results do not depend on it. */
  readonly threads?: number;
  /** Trains and adds on one thread, so that the same input gives a byte-identical index, which parallel HNSW builds do not. */
  readonly deterministic?: boolean;
}

export interface FaissLoadOptions extends FaissPlacement {
  /** Distinguishes cosine from inner product in files that RankLab did not write; otherwise checked against the file. */
  readonly metric?: FaissMetric;
  readonly dimension?: number;
  /** For descriptions; default: "loaded". */
  readonly factory?: string;
}

export interface FaissIndexOptions extends FaissPlacement {
  readonly dimension: number;
  /** A FAISS factory string: Flat, HNSW32, "IVF256,Flat", "IVF256,PQ16", SQ8 … */
  readonly factory: string;
  readonly metric: FaissMetric;
  /** HNSW: search breadth when a vector is inserted (FAISS default: 40). */
  readonly efConstruction?: number;
  /** IVF and PQ: seed of the clustering (FAISS default: 1234). */
  readonly trainingSeed?: number;
}

export interface FaissSearchOptions {
  readonly neighborCount: number;
  /** IVF: number of lists probed; default a sixteenth of them, at least 8. */
  readonly nprobe?: number;
  /** HNSW: number of candidates expanded; default twice neighborCount, at least 64. */
  readonly efSearch?: number;
  /**
   * Only these ids, or all but these, are eligible; applied inside the search. Unknown ids are ignored.
   * Do not change a list of more than 32,768 ids during the search.
   */
  readonly filter?: { readonly allow: NativeIds } | { readonly deny: NativeIds };
  /** Ids excluded for individual queries, in addition to `filter`: one list per query. Unknown ids are ignored. */
  readonly deny?: readonly NativeIds[];
  readonly context?: RunContext;
}

/**
 * m × neighborCount, row-major, best first, ties by ascending id; id −1 and score −Infinity pad short rows. Larger scores are
 * better: inner product, cosine, or the negated squared L2 distance.
 */
export interface FaissSearchResult<Ids extends NativeIds = BigInt64Array> {
  readonly ids: Ids;
  readonly scores: Float32Array;
  /** Columns of the result: the requested number, at most the number of vectors in the index. */
  readonly neighborCount: number;
  /** Set where a query has fewer neighbours than requested: how many exist, or that this type did not find all. */
  readonly clampedBecause?: string;
}

/** Matches of query q are entries offsets[q] … offsets[q + 1] − 1, best first. */
export interface FaissRangeResult {
  readonly offsets: Float64Array;
  readonly ids: BigInt64Array;
  readonly scores: Float32Array;
}

export interface FaissIndexStats {
  /** Vectors that searches can return. */
  readonly count: number;
  /** Vectors still stored but never returned, because graphs cannot remove them. Rebuild the index when there are many. */
  readonly removed: number;
  readonly dimension: number;
  readonly trained: boolean;
  readonly bytes: number;
  readonly metric: FaissMetric;
  readonly threads: number;
  readonly device: string;
  /** "FAISS 1.7.3 · HNSW32 · cosine · avx512" */
  readonly description: string;
}
