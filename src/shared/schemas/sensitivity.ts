/** A metric, the lists and a verdict over two settings of a variant. */
import { z } from 'zod';
import { conventionsSchema } from './conventions';
import { metricSpecSchema } from './experiment';
import { livePlanInputSchema } from './live';
import { weightSchema } from './ranges';

const number = z.number().nullable();
const steps = z.int().min(2).max(81).default(41);

/** One setting of the variant and its range, both ends included. */
export const sensitivityAxisSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('weight'),
    signal: z.string().max(100),
    low: weightSchema.default(0),
    high: weightSchema.default(1),
    steps,
  }),
  z.strictObject({ kind: z.literal('lambda'), low: z.number().min(0).max(1).default(0), high: z.number().min(0).max(1).default(1), steps }),
  z.strictObject({ kind: z.literal('pool'), low: z.int().min(1).max(10_000), high: z.int().min(1).max(10_000), steps: steps.default(9) }),
  /** A number among the parameters of a signal, such as the half-life of freshness. */
  z.strictObject({
    kind: z.literal('parameter'),
    signal: z.string().max(100),
    parameter: z.string().max(100),
    low: z.number().min(-1e9).max(1e9),
    high: z.number().min(-1e9).max(1e9),
    steps: steps.default(9),
  }),
]);
export type SensitivityAxis = z.infer<typeof sensitivityAxisSchema>;

export const sensitivitySettingsSchema = z.strictObject({
  x: sensitivityAxisSchema,
  y: sensitivityAxisSchema,
  /** A metric with a value for every user. */
  metric: metricSpecSchema.default('ndcg@10'),
  /** Positions whose change is counted; omitted: the metric's cutoff, or 10. */
  k: z.int().min(1).max(1_000).optional(),
  confidence: z.number().min(0.5).max(0.999).default(0.95),
});
export type SensitivitySettings = z.infer<typeof sensitivitySettingsSchema>;

/** The last variant is varied; with two, the first is the baseline of the verdicts, otherwise the variant as it is. */
export const sensitivityInputSchema = livePlanInputSchema.extend({
  ...sensitivitySettingsSchema.shape,
  variants: livePlanInputSchema.shape.variants.max(2),
});
export type SensitivityInput = z.infer<typeof sensitivityInputSchema>;

export const cellVerdictSchema = z.enum(['better', 'worse', 'undecided']);
export type CellVerdict = z.infer<typeof cellVerdictSchema>;

export const sensitivityCellSchema = z.object({
  /** Row-major, y × the number of x values + x. */
  index: z.int(),
  value: number,
  difference: number,
  low: number,
  high: number,
  verdict: cellVerdictSchema,
  /** Mean over users of the share of the first k positions that the variant as it is does not list. */
  churn: z.number(),
});
export type SensitivityCell = z.infer<typeof sensitivityCellSchema>;

/** Known before the first cell. */
export const sensitivityFrameSchema = z.object({
  metric: z.string(),
  k: z.int(),
  confidence: z.number(),
  x: z.array(z.number()),
  y: z.array(z.number()),
  /** The variant as it is. */
  current: z.object({ x: z.number(), y: z.number(), value: number, verdict: cellVerdictSchema }),
  baseline: z.object({ name: z.string(), value: number }),
  pairCount: z.int(),
  measuredUserCount: z.int(),
  statements: z.array(z.string()),
});
export type SensitivityFrame = z.infer<typeof sensitivityFrameSchema>;

export const sensitivityOutputSchema = sensitivityFrameSchema.extend({
  cells: z.array(sensitivityCellSchema),
  conventions: conventionsSchema.optional(),
});
export type SensitivityOutput = z.infer<typeof sensitivityOutputSchema>;

/** What a job has computed since the last event: the frame first, then cells, coarse ones first. */
export const sensitivityEventSchema = z.object({
  frame: sensitivityFrameSchema.nullable(),
  cells: z.array(sensitivityCellSchema),
  done: z.boolean(),
});
export type SensitivityEvent = z.infer<typeof sensitivityEventSchema>;
