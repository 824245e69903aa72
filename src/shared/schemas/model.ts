import { z } from 'zod';
import { embeddingSpendSchema, embeddingUsageSchema } from './embedding-cost';

export const buildSettingsSchema = z.strictObject({
  embeddings: z
    .strictObject({ provider: z.string().default('local'), params: z.record(z.string(), z.unknown()).default({}) })
    .nullable()
    .prefault({}),
  factors: z
    .strictObject({
      method: z.string().default('truncated-svd'),
      factorCount: z.int().min(1).max(1000).default(50),
      /** Value of a matrix cell: 1, the number of interactions, or their value. */
      values: z.enum(['binary', 'count', 'value']).default('binary'),
      params: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
  index: z
    .strictObject({
      backend: z.string().default('auto'),
      type: z.string().default('auto'),
      /** Left out: cosine for content, inner product for factors. */
      metric: z.enum(['inner-product', 'l2', 'cosine']).optional(),
      params: z.record(z.string(), z.unknown()).default({}),
    })
    .prefault({}),
  seed: z.int().default(42),
});
export type BuildSettings = z.infer<typeof buildSettingsSchema>;

export const buildReportSchema = z.object({
  users: z.int(),
  videos: z.int(),
  interactions: z.int(),
  singularValues: z.array(z.number()),
  explainedVarianceFractions: z.array(z.number()),
  embeddings: z
    .object({
      provider: z.string(),
      model: z.string(),
      dimensions: z.int(),
      count: z.int(),
      /** Absent without a service. */
      usage: embeddingUsageSchema.optional(),
      textRecipe: z.string().optional(),
      normalized: z.boolean().optional(),
      /** When the vectors were computed: a build keeps current ones. */
      madeAtMs: z.number().optional(),
      /** What people should know about the vectors: what was ignored, which videos have none. */
      notes: z.array(z.string()).optional(),
    })
    .nullable(),
  indexes: z.array(
    z.object({
      which: z.enum(['content', 'factors']),
      backend: z.string(),
      description: z.string(),
      count: z.int(),
      dimensions: z.int(),
      bytes: z.number(),
      type: z.string().optional(),
      metric: z.string().optional(),
      /** Why this type, and why this backend, as sentences for people. */
      typeReason: z.string().optional(),
      backendReason: z.string().optional(),
      threads: z.int().optional(),
      /**
       * Whether the index was built, read from its file, built again because the file could not be used, is a table that existed, or is replaced by
       * an exact scan because its engine did not answer when the workspace was opened.
       */
      origin: z.enum(['built', 'loaded', 'repaired', 'attached', 'without-engine']).optional(),
      /** The defect of the file. */
      problem: z.string().optional(),
      /** SHA-256 of the index as a file: two builds of a graph on several threads differ in it. */
      fingerprint: z.string().optional(),
      /** About the answers so far: searches of an external engine that had to be repeated. */
      notes: z.array(z.string()).optional(),
    }),
  ),
  millisecondsByStage: z.record(z.string(), z.number()),
  peakRssBytes: z.number(),
});
export type BuildReport = z.infer<typeof buildReportSchema>;

export const modelStatusSchema = z.object({
  built: z.boolean(),
  /** True when data changed after the models were built. */
  stale: z.boolean(),
  /** Why models that were built cannot be used. */
  staleBecause: z.enum(['data', 'version']).nullable(),
  /** Usage of embedding services, by model. */
  spent: z.array(embeddingSpendSchema),
  settings: buildSettingsSchema,
  report: buildReportSchema.nullable(),
});
export type ModelStatus = z.infer<typeof modelStatusSchema>;

/** Typed arrays over RPC; plain lists of numbers over REST. */
export const floatsSchema = z.custom<Float32Array>((value) => value instanceof Float32Array).describe('One number per video');
export const integersSchema = z.custom<Int32Array>((value) => value instanceof Int32Array).describe('One integer per video');

export const mapMethodSchema = z.enum(['pca', 'umap']);
export type MapMethod = z.infer<typeof mapMethodSchema>;

/** The catalogue in the plane. All lists but `categories` hold one entry per placed video, in the same order. */
export const catalogueMapSchema = z.object({
  method: mapMethodSchema,
  /** Of the embeddings that were projected. */
  fingerprint: z.string(),
  /** Videos of the catalogue, those without a vector, and those that a layout left out because it takes a sample. */
  videoCount: z.int(),
  withoutVectorCount: z.int(),
  leftOutCount: z.int(),
  /** Videos that the axes were fitted on. */
  fittedCount: z.int(),
  /** Share of the variance along x and y; null for methods that have no axes. */
  explainedVarianceFractions: z.tuple([z.number(), z.number()]).nullable(),
  videoIds: z.array(z.string()),
  titles: z.array(z.string()),
  x: floatsSchema,
  y: floatsSchema,
  categories: z.array(z.string()),
  /** Position in `categories` of the first category; −1 without one. */
  categoryCodes: integersSchema,
  /** Distinct users who interacted with the video. */
  userCounts: integersSchema,
});
export type CatalogueMap = z.infer<typeof catalogueMapSchema>;
