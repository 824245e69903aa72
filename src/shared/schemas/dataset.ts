import { z } from 'zod';
import { conditionsSchema } from './condition';
import { durationSecondsSchema, idSchema, interactionValueSchema, kindSchema, storableText, timestampMsSchema } from './ranges';

export * from './condition';
export * from './export-data';
export * from './import-data';

/** The simulation behind generated data; docs/generator.md explains each parameter. */
export const generatorParamsSchema = z.strictObject({
  users: z.int().min(1).max(10_000_000).default(5_000).describe('How many users'),
  videos: z.int().min(1).max(10_000_000).default(10_000).describe('How many videos'),
  interactions: z.int().min(1).max(1_000_000_000).default(100_000).describe('How many views; at most users × videos'),
  seed: z.int().default(42).describe('Random seed'),
  popularityExponent: z.number().min(0).max(3).default(0.9).describe('Zipf exponent of views per video; 0 = every video equally popular'),
  activityExponent: z.number().min(0).max(3).default(0.7).describe('Zipf exponent of views per user'),
  tasteStrength: z.number().min(0).max(1).default(0.7).describe('Share of views chosen by taste; the rest follows popularity alone'),
  days: z.int().min(1).max(36_500).default(180).describe('Length of the logged period'),
  startMs: z
    .number()
    .int()
    .min(0)
    .max(4_102_444_800_000)
    .default(1_704_067_200_000)
    .describe('Start of the logged period, milliseconds since 1970'),
  categories: z.int().min(1).max(24).default(24).describe('How many of the 24 categories are used'),
  creators: z.int().min(1).max(10_000_000).optional().describe('How many creators; empty = one per 25 videos'),
  newVideoFraction: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('Share of videos published during the logged period; the others are older'),
  newUserFraction: z.number().min(0).max(1).default(0.2).describe('Share of users who arrive during the logged period'),
  freshness: z.number().min(0).max(1).default(0.5).describe('0 = age does not matter, 1 = exposure halves every half-life'),
  freshnessHalfLifeDays: z.number().positive().max(36_500).default(30).describe('Half-life of freshness'),
  positionBias: z.number().min(0).max(5).default(1).describe('Place p of a page is looked at with probability p^−bias'),
  weeklyRhythm: z.number().min(0).max(1).default(0.5).describe('How much busier weekends and evenings are; 0 = even'),
  drift: z.number().min(0).max(1).default(0.2).describe('Share of a user’s tastes that change during the logged period'),
  likeFraction: z.number().min(0).max(1).default(0.15).describe('About this share of views ends in a like'),
});
export type GeneratorParamsInput = z.input<typeof generatorParamsSchema>;
export type GeneratorParams = z.infer<typeof generatorParamsSchema>;

/** Generated properties beside the requested ones. Null if there is too little data to measure. */
export const generatorReportSchema = z.object({
  asked: generatorParamsSchema,
  users: z.int(),
  videos: z.int(),
  interactions: z.int(),
  fittedPopularityExponent: z.number().nullable(),
  fittedActivityExponent: z.number().nullable(),
  popularityGini: z.number().nullable(),
  activityGini: z.number().nullable(),
  /** 1 − interactions / (users × videos). */
  sparsityFraction: z.number(),
  neverWatchedVideos: z.int(),
  inactiveUsers: z.int(),
  newVideos: z.int(),
  newUsers: z.int(),
  kindShares: z.record(z.string(), z.number()),
  meanWatchedFraction: z.number(),
});
export type GeneratorReport = z.infer<typeof generatorReportSchema>;

export const histogramSchema = z.object({
  label: z.string(),
  /** What the bins are of, and what is counted: the names of the axes. */
  xName: z.string(),
  yName: z.string(),
  /** Ascending, one more than counts. */
  edges: z.array(z.number()),
  counts: z.array(z.number()),
  /** Where there are few distinct values: one per count, each between its edges. */
  values: z.array(z.number()).optional(),
});

