/** Experiments on simulated users: what all of them share. The tests themselves are in simulate-*.ts. */
import { z } from 'zod';
import { livePlanInputSchema } from './live';

const fraction = z.number().min(0).max(1);
const days = z.number().min(0).max(3_650);

/** A click model and its parameters, validated by its registry. */
export const clickModelSettingsSchema = z.strictObject({
  id: z.string().min(1).max(60).default('position-based'),
  params: z.record(z.string(), z.unknown()).default({}),
});

/** How simulated users come, look and click. */
export const audienceSettingsSchema = z.strictObject({
  /** Who knows what users like: the generator's stored truth, a model fitted to the log, or the truth where there is one. */
  truth: z.enum(['auto', 'generator', 'log']).default('auto'),
  clickModel: clickModelSettingsSchema.prefault({}),
  /**
   * For a model of a log of what was shown: its columns of positions (from 1) and clicks (above 0), from which the position bias and the rate
   * of clicks are learnt; null: the log has clicks only.
   */
  exposure: z
    .strictObject({ position: z.string().min(1).max(200), clicked: z.string().min(1).max(200) })
    .nullable()
    .default(null),
  /** Mean chance of a click on the baseline’s first video once looked at, for a model of a log of clicks, which does not know it. */
  clickRate: fraction.min(0.001).max(0.95).default(0.2),
  /** Positions that a visit shows. */
  listLength: z.int().min(1).max(50).default(10),
  /** Mean visits of a user per day after the first one; users differ by a gamma distribution of this shape (small: very unequal). */
  visitsPerDay: z.number().min(0).max(50).default(0.3),
  visitShape: z.number().min(0.1).max(1_000).default(1),
  /** Share of visits that look at nothing. */
  idleShare: fraction.max(0.99).default(0.2),
  /** Days from a user's first visit in which the user's outcome is counted. */
  observationDays: days.min(0.1).default(7),
  /** Days before, under the baseline, whose outcome is the covariate of CUPED; 0: none. */
  beforeDays: days.default(14),
  /** New users per day. */
  usersPerDay: z.number().min(1).max(1e8).default(1_000),
  /** Clicks that a new variant gets for being new: 0.2 is 20% more at a user's first visit, halving in `noveltyHalfLifeDays`. */
  novelty: z.number().min(-0.9).max(5).default(0),
  noveltyHalfLifeDays: days.min(0.1).default(7),
  /** Change of all chances of a click per 30 days: −0.1 is 10% fewer after a month. */
  drift: z.number().min(-0.9).max(5).default(0),
});
export type AudienceSettings = z.infer<typeof audienceSettingsSchema>;

/** What a visit or a user is measured by; labels and definitions are in the registry of outcomes. */
const outcomeIdSchema = z.string().min(1).max(60);

export const abTestSettingsSchema = z.strictObject({
  audience: audienceSettingsSchema.prefault({}),
  /** The first one decides; the level is divided by their number. */
  outcomes: z.array(outcomeIdSchema).min(1).max(10).default(['clicks', 'clickers', 'clicked-visits']),
  /** Traffic of the two arms. */
  shares: z.tuple([z.number().positive().max(1e6), z.number().positive().max(1e6)]).default([1, 1]),
  confidence: z.number().min(0.5).max(0.999).default(0.95),
  power: z.number().min(0.5).max(0.999).default(0.8),
  /** Smallest relative lift worth finding, for the plan. */
  lift: z.number().min(0.0001).max(10).default(0.05),
  /** Users of the test; null: as many as the fixed plan needs. */
  users: z.int().min(20).max(5_000_000).nullable().default(null),
  /** Looks of the group-sequential rules, equally spaced. */
  looks: z.int().min(2).max(50).default(5),
  /** Both arms get the first variant. */
  aa: z.boolean().default(false),
  /** Share of the second arm's users whose data is lost: a planted fault for the alarm of unequal traffic. */
  lostShare: fraction.max(0.9).default(0),
  /** The whole test again this often with other users, to measure how often every rule decides. */
  repetitions: z.int().min(0).max(5_000).default(0),
  /** Points of the time course. */
  points: z.int().min(10).max(2_000).default(240),
});
export type AbTestSettings = z.infer<typeof abTestSettingsSchema>;

