/**
 * The REST API in the usual style: flat requests, snake_case, one complete response. The areas used by the interface offer the same in the shapes of
 * a typed client.
 */
import { z } from 'zod';
import { hasOneLength, listLengthFields, oneLengthRule } from './list-length';
import { experimentId } from './online';
import { durationSecondsSchema, idSchema, interactionValueSchema, isTimestampMs, kindSchema, ranges, storableText } from './ranges';
import { contributionSchema } from './ranking';
import { variantSchema } from './variant';

/** Ids are text; a whole number is taken as its decimal text. */
const id = z.union([idSchema, z.int().transform(String)]);

/** Every response names its model and variant. */
const provenance = {
  request_id: z.string(),
  /** The ranking variant that answered; null where no ranking was involved. */
  variant: z.string().nullable(),
  /** The index backend in use. */
  backend: z.string(),
};

/** The online experiment that chose the variant, or whose variant the user was last given; null outside of experiments. */
const attribution = { experiment: z.string().nullable() };

export const apiStatusSchema = z.object({
  ...provenance,
  status: z.literal('ok'),
  engine: z.literal('RankLab'),
  version: z.string(),
  workspace: z.string().nullable(),
  /** Videos that a search can find. */
  items_indexed: z.int(),
});

export const apiRecommendInputSchema = z
  .strictObject({
    user_id: id.optional(),
    query: z.string().min(1).max(10_000).optional(),
    video_id: id.optional(),
    ...listLengthFields,
    /** The name of a stored variant, or a complete one; omitted: the workspace's default. */
    variant: z.union([variantSchema.shape.name, variantSchema]).optional(),
    /** A running online experiment, which chooses the variant by `user_id`. */
    experiment: experimentId.optional(),
    /** Videos not to recommend. */
    exclude: z.array(id).max(10_000).default([]),
  })
  .refine(hasOneLength, oneLengthRule)
  .refine(({ user_id, query, video_id }) => [user_id, query, video_id].filter((field) => field !== undefined).length === 1, {
    message: 'Give exactly one of user_id, query and video_id',
  })
  .refine(({ experiment, user_id, variant }) => experiment === undefined || (user_id !== undefined && variant === undefined), {
    message: 'An experiment chooses the variant by the user: give it with user_id and without variant',
    path: ['experiment'],
  });

export const apiItemSchema = z.object({
  position: z.int(),
  video_id: z.string(),
  title: z.string(),
  score: z.number(),
  /** They sum to the score. */
  contributions: z.array(contributionSchema),
  categories: z.array(z.string()),
  creator: z.string().nullable(),
  /** Where the candidate came from. */
  sources: z.array(z.string()),
});

export const apiRecommendOutputSchema = z.object({
  ...provenance,
  variant: z.string(),
  ...attribution,
  /** A note if the list was produced in another way, such as for a user without history. */
  note: z.string().nullable(),
  elapsed_ms: z.number(),
  items: z.array(apiItemSchema),
});

/** Seconds or milliseconds since 1970, or ISO 8601; in the years 1900 to 2200. */
const timestamp = z
  .union([z.number().nonnegative().max(ranges.timestampMs.maximum), z.iso.datetime({ offset: true })])
  .refine((value) => isTimestampMs(timestampMs(value)), {
    message: 'Use seconds or milliseconds since 1970, or an ISO 8601 time, in the years 1900 to 2200',
  });

export const apiInteractionInputSchema = z.strictObject({
  user_id: id,
  video_id: id,
  kind: kindSchema.default('view'),
  watch_seconds: interactionValueSchema.nonnegative().optional(),
  /** A rating or another strength; only one of `value` and `watch_seconds`. */
  value: interactionValueSchema.optional(),
  /** Omitted: now. */
  timestamp: timestamp.optional(),
});
export const apiInteractionOutputSchema = z.object({
  ...provenance,
  ...attribution,
  status: z.literal('logged'),
  timestamp_ms: z.number(),
});

export const apiVideoInputSchema = z.strictObject({
  /** Omitted: generated. */
  video_id: id.optional(),
  title: storableText(z.string().min(1).max(1_000)),
  description: storableText(z.string().max(100_000)).default(''),
  tags: z.array(storableText(z.string())).default([]),
  category: storableText(z.string()).optional(),
  categories: z.array(storableText(z.string())).default([]),
  creator: storableText(z.string()).optional(),
  published_at: timestamp.optional(),
  duration_seconds: durationSecondsSchema.optional(),
});
export const apiVideoOutputSchema = z.object({ ...provenance, id: z.string(), video_id: z.string() });

/** Ten digits are seconds until the year 2286; more are milliseconds. */
export function timestampMs(value: string | number): number {
  if (typeof value === 'string') return Date.parse(value);
  return value < 1e11 ? Math.round(value * 1_000) : value;
}
