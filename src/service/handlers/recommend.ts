import { workspaceOf, type SessionHandlers } from './common';

export const recommendHandlers = {
  list: async ({ input, context }) => workspaceOf(context).lists.recommend(input, context.stages?.clockIfObserved()),
  flips: async ({ input, context }) => workspaceOf(context).lists.flips(input),
  whyNot: async ({ input, context }) => workspaceOf(context).lists.whyNot(input),
} satisfies SessionHandlers<'recommend'>;
