import { contract } from '#shared/contract/index';
import { RankLabError } from '#shared/errors';
import { planOnline } from '../online/plan';
import { workspaceOf, type SessionHandlers } from './common';

/** Reserved paths in place of an id in `GET /experiments/{id}`. */
const reserved = new Set(
  Object.values({ ...contract.experiment, ...contract.online }).flatMap((procedure) => {
    const [, word] = /^\/experiments\/(\w+)/.exec(procedure['~orpc'].route.path ?? '') ?? [];
    return word === undefined ? [] : [word];
  }),
);

export const onlineHandlers = {
  start: async ({ input, context }) => {
    const { variants, online, store } = workspaceOf(context);
    const { arms, plan, ...rest } = input;
    const shares = arms.map(({ share }) => share);
    if (reserved.has(input.id)) throw new RankLabError('INVALID_ARGUMENT', `“${input.id}” cannot be an id: it is a path`, { place: 'id' });
    if (await store.experiments.has(input.id)) {
      throw new RankLabError('CONFLICT', `A saved run has the id “${input.id}”`, { place: 'id', remedy: 'Choose another id.' });
    }
    const planned = plan && { plan: planOnline(plan, shares) };
    const chosen = await Promise.all(
      arms.map(async ({ variant, share }) => ({
        variant: typeof variant === 'string' ? await variants.get(variant) : variant,
        share,
      })),
    );
    return online.start({
      ...rest,
      ...planned,
      arms: chosen,
      startedAtMs: Date.now(),
      endedAtMs: null,
    });
  },
  plan: async ({ input: { shares, ...plan } }) => planOnline(plan, shares),
  list: async ({ context }) => workspaceOf(context).online.list(),
  report: async ({ input, context }) => workspaceOf(context).online.report(input.id),
  end: async ({ input, context }) => workspaceOf(context).online.end(input.id, Date.now()),
  remove: async ({ input, context }) => workspaceOf(context).online.remove(input.id),
} satisfies SessionHandlers<'online'>;
