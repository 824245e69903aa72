import type { RegistryEntry } from '../core/registry';
import type { Dataset } from '../model/dataset';
import type { Embeddings } from '../model/vectors';
import type { TaskContext } from '../ports';
import type { SizeRefusal } from './providers/remote/refusals';
import type { ServiceLimits } from './providers/remote/text-queue';

/** One request to an embedding service; the adapter adds keys, time-outs and retries. */
export interface EmbedRequest {
  readonly model: string;
  /** For models that can shorten their vectors. */
  readonly dimensions?: number;
  /** Root of an OpenAI-compatible API; undefined is OpenAI itself. */
  readonly baseUrl?: string;
}

/** Vectors aligned with the texts, as received from the service, unchecked. */
export interface EmbeddedTexts {
  readonly vectors: readonly (ArrayLike<number> | undefined)[];
  readonly tokens?: number;
}

/** Nothing was embedded: the request or a text of it is too large. `error` is for a caller that cannot send less. */
interface EmbeddingRefusal extends SizeRefusal {
  readonly error: Error;
}

export type EmbedTexts = (
  texts: readonly string[],
  request: EmbedRequest,
  context?: TaskContext,
) => Promise<EmbeddedTexts | EmbeddingRefusal>;

/** Usage and cost of embedding texts through a service. */
export interface EmbeddingUsage {
  /** Distinct texts that were not in the cache. */
  readonly requestedTexts: number;
  readonly cachedTexts: number;
  /** Texts of which only the beginning was sent, because the service takes no longer ones. */
  readonly cutTexts: number;
  /** As counted by the service. */
  readonly tokens: number;
  /** At the list price of known models; undefined for others. */
  readonly priceUsd: number | undefined;
}

