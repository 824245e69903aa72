/** Off-policy estimates of lists whose truth is known. */
import { z } from 'zod';
import { livePlanInputSchema } from './live';
import { audienceReportSchema, audienceSettingsSchema } from './simulate';

/** A policy draws the next video with probability proportional to its rank to the power of minus this. */
const sharpness = z.number().min(0).max(20);

export const offPolicyTruthSettingsSchema = z.strictObject({
  audience: audienceSettingsSchema.prefault({}),
  /** Of a list; takes the place of the audience’s. */
  positions: z.int().min(1).max(20).default(3),
  /** Best videos of each variant from which lists are drawn; the other variant’s count as one rank below. */
  pool: z.int().min(2).max(50).default(10),
  loggingSharpness: sharpness.default(1),
  targetSharpness: sharpness.default(1),
  /** Lists of a log, and logs. */
  slates: z.int().min(20).max(100_000).default(2_000),
  repetitions: z.int().min(2).max(1_000).default(50),
  confidence: z.number().min(0.5).max(0.999).default(0.95),
});
export type OffPolicyTruthSettings = z.infer<typeof offPolicyTruthSettingsSchema>;

/** The first variant logs, the second one is the target. */
export const offPolicyTruthInputSchema = livePlanInputSchema.extend({
  ...offPolicyTruthSettingsSchema.shape,
  everyUser: z.boolean().default(false),
  variants: livePlanInputSchema.shape.variants.min(2, 'Give the logging variant and the target').max(2),
});
export type OffPolicyTruthInput = z.infer<typeof offPolicyTruthInputSchema>;

export const offPolicyTruthOutputSchema = z.object({
  names: z.tuple([z.string(), z.string()]),
  audience: audienceReportSchema,
  slates: z.int(),
  repetitions: z.int(),
  /** Clicks of a list: under the target, exactly but for the drawing of lists, and under the logging policy. */
  truth: z.object({ value: z.number(), standardError: z.number(), logged: z.number() }),
  estimators: z.array(
    z.object({
      estimator: z.string(),
      label: z.string(),
      /** Over all logs, refused ones included. */
      mean: z.number(),
      bias: z.number(),
      biasInterval: z.object({ low: z.number(), high: z.number() }),
      rootMeanSquaredError: z.number(),
      /** Share of the intervals that contain the truth. */
      coverage: z.number(),
      /** Share of the logs on which the estimate is refused for want of support. */
      refused: z.number(),
    }),
  ),
  statements: z.array(z.string()),
});
export type OffPolicyTruthOutput = z.infer<typeof offPolicyTruthOutputSchema>;
