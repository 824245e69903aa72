import { z } from 'zod';
import { conventionsSchema, scoreTiesSchema } from './conventions';
import {
  metricComparisonSchema,
  metricSpecSchema,
  relevanceSettingsSchema,
  segmentResultSchema,
  splitSettingsSchema,
  variantResultSchema,
} from './experiment';
import { variantSchema } from './variant';

/** A group of test users: the segmentation (warmth, activity, column:NAME, watched:NAME, logged:NAME) and its segment. */
export const segmentChoiceSchema = z.object({ segmentation: z.string().max(600), segment: z.string().max(2_000) });
export type SegmentChoice = z.infer<typeof segmentChoiceSchema>;

const testSettings = {
  variants: z.array(variantSchema).min(1).max(26),
  split: splitSettingsSchema.prefault({}),
  relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  scoreTies: scoreTiesSchema.default('row'),
  seed: z.int().default(42),
  /**
   * Memory limit of candidates and signals; if not all test users fit, a sample is measured. Omitted: a quarter of total memory, at most half of the
   * memory free at the first measurement.
   */
  memoryBytes: z.int().min(1_000_000).max(1e13).optional(),
};

/** One position of the sliders: evaluate these variants over all test users, now. */
export const liveInputSchema = z.object({
  ...testSettings,
  metrics: z.array(metricSpecSchema).min(1).max(50),
  /** Exact p-values and bootstrap intervals too; false while dragging (normal-approximation intervals). */
  exact: z.boolean().default(false),
  /** Measure this group of users only; its exact p-values are corrected over all groups of the same division. */
  segment: segmentChoiceSchema.nullable().default(null),
});

export const livePlanInputSchema = z.object(testSettings);

/** Users and memory that live evaluation needs; nothing is allocated. */
export const livePlanSchema = z.object({
  testUserCount: z.int(),
  /** How many of them are measured: all, or the sample that fits. */
  measuredUserCount: z.int(),
  /** Bytes of candidates and signals, at most: for all test users, and for those that are measured. */
  neededBytes: z.number(),
  takenBytes: z.number(),
  budgetBytes: z.number(),
  sampled: z.boolean(),
  /**
   * What is left to do before these variants can be measured: nothing (`held`), so little that `live` does it inline (`quick`), or enough for a job
   * with progress, which `livePrepare` starts (`long`).
   */
  preparation: z.enum(['held', 'quick', 'long']),
});
export type LivePlan = z.infer<typeof livePlanSchema>;

export const liveOutputSchema = z.object({
  userCount: z.int(),
  testUserCount: z.int(),
  /** Fewer than `testUserCount` when candidates and signals of all would not fit into memory. */
  measuredUserCount: z.int(),
  sampled: z.boolean(),
  /** Bytes of candidates and signals held now. */
  heldBytes: z.number(),
  elapsedMs: z.number(),
  familySize: z.int(),
  /** Measured users with a training history, and without one. */
  warmth: z.object({ warm: z.int(), cold: z.int() }),
  testLooks: z.int(),
  /** When the test part begins; null where the split does not go by time. */
  testStartMs: z.number().nullable().optional(),
  /** The index that finds candidates, in words. */
  indexDescription: z.string().nullable().optional(),
  statements: z.array(z.string()),
  conventions: conventionsSchema,
  variants: z.array(variantResultSchema),
  /** The group that `variants` are measured on; null: all. */
  segment: segmentChoiceSchema.extend({ userCount: z.int() }).nullable(),
  /** The same on warm and on cold users, where either is 5% or more; exact positions of all users only. */
  groups: z.array(segmentResultSchema).optional(),
});
export type LiveOutput = z.infer<typeof liveOutputSchema>;

/** The groups of test users that `live` can measure, by every column of the files; one of which more than half is "other" is left out. */
export const liveSegmentsSchema = z.object({ segments: z.array(segmentChoiceSchema.extend({ userCount: z.int() })) });
export type LiveSegments = z.infer<typeof liveSegmentsSchema>;

/** The same lists under every definition of a metric. */
export const lensInputSchema = z.object({
  ...testSettings,
  metric: metricSpecSchema,
  /** Those that `live` was asked for: verdicts are corrected for all of them together, so that they are the same here and there. */
  metrics: z.array(z.string()).max(50).default([]),
  /** Of the lists, at least; as long as those of `live`, a metric without a cutoff has the same value here and there. */
  listLength: z.int().min(1).max(1_000).default(10),
  segment: segmentChoiceSchema.nullable().default(null),
});

const lensNumber = z.number().nullable(); // null: no value

export const lensOutputSchema = z.object({
  /** Users that the definitions are computed on. */
  userCount: z.int(),
  conventions: conventionsSchema,
  /** The first is the requested definition. */
  views: z.array(
    z.object({
      spec: z.string(),
      metricId: z.string(),
      label: z.string(),
      /** Users without relevant videos, or without a list, count as 0 instead of being left out. */
      countMissingAsZero: z.boolean(),
      /** By variant. */
      values: z.array(lensNumber),
      evaluatedCounts: z.array(z.int()),
      /** Index of the best variant, the first of equals; null where none has a value. */
      winner: z.int().nullable(),
      /** Another variant wins than under the first definition. */
      flips: z.boolean(),
      /** Of every variant but the first against the first, corrected as those of `live` are: the definition stands for its metric. */
      comparisons: z.array(metricComparisonSchema),
      /**
       * The winner's lead over the variant where it is least certain, positive = ahead; the p-value is
       * corrected as the verdicts are. `unclear`: the variants over which the lead is undecided, that is p > 1 − confidence or an interval with 0; empty where it is
       * clear over every one. Null without a winner, or if no other variant has a value.
       */
      lead: z
        .object({
          over: z.int(),
          difference: lensNumber,
          low: lensNumber,
          high: lensNumber,
          pValue: lensNumber,
          unclear: z.array(z.int()),
        })
        .nullable(),
    }),
  ),
});
export type LensOutput = z.infer<typeof lensOutputSchema>;
