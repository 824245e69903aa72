import type { SessionHandlers } from './common';

export const evaluateHandlers = {
  offPolicy: async ({ input, context, signal }) => context.session.compute('off-policy', input, signal && { signal }),
  trec: async ({ input, context, signal }) => context.session.compute('evaluate-trec', input, signal && { signal }),
} satisfies SessionHandlers<'evaluate'>;
