import { AgentEdits } from '../agents/agent-edits';
import type { OpenWorkspace } from '../workspace/open-workspace';
import { workspaceOf, type SessionHandlers } from './common';

const journals = new WeakMap<OpenWorkspace, AgentEdits>();

/** One journal per open workspace, so that changes are serialised. */
function journalOf(workspace: OpenWorkspace): AgentEdits {
  const journal = journals.get(workspace) ?? new AgentEdits(workspace);
  journals.set(workspace, journal);
  return journal;
}

export const agentHandlers = {
  edits: async ({ context }) => journalOf(workspaceOf(context)).list(),
  edit: async ({ input, context }) => journalOf(workspaceOf(context)).edit(input.agent, input.change, Date.now()),
  undo: async ({ input, context }) => journalOf(workspaceOf(context)).undo(input.id, Date.now()),
} satisfies SessionHandlers<'agent'>;
