import { z } from 'zod';
import { doctorReportSchema, registriesSchema, workspaceInfoSchema } from '../schemas/system';
import { backupInputSchema, checkInputSchema, restoreInputSchema, snapshotInputSchema } from '../schemas/safety';
import { pathSchema } from '../schemas/path';
import { nothing, procedure, startedJob } from './base';

const stateKeySchema = z.object({
  key: z.string().regex(/^[a-z-]{1,40}$/),
  /** Path of the workspace that the state belongs to; CONFLICT while another one is open. Default: whichever is open. */
  workspace: z.string().max(4_096).optional(),
});

export const systemContract = {
  health: procedure.route({ method: 'GET', path: '/health', summary: 'Whether the service answers' }).output(
    z.object({
      status: z.literal('ok'),
      version: z.string(),
      workspace: workspaceInfoSchema.nullable(),
      indexBackend: z.string(),
      /** Why that backend is used, as a sentence for people. */
      indexBackendReason: z.string(),
    }),
  ),
  doctor: procedure
    .route({ method: 'GET', path: '/doctor', summary: 'What this machine has, and how to install the rest' })
    .output(doctorReportSchema),
  registries: procedure
    .route({ method: 'GET', path: '/registries', summary: 'Signals, metrics, splits and all other families with their parameters' })
    .output(registriesSchema),
  workspace: procedure
    .route({ method: 'GET', path: '/workspace', summary: 'The open workspace; null without one' })
    .output(workspaceInfoSchema.nullable()),
  openWorkspace: procedure
    .route({ method: 'POST', path: '/workspace/open', summary: 'Open a workspace' })
    .input(z.object({ path: pathSchema }))
    .output(workspaceInfoSchema),
  createWorkspace: procedure
    .route({ method: 'POST', path: '/workspace/create', summary: 'Create a workspace' })
    .input(z.object({ path: pathSchema, name: z.string().min(1).max(200) }))
    .output(workspaceInfoSchema),
  closeWorkspace: procedure.route({ method: 'POST', path: '/workspace/close', summary: 'Close the workspace' }).output(nothing),
  recentWorkspaces: procedure
    .route({ method: 'GET', path: '/workspaces', summary: 'Workspaces opened lately' })
    .output(z.array(workspaceInfoSchema.extend({ lastOpenedAtMs: z.number(), missing: z.boolean() }))),
  /** Reads everything that the open workspace holds, and with `repair` mends what can be made again. */
  checkWorkspace: procedure
    .route({
      method: 'POST',
      path: '/workspace/check',
      summary: 'Check every artifact, document, log and table; the job’s result is the report',
    })
    .input(checkInputSchema.prefault({}))
    .output(startedJob),
  /** Writes the workspace into one file of its folder `backups` while it is served. */
  backupWorkspace: procedure
    .route({ method: 'POST', path: '/workspace/backup', summary: 'Back the workspace up into one file; the job’s result says where it is' })
    .input(backupInputSchema.prefault({}))
    .output(startedJob),
  /** Copies the workspace into a folder that nothing changes, and that any number of processes read. */
  snapshotWorkspace: procedure
    .route({
      method: 'POST',
      path: '/workspace/snapshot',
      summary: 'Copy the workspace into a new folder that many processes can read at once',
    })
    .input(snapshotInputSchema)
    .output(startedJob),
  /** Makes a new workspace of a backup; the open one stays open. */
  restoreWorkspace: procedure
    .route({ method: 'POST', path: '/workspace/restore', summary: 'Make a workspace of a backup' })
    .input(restoreInputSchema)
    .output(startedJob),
  /** Clears the list of damage; the folder `set-aside` is kept. */
  dismissProblems: procedure
    .route({ method: 'POST', path: '/workspace/problems/dismiss', summary: 'Dismiss the list of damage' })
    .output(nothing),
  /** A small JSON document of the workspace (the Lab's unsaved state), kept across crashes. */
  loadState: procedure
    .route({ method: 'GET', path: '/state/{key}', summary: 'A stored piece of the interface’s state' })
    .input(stateKeySchema)
    .output(z.object({ value: z.unknown() })),
  saveState: procedure
    .route({ method: 'PUT', path: '/state/{key}', summary: 'Store a piece of the interface’s state' })
    .input(stateKeySchema.extend({ value: z.unknown() }))
    .output(nothing),
};
