import { z } from 'zod';
import { formatCount, plural } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import { itemRow, userRow } from '#shared/ids';
import type { ScoringContext } from '../../model/scoring-service';
import type { TrainingView } from '../../model/training-view';
import type { PreparedSignal, SignalRequest } from '../port';
import { newestWatched } from './newest-watched';
import { PairTable } from './pair-table';
import type { SignalKind } from './port';

const isHttp = (text: string): boolean => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
};

const params = z.strictObject({
  url: z
    .string()
    .max(2_000)
    .refine(isHttp, 'must be an http or https address without a password')
    .describe('Address that receives POST {"requests": [{"user": "u1", "items": ["v1", "v2"]}]} and answers {"scores": [[0.4, null]]}'),
  version: z.string().max(200).default('').describe('Of the model behind the address: another version is asked again'),
  tokenFrom: z
    .string()
    .regex(/^RANKLAB_[A-Z0-9_]*_TOKEN$/, 'must look like RANKLAB_SCORER_TOKEN')
    .optional()
    .describe('Environment variable with the bearer token; RANKLAB_…_TOKEN'),
  history: z.int().min(0).max(1_000).default(0).describe('How many of the newest watched videos are sent, of the training period only'),
  batchPairs: z.int().min(1).max(30_000).default(2_000).describe('Most pairs of a user and a video in one request'),
  concurrency: z.int().min(1).max(32).default(4).describe('Requests at the same time'),
  timeoutSeconds: z.number().min(0.05).max(600).default(30).describe('Of one attempt, with its answer'),
  retries: z.int().min(0).max(10).default(3).describe('Attempts after the first one, where the service is busy or does not answer'),
  usdPer1000: z.number().min(0).max(1_000).default(0).describe('Price of 1,000 scored pairs in dollars, to be shown'),
  absent: z.number().min(-1e12).max(1e12).default(0).describe('The value where the service answers null, and for queries'),
});
type Params = z.infer<typeof params>;

/** Scores that a program gives on request, as teams run their models. */
export const service: SignalKind<Params> = {
  id: 'service',
  label: 'Scoring service',
  description: 'An HTTP service that scores videos for a user, in batches. Answers are kept; one that cannot be had fails the run.',
  unit: 'as answered',
  params,
  asksService: true,
  madeElsewhere: ({ url }) => `the scores of ${url}`,
  observed({ view }, settings) {
    const usage = view.scoringService?.usage(settings);
    if (!usage) return [];
    const { requests, retries, scoredPairs, cachedPairs, medianMilliseconds, usd } = usage;
    const cost = settings.usdPer1000 > 0 ? `, ${usd.toFixed(4)} dollars` : '';
    return [
      `Since the workspace was opened: ${plural(requests, 'request')} (${formatCount(retries)} repeated) for ${plural(scoredPairs, 'pair')}, ` +
        `median ${medianMilliseconds.toFixed(0)} ms${cost}; already known: ${plural(cachedPairs, 'pair')}`,
    ];
  },
  prepare({ view, place }, settings) {
    return serviceSignal(view, settings, place);
  },
};

function serviceSignal(view: TrainingView, { absent, history, ...settings }: Params, place: string): PreparedSignal {
  const { scoringService } = view;
  if (!scoringService) {
    throw new RankLabError('UNSUPPORTED', 'This process cannot ask services', { place: `${place}.url`, remedy: 'Use it in a workspace' });
  }
  const tables = new Map<string, PairTable>();
  const keyOf = (request: SignalRequest): string | undefined =>
    request.userRow !== undefined ? `u${request.userRow}` : request.videoRow !== undefined ? `v${request.videoRow}` : undefined;
  const contextOf = ({ userRow: user, videoRow: video }: SignalRequest): ScoringContext => {
    const { users, items } = view.dataset;
    if (user === undefined) return { video: items.ids.idOf(itemRow(video ?? 0)) };
    const watched = history > 0 ? newestWatched(view, user, history) : [];
    return { user: users.ids.idOf(userRow(user)), ...(history > 0 && { history: watched.map((item) => items.ids.idOf(itemRow(item))) }) };
  };
  const valueOf = (request: SignalRequest, item: number): number => {
    const key = keyOf(request);
    const value = key === undefined ? NaN : tables.get(key)?.find(item);
    if (value !== undefined) return value;
    throw new RankLabError('INTERNAL', 'A score was used before the service was asked for it');
  };
  return {
    async fetch(requests, candidates, context) {
      const missing = new Map<string, { request: SignalRequest; items: Set<number> }>();
      requests.forEach((request, r) => {
        const key = keyOf(request);
        if (key === undefined) return;
        const table = tables.get(key);
        const entry = missing.get(key) ?? { request, items: new Set<number>() };
        for (const item of candidates[r]) if (table?.find(item) === undefined) entry.items.add(item);
        if (entry.items.size > 0) missing.set(key, entry);
      });
      const requested = [...missing].map(([key, { request, items }]) => ({ key, request, rows: Int32Array.from(items).sort() }));
      const { ids } = view.dataset.items;
      const calls = requested.map(({ request, rows }) => ({
        context: contextOf(request),
        items: Array.from(rows, (row) => ids.idOf(itemRow(row))),
      }));
      const scores = await scoringService.score(calls, settings, context);
      requested.forEach(({ key, rows }, a) => tables.set(key, (tables.get(key) ?? PairTable.empty).with(rows, scores[a])));
    },
    hasValue: (request, item) => !Number.isNaN(valueOf(request, item)),
    compute(request, items, from, count, out, stride, offset) {
      for (let c = from; c < from + count; c++) {
        const value = valueOf(request, items[c]);
        out[c * stride + offset] = Number.isNaN(value) ? absent : value;
      }
    },
  };
}
