import { previewSignal } from '#engine/pipeline/preview-signal';
import { previewView } from '../models/preview-view';
import { signalInputs } from '../workspace/signal-inputs';
import { workspaceOf, type SessionHandlers } from './common';

export const signalHandlers = {
  list: async ({ context }) => workspaceOf(context).signals.list(),
  changes: async ({ context }) => workspaceOf(context).signals.changes(),
  inputs: async ({ context }) => signalInputs(workspaceOf(context)),
  preview: async ({ input, context }) => {
    const startedAt = performance.now();
    const workspace = workspaceOf(context);
    const known = { ...(await workspace.signals.all()), [input.id]: input.definition };
    const preview = await previewSignal(await previewView(workspace, workspace.models), input.id, known);
    return { ...preview, elapsedMs: performance.now() - startedAt };
  },
  scoreCache: async ({ context }) => workspaceOf(context).scores.facts(),
  clearScores: async ({ context }) => {
    const { scores } = workspaceOf(context);
    await scores.clear();
    return scores.facts();
  },
  undo: async ({ context }) => workspaceOf(context).signals.undo(),
  get: async ({ input, context }) => workspaceOf(context).signals.get(input.id),
  define: async ({ input, context }) => workspaceOf(context).signals.define(input),
  remove: async ({ input, context }) => workspaceOf(context).signals.remove(input.id),
} satisfies SessionHandlers<'signal'>;
