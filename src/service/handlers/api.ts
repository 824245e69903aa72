import { listLengthOf } from '#shared/schemas/list-length';
import { recommendInputSchema, type RankingContext } from '#shared/schemas/ranking';
import { timestampMs } from '#shared/schemas/api';
import { RankLabError } from '#shared/errors';
import type { Variant } from '#shared/schemas/variant';
import { workspaceOf, type HandlerContext, type SessionHandlers } from './common';
import { datasetHandlers } from './dataset';
import { recommendHandlers } from './recommend';

let calls = 0;
/** HTTP requests have an id, which the log also shows; calls of the window and the command line are numbered. */
const requestIdOf = ({ requestId }: HandlerContext): string => requestId ?? `call-${++calls}`;

const provenance = (context: HandlerContext): { request_id: string; backend: string } => ({
  request_id: requestIdOf(context),
  backend: context.session.indexBackend(),
});

function rankingContext(input: {
  user_id?: string | undefined;
  query?: string | undefined;
  video_id?: string | undefined;
}): RankingContext {
  if (input.user_id !== undefined) return { user: input.user_id };
  if (input.query !== undefined) return { query: input.query };
  return { video: input.video_id ?? '' };
}

interface Choice {
  readonly variant?: Variant | string | undefined;
  readonly experiment?: string | undefined;
  readonly user_id?: string | undefined;
}

/** The variant that the request names, contains, or gets from an experiment; otherwise the default. @throws NOT_FOUND, CONFLICT */
async function chosenVariant({ variant, experiment, user_id: userId }: Choice, context: HandlerContext): Promise<{ variant?: Variant }> {
  if (experiment !== undefined && userId !== undefined) return { variant: await workspaceOf(context).online.assign(experiment, userId) };
  if (typeof variant === 'string') return { variant: await workspaceOf(context).variants.get(variant) };
  return variant ? { variant } : {};
}

const defaults = recommendInputSchema.parse({ context: { user: '' } });

export const apiHandlers = {
  status: async ({ context }) => ({
    ...provenance(context),
    variant: null,
    status: 'ok' as const,
    engine: 'RankLab' as const,
    version: context.version,
    workspace: context.session.workspaceInfo()?.name ?? null,
    items_indexed: (await context.session.measurements())['items_indexed'] ?? 0,
  }),

  recommend: async ({ input, context }) => {
    const { exclude, experiment, user_id: userId } = input;
    const { variant } = await chosenVariant(input, context);
    const request = { ...defaults, context: rankingContext(input), limit: listLengthOf(input), exclude, ...(variant && { variant }) };
    const list = await recommendHandlers.list({ input: request, context, signal: undefined });
    // Recorded only after the list exists: a user without a list has not seen the variant.
    if (experiment !== undefined && userId !== undefined) await workspaceOf(context).online.expose(experiment, userId, Date.now());
    return {
      request_id: requestIdOf(context),
      variant: list.variant,
      experiment: experiment ?? null,
      backend: list.backend,
      note: list.note,
      elapsed_ms: list.elapsedMs,
      items: list.items.map((item) => ({
        position: item.position,
        video_id: item.videoId,
        title: item.title,
        score: item.score,
        contributions: item.contributions,
        categories: item.categories,
        creator: item.creator,
        sources: item.sources,
      })),
    };
  },

  logInteraction: async ({ input, context, signal }) => {
    const { user_id: userId, video_id: videoId, kind, watch_seconds, value, timestamp } = input;
    if (value !== undefined && watch_seconds !== undefined) {
      throw new RankLabError('INVALID_ARGUMENT', 'Give one of value and watch_seconds, not both', { place: 'value' });
    }
    const atMs = timestamp === undefined ? Date.now() : timestampMs(timestamp);
    const strength = value ?? watch_seconds;
    const interaction = { userId, videoId, kind, timestampMs: atMs, ...(strength !== undefined && { value: strength }) };
    await datasetHandlers.logInteraction({ input: interaction, context, signal });
    const assignment = await workspaceOf(context).online.attribute(userId, kind, atMs);
    return {
      ...provenance(context),
      variant: assignment?.variant ?? null,
      experiment: assignment?.experiment ?? null,
      status: 'logged' as const,
      timestamp_ms: atMs,
    };
  },

  addVideo: async ({ input, context, signal }) => {
    const { video_id, title, description, tags, category, categories, creator, published_at, duration_seconds } = input;
    const video = {
      title,
      description,
      tags,
      categories: category === undefined ? categories : [...new Set([category, ...categories])],
      ...(video_id !== undefined && { videoId: video_id }),
      ...(creator !== undefined && { creator }),
      ...(published_at !== undefined && { publishedAtMs: timestampMs(published_at) }),
      ...(duration_seconds !== undefined && { durationSeconds: duration_seconds }),
    };
    const { videoId } = await datasetHandlers.addVideo({ input: video, context, signal });
    return { ...provenance(context), variant: null, id: videoId, video_id: videoId };
  },

  experiment: async ({ input: { id }, context }) => {
    const { online, store } = workspaceOf(context);
    return (await online.has(id)) ? online.report(id) : store.experiments.get(id);
  },
} satisfies SessionHandlers<'api'>;
