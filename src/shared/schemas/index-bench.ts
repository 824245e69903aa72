import { z } from 'zod';

/** Which vectors of a workspace: content embeddings (by cosine) or item factors (by inner product). */
export const indexedVectorsSchema = z.enum(['content', 'factors']);
export type IndexedVectors = z.infer<typeof indexedVectorsSchema>;

export const indexBenchSettingsSchema = z.strictObject({
  which: indexedVectorsSchema.default('content'),
  /** FAISS factory strings. */
  types: z.array(z.string().min(1).max(128)).min(1).max(20).default(['Flat', 'HNSW32', 'IVF256,Flat']),
  /** An index backend; “auto”: the best of this machine. */
  backend: z.string().min(1).max(64).default('auto'),
  neighborCount: z.int().min(1).max(10_000).default(100),
  /** Queries drawn from the workspace: users' factors, or videos' embeddings. */
  queryCount: z.int().min(1).max(10_000).default(200),
  seed: z.int().default(42),
});
export type IndexBenchSettings = z.infer<typeof indexBenchSettingsSchema>;

export const indexBenchPointSchema = z.object({
  /** The search parameter that was varied; null for types that have none. */
  parameter: z.object({ name: z.enum(['efSearch', 'nprobe']), value: z.int() }).nullable(),
  /** Mean share of the true neighbours found; a neighbour as good as the last true one counts. */
  recall: z.number(),
  /** Median, one query at a time. */
  millisecondsPerQuery: z.number(),
  queriesPerSecondOne: z.number(),
  /** Median of up to fifteen batches of all queries. */
  queriesPerSecondBatch: z.number(),
});

/** Recall against latency: one line per type, one point per value of its search parameter. */
export const indexBenchSchema = z.object({
  which: indexedVectorsSchema,
  metric: z.string(),
  count: z.int(),
  dimensions: z.int(),
  neighborCount: z.int(),
  queryCount: z.int(),
  backend: z.string(),
  types: z.array(
    z.object({
      type: z.string(),
      description: z.string(),
      buildSeconds: z.number(),
      bytes: z.number(),
      points: z.array(indexBenchPointSchema),
      /** Why this type could not be measured here; then there are no points. */
      problem: z.string().nullable(),
    }),
  ),
});
export type IndexBench = z.infer<typeof indexBenchSchema>;
