import type { OpenWorkspace } from '#service/workspace/open-workspace';

const text = { description: '', tags: [], categories: ['Cooking'] };

/** The changes that the live index has to apply, one by one. */
export const changes = {
  add: async (workspace) => void (await workspace.addVideo({ videoId: 'added', title: 'Sourdough pumpernickel', ...text })),
  edit: (workspace) => workspace.updateVideo({ videoId: 'v07', title: 'Glaciers seen from a zeppelin', ...text }),
  remove: (workspace) => workspace.removeVideo('v07'),
} satisfies Record<string, (workspace: OpenWorkspace) => Promise<void>>;
export type ChangeName = keyof typeof changes;
