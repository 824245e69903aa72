import type { NativeIds } from './addon-types';
import type { RunContext } from './running';

export const faissMetrics = ['inner-product', 'l2', 'cosine'] as const;
export type FaissMetric = (typeof faissMetrics)[number];

export interface FaissPlacement {
  /** "cpu" (default) or "cuda:0": Flat and IVF indexes can be searched on a GPU. */
  readonly device?: string;
  /** How many threads FAISS uses per call; default: all processors. Results of searches do not depend on it. */
  readonly threads?: number;
  /** Trains and adds on one thread, so that the same input gives the same index byte for byte; parallel HNSW builds do not. */
  readonly deterministic?: boolean;
}

export interface FaissLoadOptions extends FaissPlacement {
  /** Tells cosine from inner product in files that are not ours; otherwise checked against the file. */
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
  /** HNSW: how widely a new vector's neighbours are searched (FAISS: 40). */
  readonly efConstruction?: number;
  /** IVF and PQ: seed of the clustering (FAISS: 1234). */
  readonly trainingSeed?: number;
}

export interface FaissSearchOptions {
  readonly neighborCount: number;
  /** IVF: how many lists are looked into; default a sixteenth of them, at least 8. */
  readonly nprobe?: number;
  /** HNSW: how many candidates are followed; default twice neighborCount, at least 64. */
  readonly efSearch?: number;
  /** Only these ids, or all but these, are eligible; applied inside the search. Unknown ids are ignored. Leave a list of more than 32,768 ids as it is while the search goes on. */
  readonly filter?: { readonly allow: NativeIds } | { readonly deny: NativeIds };
  /** Ids that single queries must not be answered with: one list for each query, beside `filter`. Unknown ids are ignored. */
  readonly deny?: readonly NativeIds[];
  readonly context?: RunContext;
}

/**
 * m × neighborCount, row-major, best first, ties by ascending id; id −1 and score −Infinity pad short rows. Scores are larger
 * for better: inner product, cosine, or the negated squared L2 distance.
 */
export interface FaissSearchResult<Ids extends NativeIds = BigInt64Array> {
  readonly ids: Ids;
  readonly scores: Float32Array;
  /** Columns of the result: what was asked for, or as many as the index has vectors. */
  readonly neighborCount: number;
  /** Set where a query has fewer neighbours than asked for: how many exist, or that this type did not find all. */
  readonly clampedBecause?: string;
}

/** Matches of query q are entries offsets[q] … offsets[q + 1] − 1, best first. */
export interface FaissRangeResult {
  readonly offsets: Float64Array;
  readonly ids: BigInt64Array;
  readonly scores: Float32Array;
}

export interface FaissIndexStats {
  /** Vectors that can be found. */
  readonly count: number;
  /** Vectors still stored but never returned: graphs cannot remove them. Build the index again when they are many. */
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
