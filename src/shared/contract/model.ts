import { z } from 'zod';
import { buildSettingsSchema, catalogueMapSchema, mapMethodSchema, modelStatusSchema } from '../schemas/model';
import { indexBenchSchema, indexBenchSettingsSchema } from '../schemas/index-bench';
import { embeddingEstimateSchema, textReadingSchema } from '../schemas/embedding-cost';
import { factorAuditSchema } from '../schemas/growth';
import { attachmentReportSchema, indexEnginesSchema, indexEnginesStatusSchema } from '../schemas/index-engine';
import { procedure, startedJob } from './base';

export const modelContract = {
  status: procedure
    .route({ method: 'GET', path: '/model', summary: 'What is built, and whether it is out of date' })
    .output(modelStatusSchema),
  /** Embeddings, factors and index, for serving (all data) and for evaluation (training side of the default split). */
  build: procedure
    .route({ method: 'POST', path: '/model/build', summary: 'Build embeddings, factors and indexes' })
    .input(buildSettingsSchema)
    .output(startedJob),
  /** Estimated usage of the embedding service for a build with these settings; null without one. Sends nothing. */
  estimate: procedure
    .route({ method: 'POST', path: '/model/estimate', summary: 'Estimate the tokens and the price of the embeddings' })
    .input(buildSettingsSchema)
    .output(embeddingEstimateSchema.nullable()),
  /** The words recognised in a text; null if the embedding provider does not support it. */
  explainText: procedure
    .route({ method: 'GET', path: '/model/explain-text', summary: 'Explain how the embeddings read a text' })
    .input(z.object({ text: z.string().min(1).max(10_000) }))
    .output(z.array(textReadingSchema).nullable()),
  /** Rebuilds the serving models with their settings on all current data, and swaps them in while requests continue. */
  refresh: procedure
    .route({ method: 'POST', path: '/model/refresh', summary: 'Rebuild the serving models in the background and swap them in' })
    .output(startedJob),
  /** The last comparison of folded-in factors with a full rebuild; null if there is none. */
  audit: procedure
    .route({ method: 'GET', path: '/model/audit', summary: 'The last audit of folded-in factors' })
    .output(factorAuditSchema.nullable()),
  /** Runs that comparison: recomputes the factors and replaces nothing. */
  runAudit: procedure
    .route({ method: 'POST', path: '/model/audit', summary: 'Compare folded-in factors with a full rebuild' })
    .output(startedJob),
  /** The catalogue in the plane, by content. A UMAP layout must have been computed before (`layOut`). */
  map: procedure
    .route({ method: 'GET', path: '/model/map', summary: 'The map of the catalogue; null before it is made' })
    .input(z.object({ method: mapMethodSchema.default('pca') }).prefault({}))
    .output(catalogueMapSchema),
  /** Makes the UMAP layout of the catalogue map. */
  layOut: procedure
    .route({ method: 'POST', path: '/model/map', summary: 'Make the map of the catalogue' })
    .input(z.object({ seed: z.int().default(42) }).prefault({}))
    .output(startedJob),
  /** The servers that hold indexes, without passwords. They belong to this machine, not to a workspace. */
  indexEngines: procedure
    .route({ method: 'GET', path: '/model/index-engines', summary: 'Connections of external index engines' })
    .output(indexEnginesStatusSchema),
  /** Replaces them. `doctor` says whether they answer. */
  setIndexEngines: procedure
    .route({ method: 'PUT', path: '/model/index-engines', summary: 'Set the connections of external index engines' })
    .input(indexEnginesSchema)
    .output(indexEnginesStatusSchema),
  /** Compares the attached tables with the serving vectors, without searching them. */
  attachments: procedure
    .route({ method: 'GET', path: '/model/attachments', summary: 'Attached tables beside the vectors of the workspace' })
    .output(z.array(attachmentReportSchema)),
  /** The last measurement of recall against latency of index types; null if there is none. */
  indexBench: procedure
    .route({ method: 'GET', path: '/model/index-bench', summary: 'The last measurement of index types' })
    .output(indexBenchSchema.nullable()),
  /** Measures types of index on the vectors of the workspace. */
  benchIndexes: procedure
    .route({ method: 'POST', path: '/model/index-bench', summary: 'Measure speed and recall of index types' })
    .input(indexBenchSettingsSchema.prefault({}))
    .output(startedJob),
};
