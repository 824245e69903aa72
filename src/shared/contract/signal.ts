import { z } from 'zod';
import {
  namedSignalSchema,
  scoreCacheSchema,
  signalChangeSchema,
  signalDefinitionSchema,
  signalIdSchema,
  signalPreviewSchema,
} from '../schemas/signal';
import { nothing, procedure } from './base';

const id = signalIdSchema;

/** Signals that users define: columns, files of scores, formulas … Every variant can weigh them. */
export const signalContract = {
  list: procedure
    .route({ method: 'GET', path: '/signals', summary: 'All signals that the workspace defines' })
    .output(z.array(namedSignalSchema)),
  /** The latest changes, the newest first. */
  changes: procedure
    .route({ method: 'GET', path: '/signal-changes', summary: 'Changes of signals that can be undone' })
    .output(z.array(signalChangeSchema)),
  /** Names that parameters of kinds may take: columns, stored files, other signals. */
  inputs: procedure
    .route({ method: 'GET', path: '/signal-inputs', summary: 'Columns, files and signals that definitions can name' })
    .output(z.record(z.string(), z.array(z.object({ value: z.string(), label: z.string() })))),
  /** What a definition would give, without storing it. */
  preview: procedure
    .route({ method: 'POST', path: '/signal-preview', summary: 'Coverage, range and examples of a definition' })
    .input(z.object({ id: id.default('preview'), definition: signalDefinitionSchema }))
    .output(signalPreviewSchema),
  /** Kept answers of scoring services. */
  scoreCache: procedure
    .route({ method: 'GET', path: '/signal-scores', summary: 'Size of the kept answers of scoring services' })
    .output(scoreCacheSchema),
  /** Each is asked for again when it is needed. */
  clearScores: procedure
    .route({ method: 'DELETE', path: '/signal-scores', summary: 'Forget the kept answers of scoring services' })
    .output(scoreCacheSchema),
  undo: procedure
    .route({ method: 'POST', path: '/signal-changes/undo', summary: 'Take the newest change of a signal back' })
    .output(signalChangeSchema),
  get: procedure
    .route({ method: 'GET', path: '/signals/{id}', summary: 'A defined signal' })
    .input(z.object({ id }))
    .output(namedSignalSchema),
  /** In place of the one of that id. */
  define: procedure
    .route({ method: 'PUT', path: '/signals/{id}', summary: 'Define a signal' })
    .input(namedSignalSchema)
    .output(namedSignalSchema),
  remove: procedure
    .route({ method: 'DELETE', path: '/signals/{id}', summary: 'Remove a defined signal' })
    .input(z.object({ id }))
    .output(nothing),
};
