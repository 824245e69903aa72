import { z } from 'zod';
import { coldUsersSchema, conventionsSchema, scoreTiesSchema, timeTiesSchema } from './conventions';
import { experimentConfigSchema, metricComparisonSchema, metricSpecSchema, relevanceSettingsSchema } from './experiment';
import { buildSettingsSchema } from './model';

const optionList = <Option extends z.ZodType>(option: Option) => z.array(option).min(1).max(20).optional();

const splitOptionSchema = z.strictObject({ id: z.string().min(1).max(100), params: z.record(z.string(), z.unknown()).default({}) });

/**
 * The options of every choice. Left out: what `plan` proposes, with the configuration's own option first. `own`: each variant keeps
 * its own setting.
 */
export const multiverseChoicesSchema = z.strictObject({
  split: optionList(splitOptionSchema),
  /** Share of the test part, for the splits that have one. */
  fraction: optionList(z.number().gt(0).lt(1)),
  /** For the splits that cut the histories of users. */
  timeTies: optionList(timeTiesSchema),
  trainValues: optionList(z.enum(['binary', 'count', 'value'])),
  relevance: optionList(relevanceSettingsSchema),
  universe: optionList(z.enum(['own', 'training', 'all'])),
  seenItems: optionList(z.enum(['own', 'removed', 'kept'])),
  coldUsers: optionList(z.enum(['own', ...coldUsersSchema.options])),
  scoreTies: optionList(scoreTiesSchema),
  usersWithoutRelevant: optionList(z.enum(['excluded', 'zero'])),
  /** Definitions of the metric's name, by id, such as ndcg and ndcg_burges. */
  dialect: optionList(z.string().min(1).max(60)),
  cutoff: optionList(z.int().min(1).max(10_000)),
});
export type MultiverseChoices = z.infer<typeof multiverseChoicesSchema>;
export type MultiverseChoiceId = keyof MultiverseChoices;

export const mostSpecifications = 5_000;

const multiverseSettings = {
  choices: multiverseChoicesSchema.prefault({}),
  /** More specifications than this are refused. */
  limit: z.int().min(1).max(mostSpecifications).default(500),
  /** Measure as many specifications drawn by the seed, the configuration's own among them, in place of all. */
  sample: z.int().min(1).max(mostSpecifications).nullable().default(null),
};
export const multiverseSettingsSchema = z.strictObject({ metric: metricSpecSchema.optional(), ...multiverseSettings });
export type MultiverseSettings = z.infer<typeof multiverseSettingsSchema>;

/** A comparison, and the choices to repeat it under. */
export const multiverseInputSchema = z.object({
  config: experimentConfigSchema.extend({ variants: experimentConfigSchema.shape.variants.min(2) }),
  /** Left out: the first metric of the configuration. */
  metric: metricSpecSchema.optional(),
  /** Left out: those of the workspace. */
  models: buildSettingsSchema.optional(),
  ...multiverseSettings,
});
export type MultiverseInput = z.infer<typeof multiverseInputSchema>;

const choiceSchema = z.object({
  id: z.string(),
  label: z.string(),
  options: z.array(z.object({ label: z.string(), value: z.unknown() })),
});

export const multiversePlanSchema = z.object({
  metric: z.string(),
  /** Every choice with all its options; those with one option are held fixed. */
  choices: z.array(choiceSchema),
  /** Combinations that differ; an option that does not apply to another, such as a fraction to leave-last, makes none. */
  total: z.int(),
  /** How many of them would be measured: all, or the sample. */
  measured: z.int(),
  limit: z.int(),
  /** Training sides to fit models on. */
  splits: z.int(),
});
export type MultiversePlan = z.infer<typeof multiversePlanSchema>;

export const multiverseEffectSchema = metricComparisonSchema
  .pick({
    spec: true,
    baselineValue: true,
    value: true,
    difference: true,
    interval: true,
    intervalMethod: true,
    pValue: true,
    adjustedPValue: true,
    test: true,
    pairCount: true,
    verdict: true,
    underTies: true,
    verdictDependsOnTies: true,
  })
  .extend({
    variant: z.string(),
    /** Whether the variant is ahead of the first one, whichever direction of the metric is better; null without a value. */
    leads: z.boolean().nullable(),
  });
export type MultiverseEffect = z.infer<typeof multiverseEffectSchema>;

export const specificationSchema = z.object({
  /** Index of the option taken, by choice; −1 where the choice does not apply. */
  options: z.array(z.int()),
  /** The configuration as it was given. */
  asked: z.boolean(),
  testUserCount: z.int(),
  splitFingerprint: z.string(),
  conventions: conventionsSchema,
  /** One for each variant but the first. */
  effects: z.array(multiverseEffectSchema),
});
export type Specification = z.infer<typeof specificationSchema>;

const number = z.number().nullable();

/** How much of the effects' variance a choice explains, and what becomes of the effect under each of its options. */
export const choiceInfluenceSchema = z.object({
  choice: z.string(),
  /** η² of the main effect: sum of squares between the options over the total; null where the effects do not vary. */
  explained: number,
  /** Share of pairs of specifications that differ in nothing but this choice and in which another variant leads; null without such pairs. */
  flippedPairs: number,
  /** The mean effect has another sign under another option. */
  changesSign: z.boolean(),
  options: z.array(z.object({ label: z.string(), specifications: z.int(), meanDifference: number, leads: z.int(), clearlyLeads: z.int() })),
});

export const multiverseSummarySchema = z.object({
  variant: z.string(),
  /** Specifications with a value; shares are of these. */
  valued: z.int(),
  leads: z.int(),
  clearlyLeads: z.int(),
  behind: z.int(),
  clearlyBehind: z.int(),
  minimum: number,
  median: number,
  maximum: number,
  influences: z.array(choiceInfluenceSchema),
  /** The choice that flips the leader: of those whose options lead to another sign, the one that explains most; null where none does. */
  flippedBy: z.string().nullable(),
  sentence: z.string(),
});
export type MultiverseSummary = z.infer<typeof multiverseSummarySchema>;

export const multiverseResultSchema = z.object({
  format: z.literal('ranklab-multiverse'),
  version: z.literal(1),
  metric: z.string(),
  direction: z.enum(['higher', 'lower']),
  baseline: z.string(),
  choices: z.array(choiceSchema),
  total: z.int(),
  sampled: z.boolean(),
  seed: z.int(),
  datasetFingerprint: z.string(),
  labels: z.array(z.string()),
  summaries: z.array(multiverseSummarySchema),
  specifications: z.array(specificationSchema),
});
export type MultiverseResult = z.infer<typeof multiverseResultSchema>;
