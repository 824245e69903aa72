import { z } from 'zod';
import type { AgentAction } from '#shared/schemas/agent';
import { newVideoSchema, videoContentSchema } from '#shared/schemas/dataset';
import { variantSchema } from '#shared/schemas/variant';
import { defineTool, type ToolCall } from '../tool';

const edit = (change: AgentAction, { client, agent }: ToolCall) => client.agent.edit({ agent, change });

export const listVariants = defineTool({
  name: 'list_variants',
  title: 'Stored variants',
  description: 'All stored ranking variants with their candidates, weights and filters; the default first.',
  input: {},
  effect: 'reads',
  run: (_input, { client }) => client.variant.list(),
});

export const saveVariant = defineTool({
  name: 'save_variant',
  title: 'Store a variant',
  description: 'Stores a ranking variant under its name, replacing a variant of that name. Can be undone.',
  input: { variant: variantSchema },
  effect: 'edits',
  run: ({ variant }, call) => edit({ action: 'save-variant', variant }, call),
});

export const removeVariant = defineTool({
  name: 'remove_variant',
  title: 'Remove a variant',
  description: 'Removes a stored variant. Can be undone.',
  input: { name: variantSchema.shape.name },
  effect: 'edits',
  run: ({ name }, call) => edit({ action: 'remove-variant', name }, call),
});

export const addVideo = defineTool({
  name: 'add_video',
  title: 'Add a video',
  description: 'Adds a video to the catalogue; the next list may contain it. Can be undone.',
  input: { video: newVideoSchema },
  effect: 'edits',
  run: ({ video }, call) => edit({ action: 'add-video', video }, call),
});

export const editVideo = defineTool({
  name: 'edit_video',
  title: 'Edit a video',
  description: 'Replaces the properties of a video; its interactions are kept. Can be undone.',
  input: { video: videoContentSchema },
  effect: 'edits',
  run: ({ video }, call) => edit({ action: 'edit-video', video }, call),
});

export const removeVideo = defineTool({
  name: 'remove_video',
  title: 'Remove a video',
  description: 'Removes a video with its interactions from every list. Can be undone.',
  input: { videoId: z.string().min(1).max(500) },
  effect: 'edits',
  run: ({ videoId }, call) => edit({ action: 'remove-video', videoId }, call),
});

export const listEdits = defineTool({
  name: 'list_agent_edits',
  title: 'Changes by agents',
  description: 'Changes by agents in this workspace, newest first.',
  input: {},
  effect: 'reads',
  run: (_input, { client }) => client.agent.edits(),
});

export const undoEdit = defineTool({
  name: 'undo_agent_edit',
  title: 'Undo a change by an agent',
  description: 'Undoes one change, by its id.',
  input: { id: z.string().min(1).max(40) },
  effect: 'edits',
  run: (input, { client }) => client.agent.undo(input),
});
