/** Off-policy estimates of whole lists; those of single decisions are in off-policy.ts. */
import { z } from 'zod';
import { estimateSchema } from './off-policy';
import { interactionValueSchema } from './ranges';
import { listSplitFields } from './ranking';
import { variantSchema } from './variant';

const maxRows = 1_000_000;
const column = (text: string) => z.array(interactionValueSchema).min(1).max(maxRows).describe(text);
const ids = (text: string) => z.array(z.string().min(1).max(500)).min(1).max(maxRows).describe(text);

/** One entry per list and position. */
const logColumns = {
  slates: ids('Which list an entry belongs to'),
  positions: z.array(z.int().min(1).max(1_000)).min(1).max(maxRows).describe('Position in the list, from 1, without gaps'),
  rewards: column('Reward at the position'),
  loggingProbabilities: column('Probability with which the logging policy chose the video at this position, given those above, in (0, 1]'),
};

const estimateFields = {
  confidence: z.number().gt(0).lt(1).default(0.95).describe('Confidence of the intervals'),
  bootstrapSamples: z.int().min(0).max(100_000).default(2000).describe('0 = delta method only'),
  acceptFewDecisions: z.boolean().default(false).describe('Return estimates without enough support, with a warning'),
};
const resampleSeed = z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(42);

/** Logged lists whose probabilities under the target are known. */
export const slatesInputSchema = z.strictObject({
  ...logColumns,
  targetProbabilities: column('The same probability under the policy under evaluation, in [0, 1]'),
  predictedRewards: column('A reward model’s prediction for the video at the position').optional(),
  targetValues: column('The model’s expected reward at the position under the policy under evaluation, given the videos above').optional(),
  ...estimateFields,
  seed: resampleSeed,
});
export type SlatesInput = z.output<typeof slatesInputSchema>;

/** Logged lists with a variant as the target. */
export const variantSlatesInputSchema = z.strictObject({
  ...logColumns,
  users: ids('The user who saw the list'),
  videos: ids('The video at the position; a video that the workspace does not know is never shown by the variant'),
  variant: variantSchema,
  temperature: z
    .number()
    .min(0.001)
    .max(1_000)
    .default(0.1)
    .describe('The variant draws the next video with probability proportional to exp(score / temperature); lower: closer to its ranking'),
  side: z.enum(['serving', 'evaluation']).default('evaluation'),
  ...listSplitFields,
  ...estimateFields,
  resampleSeed,
});
export type VariantSlatesInput = z.output<typeof variantSlatesInputSchema>;

export const slatesReportSchema = z.object({
  estimates: z
    .record(z.string(), estimateSchema)
    .describe('By id of the estimator; those that need a reward model are missing without one'),
  slateCount: z.int(),
  loggedReward: z.number().describe('Mean reward of the logged lists'),
  positions: z.array(
    z.object({
      position: z.int(),
      slates: z.int(),
      meanWeight: z.number().describe('About 1 where the log can show whatever the target shows'),
      standardError: z.number(),
      effectiveSampleSize: z.number(),
      largestWeight: z.number(),
    }),
  ),
  unsupported: z.array(z.string()).describe('Names of estimates without enough support'),
  warnings: z.array(z.string()),
  conventions: z
    .object({
      version: z.literal(1),
      confidence: z.number(),
      bootstrapSamples: z.int(),
      seed: z.int(),
      acceptFewDecisions: z.boolean(),
    })
    .describe('What the numbers depend on besides the lists'),
});
export type SlatesReport = z.infer<typeof slatesReportSchema>;
