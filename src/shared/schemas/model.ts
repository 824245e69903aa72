import { z } from 'zod';

export const buildSettingsSchema = z.strictObject({
  embeddings: z
    .strictObject({ provider: z.string().default('local'), params: z.record(z.string(), z.unknown()).default({}) })
    .nullable()
    .prefault({}),
  factors: z
    .strictObject({
      method: z.string().default('truncated-svd'),
      factorCount: z.int().min(1).max(1000).default(50),
      /** What a cell of the matrix holds: 1, the number of interactions, or their value. */
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
  embeddings: z.object({ provider: z.string(), model: z.string(), dimensions: z.int(), count: z.int() }).nullable(),
  indexes: z.array(
    z.object({
      which: z.enum(['content', 'factors']),
      backend: z.string(),
      description: z.string(),
      count: z.int(),
      dimensions: z.int(),
      bytes: z.number(),
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
  settings: buildSettingsSchema,
  report: buildReportSchema.nullable(),
});
export type ModelStatus = z.infer<typeof modelStatusSchema>;
