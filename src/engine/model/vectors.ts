import type { Fingerprint } from '#shared/ids';

/** Content vectors of the items: n × dimensions, row-major; a zero row means "no text, no vector". */
export interface Embeddings {
  readonly count: number;
  readonly dimensions: number;
  readonly vectors: Float32Array;
  readonly provider: string;
  readonly model: string;
  /** How an item became text, for example "title title tags category description". */
  readonly textRecipe: string;
  readonly normalized: boolean;
  /** Latest timestamp that could have influenced a vector (ms); NaN when none could. */
  readonly latestTimestampMs: number;
  readonly fingerprint: Fingerprint;
}

/** Latent vectors: score(user, item) = dot(user row, item row). Row-major, `factorCount` columns. */
export interface Factors {
  readonly method: string;
  readonly factorCount: number;
  readonly userCount: number;
  readonly itemCount: number;
  /** userCount × factorCount: U·Σ. A zero row is a user the model does not know. */
  readonly userFactors: Float32Array;
  /** itemCount × factorCount: V. A zero row is an item the model does not know. */
  readonly itemFactors: Float32Array;
  /** Descending, length factorCount. */
  readonly singularValues: Float64Array;
  /** Share of the matrix's squared Frobenius norm, per factor. */
  readonly explainedVarianceFractions: Float64Array;
  /** The fit's parameters that folding in needs (regularisation …). */
  readonly params?: Readonly<Record<string, number>>;
  readonly latestTimestampMs: number;
  readonly fingerprint: Fingerprint;
}
