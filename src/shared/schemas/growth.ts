import { z } from 'zod';

/** Differences between folded-in factors and a full rebuild, for one kind of rows. */
export const auditGroupSchema = z.object({
  group: z.enum(['new-videos', 'edited-videos', 'new-users', 'changed-users', 'other-users']),
  count: z.int(),
  /** At most a few hundred rows of a group are compared, evenly spaced. */
  measured: z.int(),
  /** Compared rows for which the rebuilt model has no data. */
  unplaced: z.int(),
  /** Mean cosine between the scores of the two models: 1 = the same ranking and proportions. Null without a row. */
  scoreCosine: z.number().nullable(),
  /** Mean ‖served − rebuilt‖ / ‖rebuilt‖ of the scores; 0 = the same. */
  relativeError: z.number().nullable(),
  /** Users: mean share of the rebuilt model's ten best unseen videos that are among the served model's. */
  overlapAt10: z.number().nullable(),
});
export type AuditGroup = z.infer<typeof auditGroupSchema>;

export const factorAuditSchema = z.object({
  atMs: z.number(),
  method: z.string(),
  factorCount: z.int(),
  /** Videos removed since the models were built: hidden from lists, still in the served factors. */
  removedVideos: z.int(),
  groups: z.array(auditGroupSchema),
  /** The rows whose scores differ most, worst first. */
  worst: z.array(
    z.object({ kind: z.enum(['video', 'user']), id: z.string(), title: z.string(), scoreCosine: z.number(), interactions: z.int() }),
  ),
});
export type FactorAudit = z.infer<typeof factorAuditSchema>;
