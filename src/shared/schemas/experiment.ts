import { z } from 'zod';
import { conventionsSchema, scoreTiesSchema, timeTiesSchema } from './conventions';
import { runUseSchema } from './foreign-run';
import { interactionValueSchema } from './ranges';
import { signalUseSchema } from './signal';
import { variantSchema } from './variant';

/** Split id and parameters are validated by the splits registry. */
export const splitSettingsSchema = z.strictObject({
  id: z.string().default('time'),
  params: z.record(z.string(), z.unknown()).default({}),
  validationFraction: z.number().min(0).max(0.5).default(0),
  /** Which of a user's interactions at one moment counts as the later one. */
  timeTies: timeTiesSchema.default('id'),
  /** Of the rule `random`; left out: the experiment's seed. */
  timeTieSeed: z.int().optional(),
});
export type SplitSettings = z.infer<typeof splitSettingsSchema>;

export const relevanceSettingsSchema = z.discriminatedUnion('rule', [
  /** Every test interaction counts, grade 1. */
  z.strictObject({ rule: z.literal('any') }),
  z.strictObject({ rule: z.literal('kind'), kinds: z.array(z.string()).min(1) }),
  z.strictObject({ rule: z.literal('threshold'), minimum: interactionValueSchema }),
  /** The interaction's value is the grade. */
  z.strictObject({ rule: z.literal('graded') }),
]);
export type RelevanceSettings = z.infer<typeof relevanceSettingsSchema>;

export const statisticsSettingsSchema = z.strictObject({
  confidence: z.number().min(0.5).max(0.999).default(0.95),
  bootstrapSamples: z.int().min(100).max(100_000).default(2_000),
  permutations: z.int().min(100).max(1_000_000).default(10_000),
  correction: z.enum(['holm', 'benjamini-hochberg', 'none']).default('holm'),
  /** Earlier looks at the same test side count as tests, too. */
  countLooks: z.boolean().optional(),
});
export type StatisticsSettings = z.infer<typeof statisticsSettingsSchema>;

export const metricSpecSchema = z.string().min(1).max(60);

/**
 * What embeddings and factors are fitted on: the training side of the split, or everything, like the serving models. The latter has seen the test
 * period and is refused unless the leak is accepted; every export is then labelled.
 */
export const fittedOnSchema = z.enum(['training', 'everything']);

/** Everything that determines an experiment's numbers. */
export const experimentConfigSchema = z.strictObject({
  split: splitSettingsSchema.prefault({}),
  relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  /** The first one is the baseline. */
  variants: z.array(variantSchema).min(1).max(26),
  metrics: z
    .array(metricSpecSchema)
    .min(1)
    .default(['ndcg@10', 'recall@10', 'precision@10', 'map@10', 'mrr@10', 'hit_rate@10', 'coverage@10', 'novelty@10', 'ild@10']),
  listLength: z.int().min(1).max(1000).default(10),
  /** Omitted: as many as the workspace's models have. */
  factorCount: z.int().min(1).max(1000).optional(),
  /** Users without relevant items count as 0 (trec_eval -c) instead of being excluded. */
  countMissingAsZero: z.boolean().default(false),
  /** Which of several equal scores stands first. */
  scoreTies: scoreTiesSchema.default('row'),
  /** Where histories are cut between interactions of one moment: seeded orders of them to show the range over. */
  timeTieOrders: z.int().min(0).max(100).default(3),
  statistics: statisticsSettingsSchema.prefault({}),
  fittedOn: fittedOnSchema.optional(),
  acceptLeakage: z.boolean().optional(),
  /** Groups of users to report separately: warmth, activity, column:NAME, watched:NAME or logged:NAME. */
  segments: z.array(z.string().max(600)).max(50).default(['warmth', 'activity']),
  seed: z.int().default(42),
});
export type ExperimentConfig = z.infer<typeof experimentConfigSchema>;
export type ExperimentConfigInput = z.input<typeof experimentConfigSchema>;

const number = z.number().nullable(); // NaN is serialised as null: missing value

export const metricResultSchema = z.object({
  spec: z.string(),
  metricId: z.string(),
  cutoff: z.number().nullable(),
  scope: z.enum(['user', 'global']),
  value: number,
  evaluatedCount: z.int(),
  excludedCount: z.int(),
  excludedBecause: z.record(z.string(), z.int()),
  /** What is missing, as text, when no user has a value. */
  note: z.string().optional(),
  /** Positions that a metric without a cutoff could see. */
  depth: z.int().optional(),
  /** Why fewer positions count than the metric asks for: "pool of 200". */
  limitedBy: z.string().optional(),
  /** The mean under the worst, average and best order of tied scores; absent when ties change nothing. */
  ties: z.object({ minimum: number, expected: number, maximum: number, affectedUserCount: z.int() }).optional(),
  /** Over several orders of interactions at one moment, this split's among them; absent when no cut falls between such. */
  timeTies: z.object({ minimum: number, mean: number, maximum: number, orders: z.int() }).optional(),
});

