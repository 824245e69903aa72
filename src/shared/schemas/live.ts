import { z } from 'zod';
import { relevanceSettingsSchema, splitSettingsSchema, variantResultSchema } from './experiment';
import { variantSchema } from './variant';

/** A group of test users: how users are divided (warmth, activity, column:NAME) and which part. */
export const segmentChoiceSchema = z.object({ segmentation: z.string().max(200), segment: z.string().max(500) });
export type SegmentChoice = z.infer<typeof segmentChoiceSchema>;

const testSettings = {
  variants: z.array(variantSchema).min(1).max(26),
  split: splitSettingsSchema.prefault({}),
  relevance: relevanceSettingsSchema.default({ rule: 'any' }),
  seed: z.int().default(42),
  /**
   * The most that candidates and signals may take; where all test users do not fit, a sample of them is measured. Omitted: a
   * quarter of the memory there is, and no more than half of what is free when the workspace is first measured.
   */
  memoryBytes: z.int().min(1_000_000).max(1e13).optional(),
};

/** One position of the sliders: evaluate these variants over all test users, now. */
export const liveInputSchema = z.object({
  ...testSettings,
  metrics: z.array(z.string()).min(1).max(50),
  /** Exact p-values and bootstrap intervals too; false while dragging (normal-approximation intervals). */
  exact: z.boolean().default(false),
  /** Measure this group of users only; its exact p-values are corrected over all groups of the same division. */
  segment: segmentChoiceSchema.nullable().default(null),
});

export const livePlanInputSchema = z.object(testSettings);

/** What live evaluation will take, before any of it is taken. */
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
   * What is left to do before these variants can be measured: nothing (`held`), so little that `live` does it on the way
   * (`quick`), or what should be watched, as the job that `livePrepare` starts (`long`).
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
  testLooks: z.int(),
  statements: z.array(z.string()),
  variants: z.array(variantResultSchema),
  /** The group that `variants` are measured on; null: all. */
  segment: segmentChoiceSchema.extend({ userCount: z.int() }).nullable(),
  /** Every group there is to choose. */
  segments: z.array(segmentChoiceSchema.extend({ userCount: z.int() })),
});
export type LiveOutput = z.infer<typeof liveOutputSchema>;
