import { z } from 'zod';
import { knownAtSchema, runHashSchema, runPolicySchema } from './foreign-run';
import { signalIdSchema } from './signal';

/** Order of equal scores: the lower row (file order), the smaller id, or a seeded draw per user. */
export const scoreTiesSchema = z.enum(['row', 'id', 'random']);
export type ScoreTies = z.infer<typeof scoreTiesSchema>;

/**
 * Which of a user's interactions at one moment counts as the later one, where a split cuts between them: the larger id, the
 * later row, a seeded draw, or all of them together (all are held out).
 */
export const timeTiesSchema = z.enum(['id', 'row', 'all', 'random']);
export type TimeTies = z.infer<typeof timeTiesSchema>;

/**
 * Policy for users without training history and without data in the sources: a fallback list (content, then popularity), an empty list, which scores
 * 0, or exclusion from the mean.
 */
export const coldUsersSchema = z.enum(['fallback', 'empty', 'exclude']);
export type ColdUsers = z.infer<typeof coldUsersSchema>;

const variantConventionsSchema = z.object({
  variant: z.string(),
  universe: z.enum(['training', 'all']),
  seenItems: z.enum(['removed', 'kept']),
  coldUsers: coldUsersSchema,
  /** Positions that a metric without a cutoff sees: the size of the pool. */
  depth: z.int(),
  /** Whether a cutoff beyond `depth` makes the pool deeper (baselines) or is measured on what is there. */
  deepens: z.boolean(),
  /** The candidate sources with every parameter, defaults filled in: whose neighbours an item-kNN limits, say. */
  sources: z.array(z.object({ id: z.string(), params: z.record(z.string(), z.unknown()) })).optional(),
  /** Foreign runs among the candidate sources, and how their lists are read. */
  runs: z.array(z.object({ sha256: runHashSchema, policy: runPolicySchema })).optional(),
  /** Defined signals that the variant weighs. */
  signals: z.array(z.object({ id: signalIdSchema, hash: z.string(), knownAt: knownAtSchema })).optional(),
});

const metricConventionsSchema = z.object({
  spec: z.string(),
  metricId: z.string(),
  /** Of the definition. */
  version: z.int(),
  cutoff: z.int().nullable(),
  params: z.record(z.string(), z.unknown()),
  /** The default definition that this is another dialect of. */
  dialectOf: z.string().nullable(),
});

/**
 * Everything that can change a number with unchanged data and models. Every result contains it in full, with the applied values rather than the
 * requested ones; results with different conventions are not comparable.
 */
export const conventionsSchema = z.object({
  version: z.literal(1),
  split: z.object({ id: z.string(), params: z.record(z.string(), z.unknown()), validationFraction: z.number().min(0).max(1) }),
  timeTies: timeTiesSchema,
  /** Of the rule `random` alone. */
  timeTieSeed: z.int().optional(),
  /** Seeded orders of interactions at one moment that the ranges are over. */
  timeTieOrders: z.int().optional(),
  /** Whether the models have seen the test period. */
  fittedOn: z.enum(['training', 'everything']).optional(),
  /** Values of the search for settings; absent: of the test part. */
  measuredOn: z.literal('validation').optional(),
  trainValues: z.enum(['binary', 'count', 'value']),
  relevance: z.record(z.string(), z.unknown()),
  scoreTies: scoreTiesSchema,
  /** Users without a relevant item: left out of the mean, or counted as 0. */
  usersWithoutRelevant: z.enum(['excluded', 'zero']),
  /** Every user counts once. */
  average: z.literal('users'),
  variants: z.array(variantConventionsSchema),
  metrics: z.array(metricConventionsSchema),
  statistics: z.object({
    confidence: z.number().min(0).max(1),
    bootstrapSamples: z.int(),
    permutations: z.int(),
    correction: z.enum(['holm', 'benjamini-hochberg', 'none']),
    /** Of verdicts within groups of users. */
    segmentCorrection: z.enum(['holm', 'benjamini-hochberg', 'none']),
    /** Groups of users whose verdicts are that family. */
    segments: z.array(z.string()).optional(),
    /** Whether tests of earlier looks at the same test side are part of the family. */
    looks: z.enum(['ignored', 'counted']),
  }),
  seed: z.int(),
});
export type Conventions = z.infer<typeof conventionsSchema>;
