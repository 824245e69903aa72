import { workspaceOf, type SessionHandlers } from './common';

export const variantHandlers = {
  list: async ({ context }) => workspaceOf(context).variants.list(),
  get: async ({ input, context }) => workspaceOf(context).variants.get(input.name),
  save: async ({ input, context }) => workspaceOf(context).variants.save(input),
  remove: async ({ input, context }) => workspaceOf(context).variants.remove(input.name),
} satisfies SessionHandlers<'variant'>;
