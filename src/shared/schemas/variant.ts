import { z } from 'zod';
import { conditionsSchema } from './condition';
import { coldUsersSchema } from './conventions';
import { weightSchema } from './ranges';
import { signalDefinitionsSchema } from './signal';

/** How a user's pool of candidates is made. Source ids come from the candidates registry. */
export const candidateSettingsSchema = z.strictObject({
  sources: z
    .array(
      z.strictObject({
        id: z.string(),
        limit: z.int().min(1).max(10_000).default(200),
        params: z.record(z.string(), z.unknown()).default({}),
        /** What the source counts for in the merge; absent: 1. A source that weighs 0 is left out. */
        weight: z.number().min(0).max(100).optional(),
      }),
    )
    .min(1)
    .default([
      { id: 'factors', limit: 200, params: {} },
      { id: 'content', limit: 200, params: {} },
      { id: 'popular', limit: 200, params: {} },
    ]),
  /** A fusion method and its parameters; `k` is the constant of reciprocal-rank fusion. Ids come from the registry of fusion methods. */
  merge: z
    .strictObject({
      id: z.string().min(1).max(60).default('rrf'),
      k: z.number().positive().max(1e6).default(60),
      params: z.record(z.string(), z.unknown()).optional(),
    })
    .prefault({}),
  poolSize: z.int().min(1).max(10_000).default(200),
  /** `training`: items known at training time; `all`: every item of the dataset. */
  universe: z.enum(['training', 'all']).default('training'),
  removeSeen: z.boolean().default(true),
  /** Policy for users without history and without data in the sources. */
  coldUsers: coldUsersSchema.default('fallback'),
  /** Whether a metric's cutoff beyond `poolSize` makes the pool as deep as that; otherwise it is measured on what is there, and says so. */
  deepens: z.boolean().default(false),
});
export type CandidateSettings = z.infer<typeof candidateSettingsSchema>;

export const normalizationSchema = z.enum(['min-max', 'z-score', 'rank', 'none']);
export type Normalization = z.infer<typeof normalizationSchema>;

export const filterSettingsSchema = z.strictObject({
  includeCategories: z.array(z.string()).default([]),
  excludeCategories: z.array(z.string()).default([]),
  maxPerCreator: z.int().min(1).nullable().default(null),
  /** Conditions on columns of the videos, all of which must hold: `price <= 20`, `language in (de, en) or missing`, `has discount`. */
  where: conditionsSchema.optional(),
});
export type FilterSettings = z.infer<typeof filterSettingsSchema>;

/** A complete ranking configuration: candidates → signals → weights → diversity. */
export const variantSchema = z.strictObject({
  name: z.string().min(1).max(120),
  notes: z.string().max(10_000).default(''),
  candidates: candidateSettingsSchema.prefault({}),
  /** Signal id → weight. A signal that is absent weighs 0. */
  weights: z.record(z.string(), weightSchema).default({ similarity: 0.4, factors: 0.4, popularity: 0.1, freshness: 0.1 }),
  /** Signal id → its parameters (half-life, damping …), validated by the signal. */
  signalParams: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  /** Signals defined by the user, as they were when the variant was measured; absent ones are those of the workspace. */
  signals: signalDefinitionsSchema.optional(),
  normalization: normalizationSchema.default('min-max'),
  /** MMR: 1 = relevance only, 0 = diversity only. */
  mmrLambda: z.number().min(0).max(1).default(1),
  filters: filterSettingsSchema.prefault({}),
});
export type Variant = z.infer<typeof variantSchema>;
export type VariantInput = z.input<typeof variantSchema>;