/** Estimated usage of embedding a dataset; nothing is sent. */
export interface EmbeddingEstimate {
  readonly model: string;
  /** Distinct texts that are not in the cache. */
  readonly texts: number;
  /** Distinct texts in the cache, which are free. */
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

/** A column of a vector file that is no part of the vectors, and may hold the videos' ids. */
export interface VectorKey {
  readonly name: string;
  readonly cells: readonly string[];
  /** What its name says: the videos' ids, the number of a row, or neither. */
  readonly says: 'video' | 'row' | 'other';
}

/** Vectors computed elsewhere. */
export interface VectorFile {
  /** Possible columns of ids, aligned with the vectors; without one, row i belongs to the i-th item of the dataset. */
  readonly keys: readonly VectorKey[];
  readonly dimensions: number;
  /** n × dimensions, row-major; NaN where a value is missing. */
  readonly vectors: Float32Array;
  /** Names of the dimensions, which are ids in a file with one row per dimension. */
  readonly names?: readonly string[];
  /** What was ignored, for people. */
  readonly notes: readonly string[];
}

/** The caller's choices for a file of vectors. */
export interface VectorFileOptions {
  /** Where a file has several columns of vectors. */
  readonly vectorColumn?: string | undefined;
  /** Ids that cannot be read do not matter: rows are in the order of the videos. */
  readonly byOrder?: boolean;
}

/** How the vectors of a text's tokens become one: their mean, the first, the last, or as the model's folder says. */
export const poolings = ['auto', 'mean', 'cls', 'last-token'] as const;

/** A sentence encoder in a folder of this machine. */
export interface EncoderSettings {
  readonly path: string;
  /** The file of weights, relative to the folder; undefined where the folder has a usual one. */
  readonly file?: string | undefined;
  readonly pooling: (typeof poolings)[number];
  /** Longer texts are cut; undefined: what the model's files say. */
  readonly maxTokens?: number | undefined;
}

/** What a folder holds, and what is used where the settings leave it open. */
export interface EncoderFacts {
  /** SHA-256 over the files that the vectors depend on. */
  readonly version: string;
  /** Relative to the folder. */
  readonly file: string;
  readonly pooling: string;
  readonly maxTokens: number;
}

/** Vectors of texts, aligned. */
export interface EncodedTexts {
  readonly vectors: readonly Float32Array[];
  readonly tokens: number;
  /** Texts of which only the beginning was read. */
  readonly cutTexts: number;
}

/** Runs sentence encoders on this machine. */
export interface SentenceEncoder {
  /** Undefined where there is no such folder. @throws NOT_FOUND for a file that it lacks, CANCELLED. */
  find(settings: EncoderSettings, context?: TaskContext): Promise<EncoderFacts | undefined>;
  /** One batch. @throws NOT_FOUND, UNSUPPORTED without the runtime, PROVIDER_FAILED for unusable files, CANCELLED. */
  encode(texts: readonly string[], settings: EncoderSettings, context?: TaskContext): Promise<EncodedTexts>;
}

/** External dependencies; a provider declares those it requires. */
export interface EmbeddingPorts {
  readonly embedTexts?: EmbedTexts;
  readonly sentenceEncoder?: SentenceEncoder;
  readonly cache?: EmbeddingCache;
  readonly limits?: LimitMemory;
  readonly readVectors?: (path: string, options: VectorFileOptions) => Promise<VectorFile>;
  /** Something that changes whenever the file does; undefined where there is no such file. */
  readonly fileVersion?: (path: string) => Promise<string | undefined>;
}

/** What each embedding service takes, by address and model. */
export interface LimitMemory {
  /** The limits of a service, the same object each time; it shrinks as the service refuses. */
  of(service: string): Promise<ServiceLimits>;
  /** Keeps what has been learned. */
  save(): Promise<void>;
}

/** A fitted query embedder as plain data: JSON plus typed arrays, for an artifact. */
export interface SerializableState {
  readonly provider: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly arrays: Readonly<Record<string, Float32Array | Float64Array | Int32Array>>;
  /** The provider's `stateVersion` when it was written; absent means 1. */
  readonly version?: number;
  /** What people should know about these vectors. */
  readonly notes?: readonly string[];
  /** The provider's `source` when they were made. */
  readonly source?: string;
}

export type EmbedQuery = (text: string) => Promise<Float32Array>;

/** The vector of one item, read field by field as in the build; for later items. */
export type EmbedItem = (dataset: Dataset, row: number) => Promise<Float32Array>;

/** How a text was read: the weight of each word, and substitutes for unknown words. */
export interface TextReading {
  readonly term: string;
  readonly weight: number;
  /** Set if the word is unknown and was replaced by similar known ones. */
  readonly insteadOf?: string;
}

interface EmbedItemsInput<Params> {
  readonly dataset: Dataset;
  readonly params: Params;
  readonly seed: number;
  /** 1 for items whose text may be fitted on; all items are embedded. */
  readonly fitItems: Uint8Array;
}

/** The provider's part of `Embeddings`; the caller adds provenance. */
interface EmbeddedItems {
  readonly vectors: Pick<Embeddings, 'dimensions' | 'vectors' | 'model' | 'textRecipe' | 'normalized'>;
  readonly state: SerializableState;
  /** Only from providers that call a service. */
  readonly usage?: EmbeddingUsage;
}

/** A way to turn items and queries into vectors of one space. */
export interface EmbeddingProvider<Params = unknown> extends RegistryEntry<Params> {
  /** True when texts leave this machine. */
  readonly usesNetwork: boolean;
  /** Required ports; empty for a local provider, which can run anywhere. */
  readonly needs: readonly (keyof EmbeddingPorts)[];
  /** Incremented when the form of its state changes, so that vectors of another version are rebuilt. */
  readonly stateVersion: number;
  /** The version of what the vectors come from besides texts and parameters; undefined if that is gone. Absent where there is nothing else. */
  source?(params: Params, ports: EmbeddingPorts, context?: TaskContext): Promise<string | undefined>;
  /** Estimated usage of `embed`; absent without a service. */
  estimate?(dataset: Dataset, params: Params, ports: EmbeddingPorts): Promise<EmbeddingEstimate>;
  embed(input: EmbedItemsInput<Params>, ports: EmbeddingPorts, context?: TaskContext): Promise<EmbeddedItems>;
  /** Undefined when these vectors come without a way to embed a query. */
  restore(state: SerializableState, ports: EmbeddingPorts): EmbedQuery | undefined;
  /** How a query was read, heaviest word first; optional. */
  explain?(state: SerializableState, text: string): TextReading[];
  /** Undefined if items added after the build cannot be embedded. */
  restoreItems(state: SerializableState, ports: EmbeddingPorts): EmbedItem | undefined;
}
