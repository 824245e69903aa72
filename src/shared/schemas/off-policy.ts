import { z } from 'zod';
import { interactionValueSchema } from './ranges';

const column = (text: string) => z.array(interactionValueSchema).min(1).max(1_000_000).describe(text);

/** Logged decisions, column by column, and how to estimate from them. */
export const offPolicyInputSchema = z.strictObject({
  rewards: column('Reward of each decision'),
  loggingProbabilities: column('Probability with which the logging policy chose the logged action, in (0, 1]'),
  targetProbabilities: column('Probability with which the policy under evaluation would choose it, in [0, 1]'),
  predictedRewards: column('A reward model’s prediction for the logged action').optional(),
  targetValues: column('The model’s expected reward under the policy under evaluation').optional(),
  switchThreshold: z.number().positive().max(1e12).default(10).describe('Weight threshold of Switch-DR'),
  confidence: z.number().gt(0).lt(1).default(0.95).describe('Confidence of the intervals'),
  bootstrapSamples: z.int().min(0).max(100_000).default(2000).describe('0 = delta method only'),
  seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(42),
  acceptFewDecisions: z.boolean().default(false).describe('Return estimates with a small effective sample size, with a warning'),
});

export type OffPolicyInput = z.output<typeof offPolicyInputSchema>;

const intervalSchema = z.object({ low: z.number(), high: z.number(), level: z.number() });

export const estimateSchema = z.object({
  value: z.number().nullable().describe('null where `refusal` says why'),
  standardError: z.number().nullable().describe('Delta method; null for a single decision'),
  interval: intervalSchema.nullable(),
  bootstrap: z.object({ standardError: z.number(), interval: intervalSchema, samples: z.int() }).nullable(),
  effectiveSampleSize: z.number(),
  refusal: z.string().optional(),
});

export const offPolicyReportSchema = z.object({
  estimates: z
    .record(z.string(), estimateSchema)
    .describe('By id of the estimator; those that need a reward model are missing without one'),
  count: z.int(),
  effectiveSampleSize: z.number(),
  largestWeight: z.number(),
  largestWeightShare: z.number(),
  warnings: z.array(z.string()),
  conventions: z
    .object({
      version: z.literal(1),
      switchThreshold: z.number(),
      confidence: z.number(),
      bootstrapSamples: z.int(),
      seed: z.int(),
      acceptFewDecisions: z.boolean(),
    })
    .describe('What the numbers depend on besides the decisions'),
});
