import type { RegistryEntry } from '../core/registry';
import type { Dataset } from '../model/dataset';
import type { Embeddings } from '../model/vectors';
import type { TaskContext } from '../ports';

/** One request to an embedding service; the adapter adds keys, time-outs and retries. */
export interface EmbedRequest {
  readonly model: string;
  /** Asked of models that can shorten their vectors. */
  readonly dimensions?: number;
  /** Root of an OpenAI-compatible API; undefined is OpenAI itself. */
  readonly baseUrl?: string;
}

/** Vectors aligned with `texts`, as the service sent them: nothing about them has been checked. */
export type EmbedTexts = (
  texts: readonly string[],
  request: EmbedRequest,
  context?: TaskContext,
) => Promise<{ readonly vectors: readonly (ArrayLike<number> | undefined)[]; readonly tokens?: number }>;

/** What embedding texts through a service cost. */
export interface EmbeddingUsage {
  /** Distinct texts that were not in the cache. */
  readonly requestedTexts: number;
  readonly cachedTexts: number;
  /** As counted by the service. */
  readonly tokens: number;
  /** At the list price of known models; undefined for others. */
  readonly priceUsd: number | undefined;
}

/** What embedding a dataset would take, before anything is sent. */
export interface EmbeddingEstimate {
  readonly model: string;
  /** Distinct texts that are not in the cache. */
  readonly texts: number;
  /** Distinct texts that were paid for before: they cost nothing. */
  readonly cachedTexts: number;
  /** Of the texts that are not in the cache. */
  readonly tokens: number;
  /** Undefined for models without a known price. */
  readonly priceUsd: number | undefined;
}

/** Content-addressed and durable: keys are SHA-256 of service, model, dimensions and text. */
export interface EmbeddingCache {
  get(keys: readonly string[]): Promise<(Float32Array | undefined)[]>;
  /** Resolves when the vectors would survive a crash. */
  put(entries: readonly { readonly key: string; readonly vector: Float32Array }[]): Promise<void>;
}

/** Vectors made elsewhere; without ids, row i belongs to the i-th item of the dataset. */
export interface VectorFile {
  readonly ids: readonly string[] | undefined;
  readonly dimensions: number;
  /** n × dimensions, row-major. */
  readonly vectors: Float32Array;
}

/** The world's part; a provider says which it cannot do without. */
export interface EmbeddingPorts {
  readonly embedTexts?: EmbedTexts;
  readonly cache?: EmbeddingCache;
  readonly readVectors?: (path: string) => Promise<VectorFile>;
}

/** A fitted query embedder as plain data: JSON plus typed arrays, for an artifact. */
export interface SerializableState {
  readonly provider: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, Float32Array | Float64Array | Int32Array>>;
  /** The provider's `stateVersion` when it was written; absent means 1. */
  readonly version?: number;
}

export type EmbedQuery = (text: string) => Promise<Float32Array>;

/** The vector of one item, read field by field as at the build: for items that came after it. */
export type EmbedItem = (dataset: Dataset, row: number) => Promise<Float32Array>;

/** How a text was read: what each of its words counted, and what unknown words were taken for. */
export interface TextReading {
  readonly term: string;
  readonly weight: number;
  /** Set when the word is unknown and stands in for known ones that share its parts. */
  readonly insteadOf?: string;
}

export interface EmbedItemsInput<Params> {
  readonly dataset: Dataset;
  readonly params: Params;
  readonly seed: number;
  /** 1 for items whose text may be learned from; all items are embedded. */
  readonly fitItems: Uint8Array;
}

/** Everything of `Embeddings` that the provider knows; who asked adds provenance. */
export interface EmbeddedItems {
  readonly vectors: Pick<Embeddings, 'dimensions' | 'vectors' | 'model' | 'textRecipe' | 'normalized'>;
  readonly state: SerializableState;
  /** Only from providers that call a service. */
  readonly usage?: EmbeddingUsage;
}

/** A way to turn items and queries into vectors of one space. */
export interface EmbeddingProvider<Params = unknown> extends RegistryEntry<Params> {
  /** True when texts leave this machine. */
  readonly usesNetwork: boolean;
  /** Ports without which it cannot work; empty for one that computes alone and may run anywhere. */
  readonly needs: readonly (keyof EmbeddingPorts)[];
  /** Rises when the form of its state changes: vectors of another version are built again, never misread. */
  readonly stateVersion: number;
  /** What `embed` would ask of a service; absent where nothing is asked. */
  estimate?(dataset: Dataset, params: Params, ports: EmbeddingPorts): Promise<EmbeddingEstimate>;
  embed(input: EmbedItemsInput<Params>, ports: EmbeddingPorts, context?: TaskContext): Promise<EmbeddedItems>;
  /** Undefined when these vectors come without a way to embed a query. */
  restore(state: SerializableState, ports: EmbeddingPorts): EmbedQuery | undefined;
  /** How a query was understood, heaviest word first; only providers that can say. */
  explain?(state: SerializableState, text: string): TextReading[];
  /** Undefined when an item that was not there at the build cannot be embedded. */
  restoreItems(state: SerializableState, ports: EmbeddingPorts): EmbedItem | undefined;
}
