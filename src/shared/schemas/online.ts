/** Online experiments: users of the local API are assigned to variants, and their interactions count for their variant. */
import { z } from 'zod';
import { variantSchema } from './variant';

export const experimentId = z.string().regex(/^[A-Za-z0-9][\w.-]{0,79}$/, 'Use letters, digits, dots, dashes and underscores');

const share = z.number().positive().max(1e6);

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
});
export type OnlineStart = z.infer<typeof onlineStartSchema>;

/** An experiment as started: the variants are copies, unaffected by later changes of the stored ones. */
export const onlineExperimentSchema = z.object({
  id: experimentId,
  arms: z.array(z.object({ variant: variantSchema, share })),
  seed: z.int(),
  kinds: z.array(z.string()),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
});
export type OnlineExperiment = z.infer<typeof onlineExperimentSchema>;

const intervalSchema = z.object({ low: z.number(), high: z.number(), level: z.number() });

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
});

export type OnlineArm = z.infer<typeof onlineArmSchema>;

export const onlineReportSchema = onlineExperimentSchema.omit({ arms: true }).extend({
  arms: z.array(onlineArmSchema),
  /** Whether users arrived in the planned shares. The results of an experiment with a mismatch are not valid. */
  sampleRatio: z.object({ statistic: z.number().nullable(), degreesOfFreedom: z.int(), pValue: z.number(), mismatch: z.boolean() }),
});
export type OnlineReport = z.infer<typeof onlineReportSchema>;
