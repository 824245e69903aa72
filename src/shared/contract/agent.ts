import { z } from 'zod';
import { agentActionSchema, agentEditSchema, agentNameSchema } from '../schemas/agent';
import { procedure } from './base';

/** Changes by agents: made under a name, listed, undoable. */
export const agentContract = {
  edits: procedure
    .route({ method: 'GET', path: '/agent/edits', summary: 'Changes by agents in this workspace, newest first' })
    .output(z.array(agentEditSchema)),
  edit: procedure
    .route({ method: 'POST', path: '/agent/edits', summary: 'Make a change under an agent’s name, so that it can be undone' })
    .input(z.object({ agent: agentNameSchema, change: agentActionSchema }))
    .output(agentEditSchema),
  undo: procedure
    .route({ method: 'POST', path: '/agent/edits/{id}/undo', summary: 'Undo an agent’s change' })
    .input(z.object({ id: z.string().min(1).max(40) }))
    .output(agentEditSchema),
};
