import { z } from 'zod';
import { buildSettingsSchema, catalogueMapSchema, mapMethodSchema, modelStatusSchema } from '../schemas/model';
import { indexBenchSchema, indexBenchSettingsSchema } from '../schemas/index-bench';
import { embeddingEstimateSchema, textReadingSchema } from '../schemas/embedding-cost';
import { factorAuditSchema } from '../schemas/growth';
import { procedure, startedJob } from './base';

export const modelContract = {
  status: procedure.route({ method: 'GET', path: '/model' }).output(modelStatusSchema),
  /** Embeddings, factors and index, for serving (all data) and for evaluation (training side of the default split). */
  build: procedure.route({ method: 'POST', path: '/model/build' }).input(buildSettingsSchema).output(startedJob),
  /** What building with these settings would ask of an embedding service; null where none is asked. Nothing is sent. */
  estimate: procedure
    .route({ method: 'POST', path: '/model/estimate', summary: 'Estimate the tokens and the price of the embeddings' })
    .input(buildSettingsSchema)
    .output(embeddingEstimateSchema.nullable()),
  /** Which words a text was read as; null when the provider of the embeddings cannot say. */
  explainText: procedure
    .route({ method: 'GET', path: '/model/explain-text', summary: 'Explain how the embeddings read a text' })
    .input(z.object({ text: z.string().min(1).max(10_000) }))
    .output(z.array(textReadingSchema).nullable()),
  /** Rebuilds the serving models with their settings on everything there is now, and swaps them in while requests go on. */
  refresh: procedure
    .route({ method: 'POST', path: '/model/refresh', summary: 'Rebuild the serving models in the background and swap them in' })
    .output(startedJob),
  /** How far folded-in factors were from a full rebuild, as measured last; null when it never was. */
  audit: procedure.route({ method: 'GET', path: '/model/audit' }).output(factorAuditSchema.nullable()),
  /** Measures that: computes the factors anew, compares, and replaces nothing. */
  runAudit: procedure
    .route({ method: 'POST', path: '/model/audit', summary: 'Compare folded-in factors with a full rebuild' })
    .output(startedJob),
  /** The catalogue in the plane, by content. A UMAP layout must have been made before (`layOut`). */
  map: procedure
    .route({ method: 'GET', path: '/model/map' })
    .input(z.object({ method: mapMethodSchema.default('pca') }).prefault({}))
    .output(catalogueMapSchema),
  /** Makes the UMAP layout of the catalogue map. */
  layOut: procedure
    .route({ method: 'POST', path: '/model/map' })
    .input(z.object({ seed: z.int().default(42) }).prefault({}))
    .output(startedJob),
  /** Recall against latency of types of index, as measured last; null when nothing was. */
  indexBench: procedure.route({ method: 'GET', path: '/model/index-bench' }).output(indexBenchSchema.nullable()),
  /** Measures types of index on the vectors of the workspace. */
  benchIndexes: procedure
    .route({ method: 'POST', path: '/model/index-bench' })
    .input(indexBenchSettingsSchema.prefault({}))
    .output(startedJob),
};
