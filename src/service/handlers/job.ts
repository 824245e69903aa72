import type { AreaHandlers } from '../rpc/router';

export const jobHandlers = {
  list: async ({ context }) => context.jobs.list(),
  get: async ({ input, context }) => context.jobs.get(input.id),
  watch: async ({ input, context, signal }) => context.jobs.watch(input.id, signal),
  cancel: async ({ input, context }) => {
    await context.jobs.cancel(input.id);
  },
} satisfies AreaHandlers<'job'>;
