/** Bandits that choose among variants, on simulated users. */
import { z } from 'zod';
import { livePlanInputSchema } from './live';
import { audienceReportSchema, audienceSettingsSchema } from './simulate';

export const banditsSettingsSchema = z.strictObject({
  audience: audienceSettingsSchema.prefault({}),
  /** Bandits with their parameters; null: all of them. */
  bandits: z
    .array(z.strictObject({ id: z.string().min(1).max(60), params: z.record(z.string(), z.unknown()).default({}) }))
    .min(1)
    .max(10)
    .nullable()
    .default(null),
  visits: z.int().min(10).max(2_000_000).default(20_000),
  repetitions: z.int().min(2).max(1_000).default(30),
});
export type BanditsSettings = z.infer<typeof banditsSettingsSchema>;

export const banditsInputSchema = livePlanInputSchema.extend({
  ...banditsSettingsSchema.shape,
  everyUser: z.boolean().default(false),
  variants: livePlanInputSchema.shape.variants.min(2, 'Give at least two variants to choose from').max(10),
});
export type BanditsInput = z.infer<typeof banditsInputSchema>;

const intervalOfMean = z.object({ mean: z.number(), low: z.number().nullable(), high: z.number().nullable() });

export const banditsOutputSchema = z.object({
  names: z.array(z.string()),
  audience: audienceReportSchema,
  /** What the contextual bandit knows of a user. */
  features: z.array(z.string()),
  visits: z.int(),
  repetitions: z.int(),
  /** Exact share of visits with a click under every variant. */
  truth: z.array(z.object({ name: z.string(), reward: z.number() })),
  /** Index of the best one for all users together, and the share with every user’s own best. */
  best: z.int(),
  personalReward: z.number(),
  bandits: z.array(
    z.object({
      bandit: z.string(),
      label: z.string(),
      description: z.string(),
      points: z.array(
        z.object({
          visits: z.int(),
          /** Clicked visits lost so far against the best variant for all users, and against every user’s own best. */
          regret: intervalOfMean,
          personalRegret: intervalOfMean,
          /** Share of the visits so far that saw each variant. */
          shares: z.array(z.number()),
        }),
      ),
    }),
  ),
  statements: z.array(z.string()),
});
export type BanditsOutput = z.infer<typeof banditsOutputSchema>;
