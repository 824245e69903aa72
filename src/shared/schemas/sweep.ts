import { z } from 'zod';
import { conventionsSchema, scoreTiesSchema } from './conventions';
import { metricSpecSchema, relevanceSettingsSchema, splitSettingsSchema } from './experiment';
import { variantSchema } from './variant';

/** A setting of the variant by its path, such as weights.popularity, mmrLambda or signalParams.freshness.halfLifeDays. */
const sweepPathSchema = z.string().min(1).max(200);

export const sweepParameterSchema = z.union([
  z.strictObject({
    path: sweepPathSchema,
    low: z.number().min(-1e9).max(1e9),
    high: z.number().min(-1e9).max(1e9),
    /** `log`: equal ratios are equally likely; for positive ranges such as half-lives. */
    scale: z.enum(['linear', 'log']).default('linear'),
    /** Whole numbers only: pool sizes, limits. */
    whole: z.boolean().default(false),
  }),
  z.strictObject({
    path: sweepPathSchema,
    choices: z
      .array(z.union([z.string().max(200), z.number().min(-1e9).max(1e9), z.boolean()]))
      .min(2)
      .max(50),
  }),
]);
export type SweepParameter = z.infer<typeof sweepParameterSchema>;

/** A setting whose metric falls further below the start's than `maximumLoss` (a share of it) cannot win. */
export const sweepGuardSchema = z.strictObject({ metric: metricSpecSchema, maximumLoss: z.number().min(0).max(1).default(0.01) });

export const sweepInputSchema = z.strictObject({
  variant: variantSchema,
  split: splitSettingsSchema.prefault({}),
  relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  parameters: z.array(sweepParameterSchema).min(1).max(21),
  /** The first one chooses the winner; all of them span the front. */
  objectives: z.array(metricSpecSchema).min(1).max(10).default(['ndcg@10', 'coverage@10']),
  guards: z.array(sweepGuardSchema).max(10).default([]),
  /** Segmentations in which the winner must not be clearly worse than the start: warmth, activity, column:NAME, watched:NAME, logged:NAME. */
  guardSegments: z.array(z.string().min(1)).max(10).default([]),
  /** Settings to try beside the start. */
  settings: z.int().min(1).max(100_000).default(200),
  /** How they are chosen; one of the registry. */
  search: z.string().min(1).max(60).default('tpe'),
  /** Measure every setting on a quarter of the users first, and only the better half on all, without those that break a guard there. */
  halving: z.boolean().default(false),
  /** Parts of the validation interactions in time; the winner of the earlier ones is measured on the next. */
  folds: z.int().min(2).max(10).default(3),
  scoreTies: scoreTiesSchema.default('row'),
  seed: z.int().default(42),
});
export type SweepInput = z.infer<typeof sweepInputSchema>;
/** What a protocol can set: the split, the rule of relevance and the seed are its own. */
export const sweepSettingsSchema = sweepInputSchema.omit({ variant: true, split: true, relevance: true, scoreTies: true, seed: true });

const value = z.number().nullable();
export const sweepMetricSchema = z.object({
  spec: z.string(),
  value,
  /** Setting − start over the same users, with a 95% t-interval; null for metrics without a value for each user. */
  difference: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
});
export const sweepSettingSchema = z.object({
  /** Path → value; empty for the start. */
  values: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  metrics: z.array(sweepMetricSchema),
  /** No other setting is at least as good in every objective and better in one. */
  onFront: z.boolean(),
  /** Guards that it breaks, in words. */
  breaks: z.array(z.string()),
});
export type SweepSetting = z.infer<typeof sweepSettingSchema>;

export const sweepOutputSchema = z.object({
  objectives: z.array(z.object({ spec: z.string(), direction: z.enum(['higher', 'lower']) })),
  /** The start first, then in the order tried. */
  settings: z.array(sweepSettingSchema),
  /** Index in `settings`: the best by the first objective among those that break no guard. */
  winner: z.int(),
  userCount: z.int(),
  start: value,
  /** Of the winner on the interactions that chose it: optimistic. */
  naive: value,
  /** Winners of earlier interactions measured on later ones, and the start on the same ones. */
  honest: z.object({ value, start: value, difference: z.object({ value, low: value, high: value }), pValue: value }),
  verdict: z.enum(['better', 'worse', 'undecided']),
  /** Ended on request before every setting was tried. */
  stoppedEarly: z.boolean(),
  /** Settings taken from an earlier run that was interrupted. */
  resumed: z.int(),
  statements: z.array(z.string()),
  variant: variantSchema,
  conventions: conventionsSchema,
});
export type SweepOutput = z.infer<typeof sweepOutputSchema>;
/** Before the conventions of the workspace's data and models are added. */
export type SweepResult = Omit<SweepOutput, 'conventions'>;
