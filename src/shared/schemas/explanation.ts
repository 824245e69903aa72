import { z } from 'zod';
import { weightSchema } from './ranges';
import { contributionSchema, listSplitFields, listTieSchema, rankingContextSchema } from './ranking';
import { variantSchema } from './variant';

const side = z.enum(['serving', 'evaluation']).default('evaluation');
const videoReference = z.object({ videoId: z.string(), title: z.string() });

export const flipsInputSchema = z.object({
  context: rankingContextSchema,
  variant: variantSchema,
  limit: z.int().min(1).max(100).default(10),
  /** Range of weights to search, as on the sliders. */
  low: weightSchema.default(0),
  high: weightSchema.default(1),
  side,
  ...listSplitFields,
});

export const flipsOutputSchema = z.object({
  /** Why there are none to show (MMR, creator limit); null when the flips are exact. */
  unavailableBecause: z.string().nullable(),
  signals: z.array(
    z.object({
      signal: z.string(),
      flips: z.array(z.object({ weight: z.number(), position: z.int(), aheadBelow: videoReference, aheadAbove: videoReference })),
    }),
  ),
});
export type FlipsOutput = z.infer<typeof flipsOutputSchema>;

export const whyNotInputSchema = z.object({
  context: rankingContextSchema,
  video: z.string(),
  variant: variantSchema,
  limit: z.int().min(1).max(1000).default(10),
  side,
  ...listSplitFields,
});

export const whyNotStageSchema = z.enum([
  'listed',
  'seen',
  'unknown-at-training',
  'not-retrieved',
  'cut-by-pool',
  'filtered',
  'creator-limit',
  'outranked',
]);

export const whyNotOutputSchema = z.object({
  video: videoReference,
  /** The first stage that dropped the video, in pipeline order. */
  stage: whyNotStageSchema,
  /** One sentence for people. */
  sentence: z.string(),
  /** The filters that removed it, in words; absent unless `filtered`. */
  removedBy: z.array(z.string()).optional(),
  /** Position among all ranked candidates; null when it never got that far. */
  position: z.int().nullable(),
  poolPosition: z.int().nullable(),
  poolSize: z.int(),
  score: z.number().nullable(),
  /** Absent where no other candidate has its score. */
  tie: listTieSchema.optional(),
  /** Score of the last listed item: what it would have to beat. */
  scoreToBeat: z.number().nullable(),
  contributions: z.array(contributionSchema),
  sources: z.array(z.object({ id: z.string(), limit: z.int(), position: z.int().nullable() })),
  /** The smallest change of one weight that brings it into the list, per signal, smallest first. */
  lifts: z.array(z.object({ signal: z.string(), from: z.number(), to: z.number(), position: z.int() })),
});
export type WhyNotOutput = z.infer<typeof whyNotOutputSchema>;
