import { z } from 'zod';
import { experimentConfigSchema } from '../schemas/experiment';
import { exportedPartSchema, exportedRequestSchema } from '../schemas/export-data';
import { exportRankerInputSchema } from '../schemas/export-ranker';
import { gateReportSchema } from '../schemas/gate';
import { newNotesSchema } from '../schemas/new-notes';
import { procedure, startedJob } from './base';

export const exportedFileSchema = z.object({
  name: z.string(),
  mediaType: z.string(),
  content: z.string(),
  /** `content` is base64 of bytes; absent: text. */
  encoding: z.literal('base64').optional(),
});
export type ExportedFile = z.infer<typeof exportedFileSchema>;

export const reportContract = {
  /** The files of a configuration (run now) or a saved experiment, in the chosen formats. */
  export: procedure
    .route({ method: 'POST', path: '/export', summary: 'The files of a comparison in the chosen report formats' })
    .input(
      z.object({
        source: z.union([
          z.object({ experimentId: z.string() }),
          z.object({ config: experimentConfigSchema, numberNotes: newNotesSchema.default([]) }),
        ]),
        formats: z.array(z.string()).min(1),
      }),
    )
    .output(z.object({ files: z.array(exportedFileSchema), savedTo: z.string().nullable() })),
  gateFiles: procedure
    .route({ method: 'POST', path: '/export/gate', summary: 'A gate’s report as JUnit XML, Markdown and JSON' })
    .input(z.object({ report: gateReportSchema, undecidedFails: z.boolean().default(true) }))
    .output(z.object({ files: z.array(exportedFileSchema) })),
  /** As a job, whose result is an `ExportRankerReport`. */
  exportRanker: procedure
    .route({ method: 'POST', path: '/export/ranker', summary: 'Write a variant as the formula of another engine' })
    .input(exportRankerInputSchema)
    .output(startedJob),
  /** A file of the last export of a ranker, a few megabytes at a time. */
  rankerFile: procedure
    .route({ method: 'GET', path: '/export/ranker/file', summary: 'A part of a file of the last export of a ranker, in base64' })
    .input(exportedRequestSchema)
    .output(exportedPartSchema),
};
