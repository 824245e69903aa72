import { z } from 'zod';

export const jobStatusSchema = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted']);
export type JobStatus = z.infer<typeof jobStatusSchema>;

export const errorPayloadSchema = z.object({
  code: z.string(),
  message: z.string(),
  place: z.string().optional(),
  value: z.string().optional(),
  remedy: z.string().optional(),
  /** A file on the service's machine with the details. */
  file: z.string().optional(),
});

export const jobSchema = z.object({
  id: z.string(),
  kind: z.string(),
  label: z.string(),
  status: jobStatusSchema,
  /** In [0, 1]. */
  fraction: z.number(),
  detail: z.string(),
  startedAtMs: z.number(),
  elapsedMs: z.number(),
  remainingMs: z.number().nullable(),
  /** What the fractions are of, where that can be counted: the rate is then also said in these. */
  amount: z.object({ total: z.int(), unit: z.string() }).nullable().default(null),
  /** Recent rate in fractions per second; null before the first progress and after the end. */
  ratePerSecond: z.number().nullable(),
  error: errorPayloadSchema.nullable(),
  /** What the job returns; its shape depends on the kind. */
  result: z.unknown(),
});
export type Job = z.infer<typeof jobSchema>;
