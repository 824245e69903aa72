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

export interface AnnIndexStats {
  readonly count: number;
  readonly dimensions: number;
  readonly bytes: number;
  /** For people and exports: "FAISS 1.7.3 · HNSW32 · inner-product · avx2". Says nothing that results do not depend on. */
  readonly description: string;
  /** Threads a search may use, where the backend has threads. */
  readonly threads?: number;
}

export interface AnnIndex extends VectorSearch {
  /** Trains when the type needs it, then adds n × dimensions vectors under the given ids (default 0 … n − 1 from the current count). */
  add(vectors: Float32Array, ids?: Int32Array, context?: TaskContext): Promise<void>;
  remove(ids: Int32Array): Promise<number>;
  stats(): AnnIndexStats;
  /** The index as bytes for an artifact. */
  serialize(): Promise<Uint8Array>;
  dispose(): void;
}

/** A family of indexes. Native ones live outside the engine (service/adapters) and register at start-up. */
export interface AnnBackend extends RegistryEntry {
  /** Undefined when usable here, otherwise the reason and the remedy in one sentence. */
  unavailableBecause(): string | undefined;
  /** Parameters that only searches depend on: an index stays what it is when they change. */
  readonly searchParams?: readonly string[];
  /** Whether it can make indexes of this type; left out by backends that find out when they are asked to. */
  knowsType?(type: string): boolean;
  create(settings: AnnIndexSettings): AnnIndex;
  deserialize(bytes: Uint8Array, settings: AnnIndexSettings): Promise<AnnIndex>;
}
