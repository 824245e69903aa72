import { basename, join } from 'node:path';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import { doctorReport } from '../workspace/doctor';
import { listRegistries } from '../workspace/registries';
import type { StateStore } from '../storage/files/state-store';
import { backUp } from '../workspace/backup/backup';
import { checkWorkspace } from '../workspace/backup/check';
import { restore } from '../workspace/backup/restore';
import { makeSnapshot } from '../workspace/snapshot/make-snapshot';
import { describeJob, workspaceOf, type SessionHandlers } from './common';

export const systemHandlers = {
  health: async ({ context }) => ({
    status: 'ok' as const,
    version: context.version,
    workspace: context.session.workspaceInfo(),
    indexBackend: context.session.indexBackend(),
    indexBackendReason: context.session.ann.reasonFor('auto'),
  }),
  doctor: async ({ context }) => doctorReport(context.session.ann, context.session.workspaceInfo()),
  registries: async ({ context }) => listRegistries(context.session.ann),
  workspace: async ({ context }) => context.session.workspaceInfo(),
  openWorkspace: async ({ input, context }) => {
    await context.roots?.check(input.path);
    return context.session.open(input.path);
  },
  createWorkspace: async ({ input, context }) => {
    await context.roots?.check(input.path);
    return context.session.create(input.path, input.name);
  },
  closeWorkspace: async ({ context }) => context.session.close(),
  recentWorkspaces: async ({ context }) => context.session.recent.list(),
  checkWorkspace: async ({ input, context }) => {
    const { store, models } = workspaceOf(context);
    const rebuild = async (job?: TaskContext): Promise<void> => void (await models.build(await models.settings(), job));
    return describeJob(
      context.jobs.start('check', input.repair ? 'Check and repair the workspace' : 'Check the workspace', async (job) => {
        const report = await checkWorkspace(store, input.repair ? { rebuild } : undefined, job);
        await context.session.refreshInfo();
        return report;
      }),
    );
  },
  backupWorkspace: async ({ input, context }) => {
    const { store } = workspaceOf(context);
    const name = input.name?.replace(/(\.ranklab-backup)?$/, '.ranklab-backup');
    return describeJob(
      context.jobs.start('backup', 'Back the workspace up', (job) => backUp(store, name && join(store.path, 'backups', name), job)),
    );
  },
  snapshotWorkspace: async ({ input, context }) => {
    await context.roots?.check(input.path);
    const { store } = workspaceOf(context);
    return describeJob(context.jobs.start('snapshot', 'Make a snapshot', (job) => makeSnapshot(store, input.path, job)));
  },
  restoreWorkspace: async ({ input, context }) => {
    await context.roots?.check(input.file, input.path);
    const run = (job: TaskContext) => restore(input.file, input.path, job);
    const options = { lane: 'restore', outlivesWorkspace: true }; // it writes a folder of its own
    return describeJob(context.jobs.start('restore', `Restore ${basename(input.file)}`, run, options));
  },
  dismissProblems: async ({ context }) => workspaceOf(context).store.setAside.dismiss(),
  loadState: async ({ input, context }) => ({ value: await stateOf(context, input.workspace).load(input.key) }),
  saveState: async ({ input, context }) => stateOf(context, input.workspace).save(input.key, input.value),
} satisfies SessionHandlers<'system'>;

/** @throws CONFLICT while another workspace than the named one is open: a late save must not reach it. */
function stateOf(context: Parameters<typeof workspaceOf>[0], workspace: string | undefined): StateStore {
  const { store } = workspaceOf(context);
  if (workspace === undefined || workspace === store.info.path) return store.state;
  throw new RankLabError('CONFLICT', 'Another workspace is open', {
    place: 'workspace',
    value: workspace,
    remedy: 'Open this one first; nothing was changed',
  });
}
