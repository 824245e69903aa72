/** A change by an agent (a program acting for a user), listed under its name and undoable. */
import { z } from 'zod';
import { newVideoSchema, videoContentSchema } from './dataset';
import { variantSchema } from './variant';

const videoId = z.string().min(1).max(500);

/** Every change that an agent may make. Each can be undone. */
export const agentActionSchema = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('save-variant'), variant: variantSchema }),
  z.strictObject({ action: z.literal('remove-variant'), name: variantSchema.shape.name }),
  z.strictObject({ action: z.literal('add-video'), video: newVideoSchema }),
  z.strictObject({ action: z.literal('edit-video'), video: videoContentSchema }),
  z.strictObject({ action: z.literal('remove-video'), videoId }),
]);
export type AgentAction = z.infer<typeof agentActionSchema>;

/** Undoes one change. */
export const agentUndoSchema = z.union([agentActionSchema, z.strictObject({ action: z.literal('restore-video'), videoId })]);
export type AgentUndo = z.infer<typeof agentUndoSchema>;

export const agentEditSchema = z.object({
  id: z.string(),
  agent: z.string(),
  atMs: z.number(),
  /** The change as a sentence. */
  summary: z.string(),
  action: z.string(),
  undoneAtMs: z.number().nullable(),
});
export type AgentEdit = z.infer<typeof agentEditSchema>;

/** The agent's name, as it gave it when it connected. */
export const agentNameSchema = z.string().min(1).max(120);
