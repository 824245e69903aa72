import { z } from 'zod';
import { knownAtSchema, runHashSchema, runPolicySchema, storedRunSchema } from '../schemas/foreign-run';
import { candidateSettingsSchema, variantSchema } from '../schemas/variant';
import { nothing, procedure, startedJob } from './base';

const sha256 = runHashSchema;
/** Role (user, item, rank, score) → name of its column, where the file does not use a usual name. */
const map = z.partialRecord(z.enum(['user', 'item', 'rank', 'score']), z.string().min(1).max(500)).default({});

/** Rankings made elsewhere, stored in the workspace under the SHA-256 of their file. */
export const runContract = {
  list: procedure.route({ method: 'GET', path: '/runs', summary: 'All stored runs, the newest first' }).output(z.array(storedRunSchema)),
  get: procedure
    .route({ method: 'GET', path: '/runs/{sha256}', summary: 'A stored run: where it comes from and what it holds' })
    .input(z.object({ sha256 }))
    .output(storedRunSchema),
  /** Reads a file of this machine as a job, whose result is the stored run. TREC run, CSV, TSV, Parquet or JSON Lines, told by its content. */
  add: procedure
    .route({ method: 'POST', path: '/runs', summary: 'Store a run from a file of this machine' })
    .input(
      z.object({
        path: z.string().min(1).max(4_096),
        /** Shown in place of the path’s last part. */
        name: z.string().min(1).max(500).optional(),
        knownAt: knownAtSchema.default(null),
        map,
      }),
    )
    .output(startedJob),
  /** The same from uploaded bytes, when it returns. */
  upload: procedure
    .route({ method: 'POST', path: '/runs/upload', summary: 'Store a run from uploaded bytes' })
    .input(z.object({ file: z.file(), name: z.string().min(1).max(200), knownAt: knownAtSchema.default(null), map }))
    .output(storedRunSchema),
  /** The variant that ranks exactly as a stored run does. */
  variant: procedure
    .route({ method: 'GET', path: '/runs/{sha256}/variant', summary: 'The variant that ranks as a stored run does' })
    .input(z.object({ sha256, policy: runPolicySchema.partial().default({}) }))
    .output(variantSchema),
  /** The variant that ranks as the merge of several stored runs. */
  fusion: procedure
    .route({ method: 'POST', path: '/runs/fusion', summary: 'The variant that ranks as the merge of several stored runs' })
    .input(
      z.object({
        runs: z
          .array(z.object({ sha256, policy: runPolicySchema.partial().default({}), weight: z.number().min(0).max(100).optional() }))
          .min(2)
          .max(30),
        method: candidateSettingsSchema.shape.merge,
        name: z.string().min(1).max(120).optional(),
      }),
    )
    .output(variantSchema),
  remove: procedure
    .route({ method: 'DELETE', path: '/runs/{sha256}', summary: 'Remove a stored run' })
    .input(z.object({ sha256 }))
    .output(nothing),
};