const intervalSchema = z.object({ low: number, high: number, level: z.number() });
const testSchema = z.object({ statistic: number, pValue: number });

/** Further statistics of one paired comparison; see the engine's ComparisonDetails. */
export const comparisonDetailsSchema = z.object({
  standardDeviation: number,
  effectSize: number,
  wins: z.int(),
  ties: z.int(),
  losses: z.int(),
  pairedT: testSchema.extend({ degreesOfFreedom: z.int(), interval: intervalSchema }),
  signFlip: z.object({ pValue: number, method: z.string() }),
  wilcoxonPratt: testSchema,
  wilcoxonWilcox: testSchema,
  relativeLift: z.object({ value: number, interval: intervalSchema }).nullable(),
  minimumDetectableEffect: number,
  usersNeeded: number,
});

export const metricComparisonSchema = z.object({
  spec: z.string(),
  baselineValue: number,
  value: number,
  difference: number,
  interval: z.object({ low: number, high: number, level: z.number() }),
  intervalMethod: z.string(),
  /**
   * At the level that this test is held against among all tests of the family: it contains 0 exactly where the verdict is undecided. A null end is
   * unbounded. Absent where there is nothing to test, and in results of older versions.
   */
  correctedInterval: z.object({ low: number, high: number, level: z.number(), method: z.string() }).optional(),
  pValue: number,
  adjustedPValue: number,
  test: z.string(),
  pairCount: z.int(),
  verdict: z.enum(['better', 'worse', 'undecided']),
  reason: z.string(),
  /** Further users for 80% power, if the difference seen is the true one. */
  moreUsersNeeded: number,
  /** The difference under the orders of equal scores that are worst and best for the variant. */
  underTies: z.object({ low: number, high: number }).optional(),
  /** Another order of equal scores would change the verdict. */
  verdictDependsOnTies: z.boolean().optional(),
  /** Another order of interactions at one moment gave another verdict. */
  verdictDependsOnTimeTies: z.boolean().optional(),
  metricId: z.string().optional(),
  standardError: number.optional(),
  details: comparisonDetailsSchema.optional(),
});

export const variantResultSchema = z.object({
  name: z.string(),
  metrics: z.array(metricResultSchema),
  comparisons: z.array(metricComparisonSchema),
  /** How many lists are fallbacks (content and popularity in place of the variant's own sources), empty, or left out by convention. */
  lists: z.object({ count: z.int(), fallback: z.int(), empty: z.int(), warm: z.int().optional(), leftOut: z.int() }).optional(),
});

/** The same measurements within a group of test users. */
export const segmentResultSchema = z.object({
  segmentation: z.string(),
  segment: z.string(),
  userCount: z.int(),
  /** Tests within groups are a family of their own, with their own correction. */
  family: z.object({ correction: z.string(), size: z.int() }).optional(),
  variants: z.array(variantResultSchema),
});

/** A group for which a variant is worse although it is not worse overall. */
export const losingSegmentSchema = z.object({
  segmentation: z.string(),
  segment: z.string(),
  userCount: z.int(),
  variant: z.string(),
  comparison: metricComparisonSchema,
});

/** Warm: with at least one training interaction; cold: with none. */
const partSchema = z.object({
  interactions: z.int(),
  users: z.int(),
  items: z.int(),
  warmUsers: z.int(),
  coldUsers: z.int(),
  warmItems: z.int(),
  coldItems: z.int(),
});

export const experimentResultSchema = z.object({
  userCount: z.int(),
  testUserCount: z.int(),
  /** The rules that were applied, in words: split, relevance, seen items, ties, universe. */
  statements: z.array(z.string()),
  splitFingerprint: z.string(),
  datasetFingerprint: z.string(),
  indexDescription: z.string(),
  familySize: z.int(),
  /** Test users with a training history, and without one. */
  warmth: z.object({ warm: z.int(), cold: z.int() }).optional(),
  /** The number of this look at the test side; null where looks are not kept: a protocol over files that does not ask to count them. */
  testLooks: z.int().nullable(),
  /** What the numbers depend on besides data and models; absent in results of older versions. */
  conventions: conventionsSchema.optional(),
  /** Foreign runs among the candidate sources: where they come from, how they were read, what was found in them. */
  runs: z.array(runUseSchema).optional(),
  /** Defined signals that the variants weigh: re-running with the same definitions gives the same values. */
  signals: z.array(signalUseSchema).optional(),
  variants: z.array(variantResultSchema),
  /** Who and what is in each part of the split. */
  /** For splits that cut users' histories: how many cuts fall between interactions of one moment. */
  timeTies: z.object({ rule: timeTiesSchema, cutUsers: z.int(), tiedUsers: z.int(), wholeUsers: z.int() }).optional(),
  parts: z.object({ train: partSchema, validation: partSchema, test: partSchema, unused: partSchema }).optional(),
  /** Corrected together over all segments, variants and metrics (Benjamini–Hochberg). */
  segments: z.array(segmentResultSchema).optional(),
  losers: z.array(losingSegmentSchema).optional(),
});
export type ExperimentResult = z.infer<typeof experimentResultSchema>;