export const datasetSummarySchema = z.object({
  name: z.string(),
  users: z.int(),
  videos: z.int(),
  interactions: z.int(),
  kinds: z.array(z.object({ kind: z.string(), count: z.int() })),
  firstTimestampMs: z.number().nullable(),
  lastTimestampMs: z.number().nullable(),
  /** 1 − filled cells / all cells. */
  sparsityFraction: z.number().nullable(),
  popularityGini: z.number().nullable(),
  /** The categories of the most videos, at most eight, largest first: those that have a colour of their own. */
  largestCategories: z.array(z.string()),
  provenance: z.string(),
  fingerprint: z.string(),
});
export type DatasetSummary = z.infer<typeof datasetSummarySchema>;

export const pageInputSchema = z.object({
  search: z.string().max(500).default(''),
  where: conditionsSchema
    .optional()
    .describe(
      'Only rows for which all conditions hold, such as `price <= 20` or `country in (DE, FR)`; `GET /dataset/columns` lists the columns',
    ),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1000).default(100),
});

const columnListSchema = z.array(z.object({ name: z.string(), type: z.enum(['number', 'date', 'boolean', 'text', 'labels']) }));
/** Columns that conditions can name. */
export const datasetColumnsSchema = z.object({ users: columnListSchema, videos: columnListSchema, interactions: columnListSchema });
export type DatasetColumns = z.infer<typeof datasetColumnsSchema>;

/** A given cell of a further column; a date is in ISO 8601. */
export const furtherValueSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]);
export type FurtherValue = z.infer<typeof furtherValueSchema>;

export const videoRowSchema = z.object({
  videoId: z.string(),
  title: z.string(),
  description: z.string(),
  categories: z.array(z.string()),
  tags: z.array(z.string()),
  creator: z.string().nullable(),
  publishedAtMs: z.number().nullable(),
  durationSeconds: z.number().nullable(),
  interactionCount: z.int(),
  /** Further columns of the catalogue. */
  columns: z.record(z.string(), furtherValueSchema),
});
export type VideoRow = z.infer<typeof videoRowSchema>;
export const userListRowSchema = z.object({ userId: z.string(), interactionCount: z.int(), columns: z.record(z.string(), z.string()) });
export type UserListRow = z.infer<typeof userListRowSchema>;
export const interactionRowSchema = z.object({
  userId: z.string(),
  videoId: z.string(),
  title: z.string(),
  kind: z.string(),
  value: z.number().nullable(),
  timestampMs: z.number().nullable(),
  /** Further columns of the log. */
  columns: z.record(z.string(), furtherValueSchema),
});
export type InteractionRow = z.infer<typeof interactionRowSchema>;

export const userProfileSchema = z.object({
  userId: z.string(),
  interactionCount: z.int(),
  columns: z.record(z.string(), z.string()),
  /** Shares of the user's categories, largest first. */
  taste: z.array(z.object({ category: z.string(), fraction: z.number() })),
  history: z.array(interactionRowSchema),
});
export type UserProfile = z.infer<typeof userProfileSchema>;

export const newVideoSchema = z.strictObject({
  videoId: idSchema.optional(),
  title: storableText(z.string().min(1).max(1000)),
  description: storableText(z.string().max(100_000)).default(''),
  tags: z.array(storableText(z.string())).default([]),
  categories: z.array(storableText(z.string())).default([]),
  creator: storableText(z.string()).optional(),
  publishedAtMs: timestampMsSchema.optional(),
  durationSeconds: durationSecondsSchema.optional(),
});
export type NewVideo = z.infer<typeof newVideoSchema>;
/** New content of a video: omitted properties are removed. */
export const videoContentSchema = newVideoSchema.extend({ videoId: idSchema });
export const newInteractionSchema = z.strictObject({
  userId: idSchema,
  videoId: idSchema,
  kind: kindSchema.default('view'),
  value: interactionValueSchema.optional(),
  timestampMs: timestampMsSchema.optional(),
});
