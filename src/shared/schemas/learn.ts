import { z } from 'zod';
import { conventionsSchema, scoreTiesSchema } from './conventions';
import { metricSpecSchema, relevanceSettingsSchema, splitSettingsSchema } from './experiment';
import { variantSchema } from './variant';

/** Where on the screen an interaction happened, so that items that were shown higher do not count as preferred for that reason. */
export const exposureSchema = z.strictObject({
  /** Further column of the interactions' file. */
  column: z.string().min(1),
  /** `position`: 1 is the top, examined with chance (1 / position)^eta; `propensity`: that chance itself. */
  kind: z.enum(['position', 'propensity']).default('position'),
  eta: z.number().min(0).max(5).default(1),
  /** Smaller chances are raised to this, so that no single interaction outweighs all others. */
  leastPropensity: z.number().min(1e-4).max(1).default(0.05),
});
export type Exposure = z.infer<typeof exposureSchema>;

/** Sign of a weight: `positive` means more of the signal never ranks lower. */
export const weightSignSchema = z.enum(['any', 'positive', 'negative']);

export const learnInputSchema = z.strictObject({
  /** Where to start: its candidates, signal parameters, normalisation and diversity are kept. */
  variant: variantSchema,
  split: splitSettingsSchema.prefault({}),
  relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  /** Signals to weigh; empty: every signal that differs within some pool. All others get weight 0. */
  signals: z.array(z.string().min(1)).max(100).default([]),
  signs: z.record(z.string(), weightSignSchema).default({}),
  /** How they are learnt; one of the registry. */
  method: z.string().min(1).max(60).default('logistic'),
  /** Measures the learnt weights, and is what coordinate ascent maximises. */
  metric: metricSpecSchema.default('ndcg@10'),
  pairsPerRelevant: z.int().min(1).max(10_000).default(20),
  /** Penalties to choose from by validation. */
  l2: z.array(z.number().min(1e-8).max(1e4)).min(1).max(20).default([1e-5, 1e-4, 1e-3, 1e-2, 1e-1]),
  folds: z.int().min(3).max(20).default(5),
  /** Resamples of users for the weights' intervals; 0: no intervals. */
  bootstrapSamples: z.int().min(0).max(10_000).default(200),
  exposure: exposureSchema.nullable().default(null),
  scoreTies: scoreTiesSchema.default('row'),
  seed: z.int().default(42),
});
export type LearnInput = z.infer<typeof learnInputSchema>;
/** What a protocol can set: the split, the rule of relevance and the seed are its own. */
export const learnSettingsSchema = learnInputSchema.omit({ variant: true, split: true, relevance: true, scoreTies: true, seed: true });

export const learntSignalSchema = z.object({
  id: z.string(),
  /** Of the starting variant. */
  start: z.number(),
  /** Scaled so that the largest of all signals is 1. */
  weight: z.number(),
  /** Percentiles over resampled users, each resample’s weights scaled so that its own largest is 1; null without resamples. */
  interval: z.object({ low: z.number(), high: z.number(), level: z.number() }).nullable(),
  /** Whether the interval leaves out 0; null without resamples. */
  distinguishable: z.boolean().nullable(),
});

const measured = z.object({ value: z.number(), low: z.number(), high: z.number() });

export const learnOutputSchema = z.object({
  method: z.string(),
  metric: z.string(),
  signals: z.array(learntSignalSchema),
  userCount: z.int(),
  /** Users with at least one pair. */
  usersWithPairs: z.int(),
  pairCount: z.int(),
  /** The penalty chosen, and what each gave on users it was not fitted on; null and empty for a method without penalties. */
  l2: z.number().nullable(),
  l2Path: z.array(z.object({ l2: z.number(), value: z.number() })),
  /** Mean of the metric on the validation part, by the starting weights. */
  start: z.number(),
  /** By the learnt weights on the same users they were learnt from: optimistic. */
  naive: z.number(),
  /** Each user measured by weights learnt from other users. */
  honest: z.number(),
  /** `honest` − `start`, over the same users. */
  difference: measured,
  pValue: z.number().nullable(),
  verdict: z.enum(['better', 'worse', 'undecided']),
  statements: z.array(z.string()),
  variant: variantSchema,
  conventions: conventionsSchema,
});
export type LearnOutput = z.infer<typeof learnOutputSchema>;
/** Before the conventions of the workspace's data and models are added. */
export type LearnResult = Omit<LearnOutput, 'conventions'>;