const everyUser = z.boolean().default(false);
const twoVariants = livePlanInputSchema.shape.variants.min(1).max(2, 'An A/B test compares two variants');

/** The second variant against the first; one variant alone is an A/A test. */
export const abTestInputSchema = livePlanInputSchema.extend({ ...abTestSettingsSchema.shape, everyUser, variants: twoVariants });
export type AbTestInput = z.infer<typeof abTestInputSchema>;

const number = z.number().nullable();
export const intervalSchema = z.object({ low: number, high: number });
export type SimulatedInterval = z.infer<typeof intervalSchema>;

/** Who was simulated, and what is known of them. */
export const audienceReportSchema = z.object({
  truth: z.enum(['generator', 'log']),
  /** What the truth is, in a sentence; says that it is a model where it is one. */
  description: z.string(),
  clickModel: z.string(),
  /** Users of the workspace from whom simulated users are drawn. */
  profileCount: z.int(),
});
export type AudienceReport = z.infer<typeof audienceReportSchema>;

/** What the test needs before it starts, from the users before it. */
export const abTestPlanSchema = z.object({
  outcome: z.string(),
  /** Of the baseline, per user. */
  mean: z.number(),
  standardDeviation: z.number(),
  /** Correlation of a user's outcome with the one before; 0 without days before. */
  correlationBefore: z.number(),
  /** Level after the division by the number of outcomes. */
  level: z.number(),
  lift: z.number(),
  power: z.number(),
  /** Users of both arms that find `lift` with `power`, by rule; null: more than 1e9. */
  needed: z.array(z.object({ rule: z.string(), users: z.int().nullable(), days: number })),
  /** Users of this test. */
  users: z.int(),
  days: z.number(),
  /** Chance that a test of this size finds `lift`, and the smallest lift found with `power`, by a fixed test. */
  powerAtUsers: z.number(),
  minimumDetectableLift: number,
});
export type AbTestPlan = z.infer<typeof abTestPlanSchema>;

/** The state after `users` users. Lifts are relative to the baseline's mean. */
export const abTestPointSchema = z.object({
  users: z.int(),
  day: z.number(),
  counts: z.tuple([z.int(), z.int()]),
  lift: number,
  /** At the level of one look at the end: looking more often breaks it. */
  naive: intervalSchema,
  /** Holds at all times together. */
  always: intervalSchema,
  /** The same with CUPED; null without days before. */
  cuped: z.object({ lift: number, naive: intervalSchema, always: intervalSchema }).nullable(),
  /** Of unequal traffic: as if looked at once, and valid at all times. */
  ratio: z.object({ pValue: z.number(), alwaysPValue: z.number() }),
});
export type AbTestPoint = z.infer<typeof abTestPointSchema>;

export const groupLookSchema = z.object({
  look: z.int(),
  users: z.int(),
  day: z.number(),
  z: number,
  /** Critical |z| and the interval of the lift that goes with it. */
  bounds: z.array(z.object({ rule: z.string(), critical: z.number(), interval: intervalSchema, crossed: z.boolean() })),
});
export type GroupLook = z.infer<typeof groupLookSchema>;

const verdictSchema = z.enum(['better', 'worse', 'undecided']);
/** What a rule would have decided, and when. */
export const abTestDecisionSchema = z.object({
  rule: z.string(),
  label: z.string(),
  /** What the rule guarantees, in a sentence. */
  guarantee: z.string(),
  verdict: verdictSchema,
  /** Users and day of the decision; of the end where it is undecided. */
  users: z.int(),
  day: z.number(),
  lift: number,
  interval: intervalSchema,
  /** Whether the verdict has the sign of the true lift; null while undecided. */
  correct: z.boolean().nullable(),
});
export type AbTestDecision = z.infer<typeof abTestDecisionSchema>;

