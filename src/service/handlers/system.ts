import { doctorReport } from '../workspace/doctor';
import { listRegistries } from '../workspace/registries';
import { workspaceOf, type SessionHandlers } from './common';

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
  openWorkspace: async ({ input, context }) => context.session.open(input.path),
  createWorkspace: async ({ input, context }) => context.session.create(input.path, input.name),
  closeWorkspace: async ({ context }) => context.session.close(),
  recentWorkspaces: async ({ context }) => context.session.recent.list(),
  dismissProblems: async ({ context }) => workspaceOf(context).store.setAside.dismiss(),
  loadState: async ({ input, context }) => ({ value: await workspaceOf(context).store.state.load(input.key) }),
  saveState: async ({ input, context }) => workspaceOf(context).store.state.save(input.key, input.value),
} satisfies SessionHandlers<'system'>;
