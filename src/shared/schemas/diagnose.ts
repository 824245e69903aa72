/** Where the value of lists is lost (blame), and for whom it changes between two variants (movers). */
import { z } from 'zod';
import { conventionsSchema } from './conventions';
import { metricComparisonSchema, metricSpecSchema } from './experiment';
import { livePlanInputSchema, segmentChoiceSchema } from './live';

const number = z.number().nullable();

const confidence = z.number().min(0.5).max(0.999).default(0.95);
/** All test users, however many fit into memory, as a saved experiment; otherwise those that the Lab measures. */
const everyUser = z.boolean().default(false);

export const blamePartSchema = z.enum(['filters', 'retrieval', 'pool', 'ranking']);
export type BlamePart = z.infer<typeof blamePartSchema>;

/** What a protocol or the command line can set. */
export const blameSettingsSchema = z.strictObject({
  /** A metric of relevance. */
  metric: metricSpecSchema.default('ndcg@10'),
  /** Groups of users to report separately: warmth, activity, column:NAME, watched:NAME or logged:NAME. */
  segments: z.array(z.string().max(600)).max(20).default(['warmth', 'activity']),
  confidence,
});
export type BlameSettings = z.infer<typeof blameSettingsSchema>;
export const blameInputSchema = livePlanInputSchema.extend({ ...blameSettingsSchema.shape, everyUser });
export type BlameInput = z.infer<typeof blameInputSchema>;

const blameSummarySchema = z.object({
  /** Users with a value. */
  userCount: z.int(),
  /** Means over those users; `ideal` − `achieved` is the sum of the parts. */
  ideal: number,
  achieved: number,
  parts: z.array(z.object({ part: blamePartSchema, value: number, low: number, high: number, losingUserCount: z.int() })),
  /** The filters' part by filter: already seen, unknown at training time, category, condition on a column, creator limit. */
  filters: z.array(z.object({ stage: z.enum(['seen', 'unknown', 'category', 'column', 'creator']), value: number })),
});
export type BlameSummary = z.infer<typeof blameSummarySchema>;

export const blameOutputSchema = z.object({
  metric: z.string(),
  confidence: z.number(),
  testUserCount: z.int(),
  measuredUserCount: z.int(),
  variants: z.array(
    blameSummarySchema.extend({ name: z.string(), segments: z.array(segmentChoiceSchema.extend(blameSummarySchema.shape)) }),
  ),
  statements: z.array(z.string()),
  conventions: conventionsSchema.optional(),
});
export type BlameOutput = z.infer<typeof blameOutputSchema>;

export const blameUsersInputSchema = blameInputSchema.extend({
  /** Which of the variants. */
  variant: z.int().min(0).max(25).default(0),
  /** Users are ordered by what they lose there, most first; `all`: by the whole. */
  part: z.enum(['all', ...blamePartSchema.options]).default('all'),
  segment: segmentChoiceSchema.nullable().default(null),
  offset: z.int().min(0).max(1e9).default(0),
  limit: z.int().min(1).max(10_000).default(100),
});
export type BlameUsersInput = z.infer<typeof blameUsersInputSchema>;

export const blamedUserSchema = z.object({
  userId: z.string(),
  ideal: z.number(),
  achieved: z.number(),
  /** What is lost in each part; the sum is `ideal` − `achieved`. */
  parts: z.record(blamePartSchema, z.number()),
  /** Relevant videos, and how many of them each stage lost; `reached`: as far as the ranking. */
  relevantCount: z.int(),
  videos: z.object({
    seen: z.int(),
    unknown: z.int(),
    notRetrieved: z.int(),
    cutByPool: z.int(),
    category: z.int(),
    column: z.int(),
    reached: z.int(),
  }),
});
export type BlamedUser = z.infer<typeof blamedUserSchema>;

export const blameUsersOutputSchema = z.object({ total: z.int(), users: z.array(blamedUserSchema) });
export type BlameUsersOutput = z.infer<typeof blameUsersOutputSchema>;

export const moversSettingsSchema = z.strictObject({
  /** A metric with a value for every user. */
  metric: metricSpecSchema.default('ndcg@10'),
  /** Users listed on either side, and videos. */
  limit: z.int().min(1).max(10_000).default(100),
  /** Groups of users to compare: warmth, activity, column:NAME, watched:NAME or logged:NAME. */
  segments: z.array(z.string().max(600)).max(50).default(['warmth', 'activity']),
  /** Only this group's users are listed, counted and shown videos. */
  segment: segmentChoiceSchema.nullable().default(null),
  confidence,
});
export type MoversSettings = z.infer<typeof moversSettingsSchema>;
/** The second variant against the first. */
export const moversInputSchema = livePlanInputSchema.extend({
  ...moversSettingsSchema.shape,
  everyUser,
  variants: livePlanInputSchema.shape.variants.min(2, 'Give the two variants between which users move').max(2),
});
export type MoversInput = z.infer<typeof moversInputSchema>;

export const moverSchema = z.object({
  userId: z.string(),
  before: z.number(),
  after: z.number(),
  difference: z.number(),
  /** What each part gave (positive) or took; the sum is the difference of `reasonMetric`. */
  parts: z.record(blamePartSchema, z.number()),
  /** The part that moved most in the direction of the difference; null where no part did. */
  reason: blamePartSchema.nullable(),
});
export type Mover = z.infer<typeof moverSchema>;

export const videoMoverSchema = z.object({
  videoId: z.string(),
  title: z.string(),
  /** Mean over users of 1 / log2(position + 1) within the first k positions, else 0. */
  before: z.number(),
  after: z.number(),
  difference: z.number(),
  low: number,
  high: number,
  listsBefore: z.int(),
  listsAfter: z.int(),
});
export type VideoMover = z.infer<typeof videoMoverSchema>;

/** A group of test users and the change of the metric in it. */
export const movedSegmentSchema = segmentChoiceSchema.extend({
  userCount: z.int(),
  gainedCount: z.int(),
  lostCount: z.int(),
  /** Of the second variant against the first, corrected over all groups of the answer (Benjamini–Hochberg). */
  comparison: metricComparisonSchema,
});
export type MovedSegment = z.infer<typeof movedSegmentSchema>;

export const moversOutputSchema = z.object({
  metric: z.string(),
  /** The metric whose parts are the reasons: the same one, or ndcg where that has no ideal. */
  reasonMetric: z.string(),
  /** Positions that count for exposure. */
  k: z.int(),
  confidence: z.number(),
  names: z.tuple([z.string(), z.string()]),
  testUserCount: z.int(),
  measuredUserCount: z.int(),
  /** The group that users and videos are of; null: all test users. */
  segment: segmentChoiceSchema.nullable(),
  /** Users with a value under both variants. */
  pairCount: z.int(),
  gainedCount: z.int(),
  lostCount: z.int(),
  /** Mean over all pairs of what each part gave or took. */
  parts: z.record(blamePartSchema, z.number()),
  /** Worst first: by verdict, then by difference times users. */
  segments: z.array(movedSegmentSchema),
  /** Largest change first. */
  gained: z.array(moverSchema),
  lost: z.array(moverSchema),
  /** Videos listed under either variant. */
  videoCount: z.int(),
  videosGained: z.array(videoMoverSchema),
  videosLost: z.array(videoMoverSchema),
  statements: z.array(z.string()),
  conventions: conventionsSchema.optional(),
});
export type MoversOutput = z.infer<typeof moversOutputSchema>;
