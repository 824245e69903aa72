/** Online experiments: users of the local API are assigned to variants, and their interactions count for their variant. */
import { z } from 'zod';
import { variantSchema } from './variant';

export const experimentId = z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/, 'Use letters, digits, dots, dashes and underscores');

const share = z.number().positive().max(1e6);

/** What sizes an experiment before it starts. */
export const onlinePlanSettingsSchema = z.strictObject({
  /** Share of users with a success under the baseline, as known before. */
  baselineRate: z.number().min(0.0001).max(0.9999),
  /** Smallest relative lift worth finding. */
  lift: z.number().min(0.001).max(10).default(0.05),
  power: z.number().min(0.5).max(0.999).default(0.8),
  /** Of all comparisons with the baseline together. */
  confidence: z.number().min(0.5).max(0.999).default(0.95),
  /** Of all arms together; null: as many as the stop rule needs. */
  users: z.int().min(20).max(1e9).nullable().default(null),
});
export type OnlinePlanSettings = z.output<typeof onlinePlanSettingsSchema>;

export const onlinePlanInputSchema = onlinePlanSettingsSchema.extend({ shares: z.array(share).min(2).max(20).default([1, 1]) });

export const onlinePlanSchema = onlinePlanSettingsSchema.extend({
  users: z.int(),
  /** Users that find the lift with the power, by rule; the stop rule is the always-valid one. */
  needed: z.array(z.object({ rule: z.string(), label: z.string(), users: z.int() })),
  /** Smallest lift that these users find with the power in one look at the end. */
  minimumDetectableLift: z.number(),
});
export type OnlinePlan = z.infer<typeof onlinePlanSchema>;

export const onlineStartSchema = z.strictObject({
  id: experimentId,
  /** The first is the baseline. `share` is relative to the sum of all: 1 and 1 are halves. */
  arms: z
    .array(z.strictObject({ variant: z.union([variantSchema.shape.name, variantSchema]), share: share.default(1) }))
    .min(2)
    .max(20),
  /** Another seed gives another assignment of the same users. */
  seed: z.int().min(0).default(0),
  /** The kinds of interaction that count as success; none: every kind. */
  kinds: z.array(z.string().min(1).max(50)).max(100).default([]),
  /** Omitted: the experiment has no planned end. */
  plan: onlinePlanSettingsSchema.optional(),
});
export type OnlineStart = z.infer<typeof onlineStartSchema>;

/** An experiment as started: the variants are copies, unaffected by later changes of the stored ones. */
export const onlineExperimentSchema = z.object({
  id: experimentId,
  arms: z.array(z.object({ variant: variantSchema, share })),
  seed: z.int(),
  kinds: z.array(z.string()),
  plan: onlinePlanSchema.optional(),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
});
export type OnlineExperiment = z.infer<typeof onlineExperimentSchema>;

const intervalSchema = z.object({ low: z.number(), high: z.number(), level: z.number() });

const estimateSchema = z.object({ value: z.number(), interval: intervalSchema });

/** A comparison that is valid however often it is looked at and whenever the experiment is stopped: a confidence sequence (mSPRT). */
const sequentialSchema = z.object({
  /** Rate − rate of the baseline; with CUPED adjusted by what users did before. */
  difference: estimateSchema,
  /** Relative to the baseline; null where the baseline's rate is not clearly above 0. */
  lift: estimateSchema.nullable(),
  pValue: z.number(),
  verdict: z.enum(['better', 'worse', 'undecided']),
});

export const onlineArmSchema = z.object({
  variant: z.string(),
  /** Of the whole, as planned. */
  share: z.number(),
  /** Users who received at least one list. */
  users: z.int(),
  /** Users who were expected by the shares. */
  expectedUsers: z.number(),
  /** Users with at least one success. */
  successes: z.int(),
  interactions: z.record(z.string(), z.int()),
  /** Successes among users, with Wilson's score interval; null without users. */
  rate: z.number().nullable(),
  rateInterval: intervalSchema.nullable(),
  /** Against the baseline: rate − rate, with Newcombe's hybrid score interval. Null for the baseline and without users. */
  difference: z.object({ value: z.number(), interval: intervalSchema }).nullable(),
  /** Against the baseline: rate / rate − 1, with Katz's log interval. Null as above, and where either has no success. */
  lift: z.object({ value: z.number(), interval: intervalSchema }).nullable(),
  /** Null for the baseline, with fewer than 50 users in either arm, and before the first success. */
  sequential: sequentialSchema.nullable(),
  /** The same with CUPED, where users have interactions from before the experiment; null otherwise. */
  cuped: sequentialSchema.extend({ varianceReduction: z.number() }).nullable(),
});

export type OnlineArm = z.infer<typeof onlineArmSchema>;

export const onlineReportSchema = onlineExperimentSchema.omit({ arms: true }).extend({
  arms: z.array(onlineArmSchema),
  /** By the rule fixed beforehand: always-valid, with CUPED where there is a period before; at the latest once the planned users are in. */
  decision: z.object({ status: z.enum(['continue', 'stop', 'invalid']), sentence: z.string() }),
  /** How the experiment went: at most 200 moments with the users so far and, by challenger, the always-valid lift (null before there is one). */
  course: z.array(
    z.object({
      atMs: z.number(),
      users: z.int(),
      lifts: z.array(z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable()),
    }),
  ),
  /** Whether users arrived in the planned shares. The results of an experiment with a mismatch are not valid. */
  sampleRatio: z.object({ statistic: z.number().nullable(), degreesOfFreedom: z.int(), pValue: z.number(), mismatch: z.boolean() }),
});
export type OnlineReport = z.infer<typeof onlineReportSchema>;
