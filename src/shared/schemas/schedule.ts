/** Schedules: a saved comparison measured again at fixed times, on the data as they are then. */
import { z } from 'zod';
import { experimentConfigSchema } from './experiment';
import { experimentId } from './online';

const number = z.number().nullable();

/** Five fields (minute, hour, day of the month, month, weekday) or a nickname such as `@daily`. */
export const cronSchema = z.string().trim().min(1).max(120);
/** An IANA name: `Europe/Berlin`. */
export const timeZoneSchema = z.string().min(1).max(60);

const timing = { cron: cronSchema, timeZone: timeZoneSchema.default('UTC') };

export const scheduleCreateSchema = z.strictObject({
  id: experimentId,
  /** The saved comparison whose configuration is copied; it may be removed afterwards. */
  experimentId: z.string().min(1).max(200),
  ...timing,
  /** Older measurements are dropped. */
  keep: z.int().min(1).max(5_000).default(500),
});
export type ScheduleCreate = z.infer<typeof scheduleCreateSchema>;

export const scheduleChangeSchema = z.strictObject({
  id: experimentId,
  cron: cronSchema.optional(),
  timeZone: timeZoneSchema.optional(),
  keep: z.int().min(1).max(5_000).optional(),
  paused: z.boolean().optional(),
});
export type ScheduleChange = z.infer<typeof scheduleChangeSchema>;

/** A value of the saved comparison, that later ones are seen against. */
const referenceSchema = z.object({ variant: z.string(), spec: z.string(), value: number });

export const scheduleSchema = z.object({
  id: experimentId,
  /** The name of the saved comparison when it was scheduled. */
  name: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  keep: z.int(),
  paused: z.boolean(),
  createdAtMs: z.number(),
  /** Planned times are counted from here: the creation, or the last change of the times. */
  countedFromMs: z.number(),
  config: experimentConfigSchema,
  reference: z.array(referenceSchema),
});
export type Schedule = z.infer<typeof scheduleSchema>;

export const scheduledMetricSchema = z.object({
  variant: z.string(),
  spec: z.string(),
  value: number,
  /** Student's interval of the mean over users, at the configuration's level; null for global metrics. */
  low: number,
  high: number,
  userCount: z.int(),
  /** Against the configuration's first variant, corrected as in the comparison; null for that one. */
  difference: z
    .object({ value: number, low: number, high: number, verdict: z.enum(['better', 'worse', 'undecided']), reason: z.string() })
    .nullable(),
});
export type ScheduledMetric = z.infer<typeof scheduledMetricSchema>;

/**
 * `unchanged`: neither data, build settings, signals nor program have changed since the last measurement, whose numbers therefore stand; nothing was
 * measured, and no look at the test part was counted.
 */
export const scheduledStatusSchema = z.enum(['measured', 'unchanged', 'failed', 'cancelled']);

export const scheduledRunSchema = z.object({
  /** When it was due; null for one that was asked for. */
  plannedAtMs: z.number().nullable(),
  startedAtMs: z.number(),
  elapsedMs: z.number(),
  status: scheduledStatusSchema,
  error: z.object({ code: z.string(), message: z.string(), remedy: z.string().optional() }).nullable(),
  version: z.string(),
  datasetFingerprint: z.string(),
  /** Identity of everything the numbers depend on besides the configuration: data, build settings, signals, program. */
  inputs: z.string(),
  testUserCount: z.int().nullable(),
  testLooks: z.int().nullable(),
  metrics: z.array(scheduledMetricSchema),
});
export type ScheduledRun = z.infer<typeof scheduledRunSchema>;

export const scheduleSummarySchema = scheduleSchema.omit({ config: true, countedFromMs: true }).extend({
  variants: z.array(z.string()),
  metrics: z.array(z.string()),
  /** Null while paused. */
  nextAtMs: z.number().nullable(),
  runCount: z.int(),
  lastRun: scheduledRunSchema.nullable(),
  /** The last run with numbers of its own. */
  lastMeasured: scheduledRunSchema.nullable(),
});
export type ScheduleSummary = z.infer<typeof scheduleSummarySchema>;

/** Oldest run first. */
export const scheduleHistorySchema = scheduleSummarySchema.extend({ runs: z.array(scheduledRunSchema) });
export type ScheduleHistory = z.infer<typeof scheduleHistorySchema>;
