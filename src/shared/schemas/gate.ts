/** A gate: may a candidate replace the baseline of a saved result? */
import { z } from 'zod';
import { conventionsSchema } from './conventions';
import { metricSpecSchema } from './experiment';
import { variantSchema } from './variant';

/** Reports come back in, to be written as files: within what every reader of JSON can hold. */
const number = z.number().min(-1e15).max(1e15).nullable();

/** Metric → the largest acceptable loss, as a share of the baseline's value: `{ "ndcg@10": 0.01 }`. */
export const marginsSchema = z.record(metricSpecSchema, z.number().min(0).max(1));

export const gateSettingsSchema = z.strictObject({
  /** A stored variant's name or a complete one; omitted: the baseline itself, which tells whether its numbers reproduce. */
  candidate: z.union([variantSchema.shape.name, variantSchema]).optional(),
  /** Which variant of the result is guarded; omitted: its first. */
  baseline: z.string().min(1).max(120).optional(),
  /** The metrics that decide. */
  margins: marginsSchema.refine((margins) => Object.keys(margins).length > 0, 'Name at least one metric').default({ 'ndcg@10': 0.01 }),
  /** The loss whose chance of being caught is stated, as a share of the baseline's value. */
  detect: z.number().positive().max(1).default(0.03),
  confidence: z.number().min(0.5).max(0.999).default(0.95),
});
/** Which result a gate holds against. */
export const gateInputSchema = gateSettingsSchema.extend({
  against: z.union([z.strictObject({ experimentId: z.string() }), z.strictObject({ path: z.string().min(1).max(4_096) })]),
});
export type GateSettings = z.infer<typeof gateSettingsSchema>;

export const gateVerdictSchema = z.enum(['pass', 'worse', 'undecided']);
export type GateVerdict = z.infer<typeof gateVerdictSchema>;

/** One metric. Differences are candidate − baseline, turned so that a loss is negative. */
export const gateMetricSchema = z.object({
  spec: z.string(),
  verdict: gateVerdictSchema,
  baselineValue: number,
  value: number,
  difference: number,
  /** One-sided confidence bounds of the difference; `upper` is corrected for the number of metrics. */
  lower: number,
  upper: number,
  /** The largest acceptable loss, absolute. */
  margin: number,
  users: z.int(),
  /** Chance of a pass where candidate and baseline are truly equal. */
  powerToPass: number,
  /** Chance of finding a true loss of `detect`. */
  powerToCatch: number,
  reason: z.string(),
});
export type GateMetric = z.infer<typeof gateMetricSchema>;

export const driftRowSchema = z.object({ what: z.string(), before: number, now: number });
export type DriftRow = z.infer<typeof driftRowSchema>;

/** A metric of the guarded variant then and now; `reweighted` has today's groups of users in their former shares. */
export const metricDriftSchema = z.object({ spec: z.string(), before: number, now: number, reweighted: number });
export type MetricDrift = z.infer<typeof metricDriftSchema>;

export const gateReportSchema = z.object({
  verdict: gateVerdictSchema,
  baseline: z.string(),
  candidate: z.string(),
  confidence: z.number().min(0).max(1),
  detect: z.number().min(0).max(1),
  metrics: z.array(gateMetricSchema),
  /** Whether the data are those of the result, row for row. */
  sameData: z.boolean(),
  /** On the same data: null when the guarded variant's numbers reproduce, else the first that does not. */
  firstDifference: z.string().nullable(),
  /** On other data: how the data changed, and the guarded variant's numbers with it. */
  dataDrift: z.array(driftRowSchema),
  metricDrift: z.array(metricDriftSchema),
  statements: z.array(z.string()),
  /** What the numbers depend on besides data and models. */
  conventions: conventionsSchema,
  /** Conventions of the guarded variant's numbers that are not those of the result: the two are then not comparable. */
  conventionDifferences: z.array(z.object({ id: z.string(), label: z.string(), before: z.string(), now: z.string() })),
});
export type GateReport = z.infer<typeof gateReportSchema>;