export const abTestOutcomeSchema = z.object({
  outcome: z.string(),
  label: z.string(),
  description: z.string(),
  means: z.tuple([number, number]),
  lift: number,
  naive: intervalSchema,
  always: intervalSchema,
  cuped: z.object({ lift: number, naive: intervalSchema, always: intervalSchema, varianceReduction: z.number() }).nullable(),
  /** Known exactly: means without novelty and drift. */
  truth: z.object({ means: z.tuple([z.number(), z.number()]), lift: number }),
  /** By the always-valid interval at its corrected level. */
  verdict: verdictSchema,
});

export const repeatedRuleSchema = z.object({
  rule: z.string(),
  label: z.string(),
  /** Share of tests in which it decided, and in which it decided against the truth (any decision, where there is no true lift). */
  decided: z.number(),
  wrong: z.number(),
  /** 95% interval (Wilson) of `wrong`, or of the false alarms. */
  wrongInterval: intervalSchema,
  /** Median users at the end of the test: of the decision, or all. */
  medianUsers: z.number(),
  /** Share of the final intervals that contain the true lift. */
  coverage: number,
});

export const abTestOutputSchema = z.object({
  names: z.tuple([z.string(), z.string()]),
  aa: z.boolean(),
  confidence: z.number(),
  audience: audienceReportSchema,
  plan: abTestPlanSchema,
  points: z.array(abTestPointSchema),
  looks: z.array(groupLookSchema),
  decisions: z.array(abTestDecisionSchema),
  outcomes: z.array(abTestOutcomeSchema),
  /** The alarm of unequal traffic: chi-square at the end, and the first moment that the always-valid one sounds. */
  ratio: z.object({
    counts: z.tuple([z.int(), z.int()]),
    pValue: z.number(),
    alwaysPValue: z.number(),
    alarmUsers: z.int().nullable(),
    mismatch: z.boolean(),
  }),
  repeated: z.object({ count: z.int(), rules: z.array(repeatedRuleSchema) }).nullable(),
  statements: z.array(z.string()),
});
export type AbTestOutput = z.infer<typeof abTestOutputSchema>;

/** A stopping rule that a test applies. */
const appliedRuleSchema = abTestDecisionSchema.pick({ rule: true, label: true, guarantee: true });
export type AppliedRule = z.infer<typeof appliedRuleSchema>;

/** The plan and the rules first, then points, looks and decisions as they come. */
export const abTestEventSchema = z.object({
  plan: abTestPlanSchema.nullable(),
  rules: z.array(appliedRuleSchema),
  points: z.array(abTestPointSchema),
  looks: z.array(groupLookSchema),
  /** A rule's verdict as soon as it stops, before the test and its repetitions end. */
  decisions: z.array(abTestDecisionSchema),
  done: z.boolean(),
});
export type AbTestEvent = z.infer<typeof abTestEventSchema>;

const choiceSchema = z.object({ id: z.string(), label: z.string(), description: z.string(), params: z.unknown() });

/** Varieties that an input can name; `params`: the JSON schema of their parameters. */
export const simulateChoicesSchema = z.object({
  clickModels: z.array(choiceSchema),
  outcomes: z.array(choiceSchema),
  interleavingMethods: z.array(choiceSchema.extend({ mostVariants: z.int() })),
  bandits: z.array(choiceSchema),
  /** Stopping rules of A/B tests. */
  rules: z.array(choiceSchema),
  /** Whether the workspace's data has a stored truth. */
  hasTruth: z.boolean(),
});
export type SimulateChoices = z.infer<typeof simulateChoicesSchema>;
