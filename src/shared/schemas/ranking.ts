import { z } from 'zod';
import { hasOneLength, listLengthFields, oneLengthRule } from './list-length';
import { relevanceSettingsSchema, splitSettingsSchema } from './experiment';
import { variantSchema } from './variant';

/** Target of a list: a user, a text, or a seed video. */
export const rankingContextSchema = z.union([
  z.strictObject({ user: z.string() }),
  z.strictObject({ query: z.string().min(1).max(10_000) }),
  z.strictObject({ video: z.string() }),
]);
export type RankingContext = z.infer<typeof rankingContextSchema>;

export const contributionSchema = z.object({
  signal: z.string(),
  raw: z.number(),
  normalized: z.number(),
  weight: z.number(),
  contribution: z.number(),
});

/** Candidates of one score: how many, listed or not, and the positions that they share. The order of rows decides among them. */
export const listTieSchema = z.object({ count: z.int(), first: z.int(), last: z.int() });
export type ListTie = z.infer<typeof listTieSchema>;

export const rankedVideoSchema = z.object({
  videoId: z.string(),
  title: z.string(),
  categories: z.array(z.string()),
  creator: z.string().nullable(),
  publishedAtMs: z.number().nullable(),
  position: z.int(),
  score: z.number(),
  /** Absent where no other candidate has the score. */
  tie: listTieSchema.optional(),
  /** They sum to `score`. */
  contributions: z.array(contributionSchema),
  sources: z.array(z.string()),
  /** Where the foreign runs among the sources have the video; absent for variants without runs. */
  runs: z.array(z.object({ file: z.string(), sha256: z.string(), position: z.int(), score: z.number() })).optional(),
  /** In the Lab: whether the video is relevant for this user in the test part; null when unknown. */
  relevant: z.boolean().nullable(),
});
export type RankedVideo = z.infer<typeof rankedVideoSchema>;

/** On the evaluation side: which split's training side the models are of. Omitted: the workspace's split and seed. */
export const listSplitFields = { split: splitSettingsSchema.optional(), seed: z.int().optional() };

export const recommendInputSchema = z
  .object({
    context: rankingContextSchema,
    ...listLengthFields,
    /** Omitted: the workspace's default variant. */
    variant: variantSchema.optional(),
    exclude: z.array(z.string()).max(10_000).default([]),
    /** `serving`: models of all data; `evaluation`: models of the training side of a split. */
    side: z.enum(['serving', 'evaluation']).default('serving'),
    ...listSplitFields,
    /** On the evaluation side: what counts as relevant in the test part. */
    relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  })
  .refine(hasOneLength, oneLengthRule);

export const recommendOutputSchema = z.object({
  variant: z.string(),
  backend: z.string(),
  /** How the context was served, e.g. "cold user: content and popularity". */
  note: z.string().nullable(),
  elapsedMs: z.number(),
  /** Signals that the data cannot feed, each with the reason in one sentence. */
  unavailableSignals: z.array(z.object({ signal: z.string(), because: z.string() })).optional(),
  items: z.array(rankedVideoSchema),
});
export type RecommendOutput = z.infer<typeof recommendOutputSchema>;
