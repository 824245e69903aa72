import type { AttachmentReport } from '#shared/schemas/index-engine';
import type { RegistryEntry } from '../core/registry';
import type { VectorSearch } from '../model/search';
import type { TaskContext } from '../ports';

export type AnnMetric = 'inner-product' | 'l2' | 'cosine';

export interface AnnIndexSettings {
  readonly dimensions: number;
  readonly metric: AnnMetric;
  /** A FAISS factory string ("Flat", "HNSW32", "IVF256,Flat" …); backends that know only one refuse the others. */
  readonly type: string;
  /** Type-specific build parameters (efConstruction, trainingSeed …). */
  readonly params?: Readonly<Record<string, number>>;
}

/** Synchronous, without querying an engine: an external one returns its last answer. */
export interface AnnIndexStats {
  readonly count: number;
  readonly dimensions: number;
  readonly bytes: number;
  /** For people and exports: "FAISS 1.7.3 · HNSW32 · inner-product · avx2". Contains only settings that affect results. */
  readonly description: string;
  /** Threads a search may use, where the backend has threads. */
  readonly threads?: number;
  /** What people should know about the answers so far, such as searches that had to be repeated exactly. */
  readonly notes?: readonly string[];
  /** True while the external engine does not answer and has not opened this index: searches scan exactly in this process. */
  readonly withoutEngine?: boolean;
}

export interface AnnIndex extends VectorSearch {
  /** Trains when the type needs it, then adds n × dimensions vectors under the given ids (default 0 … n − 1 from the current count). */
  add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void>;
  remove(ids: Int32Array): Promise<number>;
  stats(): AnnIndexStats;
  /**
   * From now on, searches that the external engine does not answer are made by an exact scan of `vectors` (those of the build, in the order of their
   * ids 0, 1 …), if its connection allows that. Absent for in-process backends.
   */
  answerWithoutEngine?(vectors: Float32Array): void;
  /** The index as bytes for an artifact. */
  serialize(): Promise<Uint8Array>;
  dispose(): void;
}

/** Status of an external engine. */
export interface AnnProbe {
  /** Undefined when it can be used, otherwise the reason and the remedy in one sentence. */
  readonly unavailableBecause?: string | undefined;
  /** Its name and version, such as "PostgreSQL 15.20, pgvector 0.8.0": part of the identity of the indexes it holds. */
  readonly engine?: string;
}

export interface AnnTypeChoice {
  readonly type: string;
  /** A sentence for people. */
  readonly reason: string;
}

/** What an engine's own table is compared with before it is searched. */
export interface AnnAttachment {
  readonly which: 'content' | 'factors';
  /** Of the videos, by row. */
  readonly ids: readonly string[];
  /** ids.length × dimensions, row-major. */
  readonly vectors: Float32Array;
  readonly settings: AnnIndexSettings;
}

/**
 * A family of indexes. Backends with native code or a server live outside the engine (service/ann) and register at start-up.
 * Connection settings (address, credentials) belong to the backend, not to AnnIndexSettings: they enter no fingerprint.
 */
export interface AnnBackend extends RegistryEntry {
  /** Undefined when usable as far as known without querying the engine (library present, connection configured), otherwise the reason and the remedy
   * in one sentence. */
  unavailableBecause(): string | undefined;
  /** Queries the engine. Absent for in-process backends, where `unavailableBecause` suffices. Rejects only with CANCELLED. */
  probe?(context?: TaskContext): Promise<AnnProbe>;
  /** Whether its connection allows exact scans in this process while the engine does not answer. Absent for in-process backends. */
  mayBeReplaced?(): boolean;
  /** The index type for this many vectors when none is chosen, and why. */
  defaultType(count: number): AnnTypeChoice;
  /** Whether `serialize` gives a file that FAISS reads. */
  readonly writesFaissFiles?: boolean;
  /** Search-time parameters: changing them does not change an index. */
  readonly searchParams?: readonly string[];
  /** Whether it supports this index type; absent for backends that find out on creation. */
  knowsType?(type: string): boolean;
  /** Returns at once; an external engine is first contacted by `add`. */
  create(settings: AnnIndexSettings): AnnIndex;
  /** A table that the connection names for these vectors, read-only; undefined if it names none. @throws CONFLICT if it holds others. */
  attach?(attachment: AnnAttachment, context?: TaskContext): Promise<AnnIndex | undefined>;
  /** What `attach` would compare, and what it finds; undefined if the connection names no table for these vectors. @throws UNAVAILABLE */
  checkAttachment?(attachment: AnnAttachment, context?: TaskContext): Promise<AttachmentReport | undefined>;
  deserialize(bytes: Uint8Array, settings: AnnIndexSettings): Promise<AnnIndex>;
}
