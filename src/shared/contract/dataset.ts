import { z } from 'zod';
import {
  datasetColumnsSchema,
  datasetSummarySchema,
  exportCountSchema,
  exportedPartSchema,
  exportedRequestSchema,
  exportFilterSchema,
  exportRequestSchema,
  fileOptionsSchema,
  filePreviewSchema,
  generatorParamsSchema,
  generatorReportSchema,
  histogramSchema,
  importRequestSchema,
  importRoleSchema,
  rejectsPartSchema,
  rejectsRequestSchema,
  interactionRowSchema,
  newInteractionSchema,
  newVideoSchema,
  pageInputSchema,
  userListRowSchema,
  userProfileSchema,
  videoContentSchema,
  videoRowSchema,
} from '../schemas/dataset';
import { pathSchema } from '../schemas/path';
import { nothing, page, procedure, startedJob } from './base';

export const datasetContract = {
  summary: procedure
    .route({ method: 'GET', path: '/dataset', summary: 'The data in a few numbers; null before any' })
    .output(datasetSummarySchema.nullable()),
  generate: procedure
    .route({ method: 'POST', path: '/dataset/generate', summary: 'Generate users, videos and interactions, in place of the present data' })
    .input(generatorParamsSchema)
    .output(startedJob),
  /** Requested and generated properties; null unless the data was generated here. */
  generated: procedure
    .route({ method: 'GET', path: '/dataset/generated', summary: 'Requested and generated properties of generated data' })
    .output(generatorReportSchema.nullable()),
  preview: procedure
    .route({ method: 'POST', path: '/dataset/preview', summary: 'The first rows of a file and how its columns are read' })
    .input(z.object({ file: pathSchema, options: fileOptionsSchema.optional(), role: importRoleSchema.optional() }))
    .output(filePreviewSchema),
  /** Stores uploaded bytes (a browser has no paths) and answers the path to preview and import. */
  upload: procedure
    .route({ method: 'POST', path: '/dataset/upload', summary: 'Store a file and answer its path, for preview and import' })
    .input(z.object({ name: z.string(), file: z.file() }))
    .output(z.object({ path: z.string() })),
  import: procedure
    .route({ method: 'POST', path: '/dataset/import', summary: 'Import files in place of the present data' })
    .input(importRequestSchema)
    .output(startedJob),
  /** Brings back the data that the last import or generation replaced; once more takes that back. */
  undoImport: procedure
    .route({ method: 'POST', path: '/dataset/undo-import', summary: 'Bring back the data that was replaced last' })
    .output(datasetSummarySchema.nullable()),
  /** The rows that the last import rejected, as CSV, a few megabytes at a time, for clients without access to the file. */
  rejects: procedure
    .route({ method: 'GET', path: '/dataset/rejects', summary: 'The rows that the last import rejected, as CSV' })
    .input(rejectsRequestSchema)
    .output(rejectsPartSchema),
  /** Writes files into the workspace's folder of exports; the job's result names them (`ExportReport`). */
  export: procedure
    .route({ method: 'POST', path: '/dataset/export', summary: 'Write users, videos, interactions, vectors and factors as files' })
    .input(exportRequestSchema)
    .output(startedJob),
  exportCount: procedure
    .route({ method: 'POST', path: '/dataset/export/count', summary: 'How many users, videos and interactions an export would write' })
    .input(z.strictObject({ filter: exportFilterSchema.prefault({}) }))
    .output(exportCountSchema),
  /** A file of the last export, a few megabytes at a time. */
  exported: procedure
    .route({ method: 'GET', path: '/dataset/exported', summary: 'A part of a file of the last export, in base64' })
    .input(exportedRequestSchema)
    .output(exportedPartSchema),
  columns: procedure
    .route({ method: 'GET', path: '/dataset/columns', summary: 'The columns that conditions on users, videos and interactions can name' })
    .output(datasetColumnsSchema),
  users: procedure
    .route({ method: 'GET', path: '/users', summary: 'Users, a page at a time' })
    .input(pageInputSchema)
    .output(page(userListRowSchema)),
  videos: procedure
    .route({ method: 'GET', path: '/videos', summary: 'Videos, a page at a time' })
    .input(pageInputSchema)
    .output(page(videoRowSchema)),
  interactions: procedure
    .route({ method: 'GET', path: '/interactions', summary: 'Interactions, a page at a time' })
    .input(pageInputSchema)
    .output(page(interactionRowSchema)),
  user: procedure
    .route({ method: 'GET', path: '/users/{userId}', summary: 'One user with history and taste' })
    .input(z.object({ userId: z.string() }))
    .output(userProfileSchema),
  video: procedure
    .route({ method: 'GET', path: '/videos/{videoId}', summary: 'One video' })
    .input(z.object({ videoId: z.string() }))
    .output(videoRowSchema),
  distributions: procedure
    .route({ method: 'GET', path: '/dataset/distributions', summary: 'Histograms of the data' })
    .output(z.object({ histograms: z.array(histogramSchema), popularityCurve: z.array(z.number()) })),
  addVideo: procedure
    .route({ method: 'POST', path: '/videos', summary: 'Add a video' })
    .input(newVideoSchema)
    .output(z.object({ videoId: z.string() })),
  /** Replaces the properties of a video; its interactions stay. */
  updateVideo: procedure
    .route({ method: 'PUT', path: '/videos/{videoId}', summary: 'Replace the properties of a video' })
    .input(videoContentSchema)
    .output(nothing),
  /** Removes a video with its interactions, from every list at once. */
  removeVideo: procedure
    .route({ method: 'DELETE', path: '/videos/{videoId}', summary: 'Remove a video with its interactions' })
    .input(z.object({ videoId: z.string() }))
    .output(nothing),
  /** Undoes the removal of a video, with its interactions; possible until data is replaced or merged. */
  restoreVideo: procedure
    .route({ method: 'POST', path: '/videos/{videoId}/restore', summary: 'Restore a removed video' })
    .input(z.object({ videoId: z.string() }))
    .output(nothing),
  logInteraction: procedure
    .route({ method: 'POST', path: '/interactions', summary: 'Log an interaction' })
    .input(newInteractionSchema)
    .output(nothing),
};
