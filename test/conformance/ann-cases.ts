import type { AnnBackend } from '#engine/ann/port';
import { annBackends } from '#service/ann/ann-backends';
import { createFaissNodeBackend } from '#service/ann/faiss-node-backend';
import { faissNodeStandIn } from './faiss-node-stand-in';

export interface TypeCase {
  readonly type: string;
  /** Smallest mean share of the true ten neighbours that must be found. */
  readonly recall: number;
  /** The same at the default search parameters, with and without filters and denied ids: the smallest measured value minus a margin. */
  readonly filteredRecall: number;
  /** Largest allowed error of a score against float64; compressed types are less exact. */
  readonly tolerance: number;
  readonly search?: { readonly nprobe?: number; readonly efSearch?: number };
  readonly trainable?: boolean;
}

const flat: TypeCase = { type: 'Flat', recall: 1, filteredRecall: 1, tolerance: 2e-6 };
const graph: TypeCase = { type: 'HNSW32', recall: 0.97, filteredRecall: 0.97, tolerance: 2e-6, search: { efSearch: 128 } };
const faissTypes: readonly TypeCase[] = [
  flat,
  graph,
  { type: 'HNSW16,SQ8', recall: 0.9, filteredRecall: 0.9, tolerance: 0.05, search: { efSearch: 128 }, trainable: true },
  { type: 'IVF16,Flat', recall: 0.97, filteredRecall: 0.97, tolerance: 2e-6, search: { nprobe: 8 }, trainable: true },
  { type: 'IVF16,SQ8', recall: 0.9, filteredRecall: 0.92, tolerance: 0.05, search: { nprobe: 8 }, trainable: true },
  { type: 'IVF16_HNSW16,Flat', recall: 0.95, filteredRecall: 0.97, tolerance: 2e-6, search: { nprobe: 8 }, trainable: true },
  { type: 'IVF8,PQ8x6', recall: 0.3, filteredRecall: 0.45, tolerance: 2, search: { nprobe: 8 }, trainable: true },
  { type: 'HNSW4', recall: 0.5, filteredRecall: 0.8, tolerance: 2e-6 },
  { type: 'IVF256,Flat', recall: 0.9, filteredRecall: 0.85, tolerance: 2e-6, trainable: true },
  { type: 'IVF16,PQ8x4fs', recall: 0.15, filteredRecall: 0.25, tolerance: 5, search: { nprobe: 8 }, trainable: true },
  { type: 'IVF16,PQ4,RFlat', recall: 0.3, filteredRecall: 0.4, tolerance: 2e-6, search: { nprobe: 8 }, trainable: true },
  { type: 'SQ8', recall: 0.95, filteredRecall: 0.9, tolerance: 0.05, trainable: true },
  { type: 'SQfp16', recall: 0.99, filteredRecall: 0.97, tolerance: 0.005 },
  { type: 'PQ8x6', recall: 0.3, filteredRecall: 0.4, tolerance: 2, trainable: true },
  { type: 'PCA12,Flat', recall: 0.5, filteredRecall: 0.38, tolerance: 1, trainable: true },
  { type: 'PQ8x4fs', recall: 0.15, filteredRecall: 0.25, tolerance: 5, trainable: true },
];

export interface BackendCase {
  readonly name: string;
  readonly backend: AnnBackend;
  readonly types: readonly TypeCase[];
  readonly unavailable?: string | undefined;
  /** Random indexes, each asked ten times; fewer where a build takes long. */
  readonly randomIndexes?: number;
  /** Starts the engine before the tests; returns what stops it. */
  readonly start?: () => Promise<() => Promise<void>>;
}

/** faiss-node's prebuilt binary is often unavailable, so its adapter is also tested over a stand-in that fails the test on misuse. */
export const annCases = (): readonly BackendCase[] => [
  ...annBackends()
    .filter(({ probe }) => probe === undefined)
    .map((backend) => ({
      name: backend.id,
      backend,
      types: backend.id === 'faiss' ? faissTypes : backend.id === 'exact' ? [flat] : [flat, graph],
      unavailable: backend.unavailableBecause(),
    })),
  { name: 'faiss-node over a stand-in', backend: createFaissNodeBackend(() => ({ module: faissNodeStandIn })), types: [flat] },
];
