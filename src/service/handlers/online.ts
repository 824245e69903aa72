import { workspaceOf, type SessionHandlers } from './common';

export const onlineHandlers = {
  start: async ({ input, context }) => {
    const { variants, online } = workspaceOf(context);
    const { arms, ...rest } = input;
    const chosen = arms.map(async ({ variant, share }) => ({
      variant: typeof variant === 'string' ? await variants.get(variant) : variant,
      share,
    }));
    return online.start({ ...rest, arms: await Promise.all(chosen), startedAtMs: Date.now(), endedAtMs: null });
  },
  list: async ({ context }) => workspaceOf(context).online.list(),
  report: async ({ input, context }) => workspaceOf(context).online.report(input.id),
  end: async ({ input, context }) => workspaceOf(context).online.end(input.id, Date.now()),
  remove: async ({ input, context }) => workspaceOf(context).online.remove(input.id),
} satisfies SessionHandlers<'online'>;
