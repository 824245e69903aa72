import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { ScoringCall, ScoringSettings } from '#engine/model/scoring-service';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { plural } from '#shared/counts';
import { isRankLabError, RankLabError } from '#shared/errors';
import { limitedFetch } from '../embeddings/limited-fetch';
import { serverSentence } from '../embeddings/server-sentence';
import { registerSecret } from '../secrets';

export type Asked = ScoringCall;

const kibibyte = 1_024;
/** A score as JSON, with white space. */
const bytesPerScore = 64;
const firstWaitMs = 200;
const longestWaitMs = 30_000;
const cancellationPollMs = 50;

const answerSchema = z.object({ scores: z.array(z.array(z.number().nullable())) });

/** A failure that may pass. */
class Passing extends Error {
  constructor(
    readonly failure: RankLabError,
    readonly waitMs?: number,
  ) {
    super(failure.message);
  }
}

/**
 * One request with its repetitions. One list per asked context, aligned with its items; NaN for null.
 * @throws PROVIDER_FAILED naming the address and what it said, CANCELLED
 */
export async function askForScores(
  asked: readonly Asked[],
  settings: ScoringSettings,
  stop: AbortSignal,
  context: TaskContext | undefined,
  onRetry: () => void,
): Promise<Float32Array[]> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await attemptOnce(asked, settings, stop, context);
    } catch (error) {
      throwIfCancelled(context);
      if (!(error instanceof Passing)) throw error;
      if (attempt >= settings.retries) throw error.failure;
      onRetry();
      const wait = error.waitMs ?? (0.5 + 0.5 * Math.random()) * firstWaitMs * 2 ** attempt;
      await pause(Math.min(longestWaitMs, wait), stop, context);
    }
  }
}

/** @throws CANCELLED when the work is given up meanwhile, or the workspace closes. */
async function pause(milliseconds: number, stop: AbortSignal, context: TaskContext | undefined): Promise<void> {
  for (let left = milliseconds; left > 0; left -= cancellationPollMs) {
    throwIfCancelled(context);
    await delay(Math.min(left, cancellationPollMs), undefined, { signal: stop });
  }
  throwIfCancelled(context);
}

async function attemptOnce(
  asked: readonly Asked[],
  settings: ScoringSettings,
  stop: AbortSignal,
  context?: TaskContext,
): Promise<Float32Array[]> {
  const { url, timeoutSeconds } = settings;
  const timeout = AbortSignal.timeout(timeoutSeconds * 1_000);
  const cancelled = new AbortController();
  const poll = setInterval(() => context?.signal?.aborted && cancelled.abort(), cancellationPollMs);
  try {
    const response = await fetchFor(asked, settings)(url, {
      method: 'POST',
      headers: headersOf(settings),
      body: JSON.stringify({ requests: asked.map(({ context: of, items }) => ({ ...of, items })) }),
      signal: AbortSignal.any([stop, timeout, cancelled.signal]),
    });
    const text = await response.text();
    if (!response.ok) throw refused(response, text, url);
    return scoresIn(text, asked, url);
  } catch (error) {
    if (isRankLabError(error) || error instanceof Passing) throw error;
    const cause = error instanceof Error ? error.cause : undefined;
    if (isRankLabError(cause)) throw cause;
    if (timeout.aborted)
      throw new Passing(
        failed(url, `did not answer within ${timeoutSeconds} s`, 'Raise timeoutSeconds, or send less at once (batchPairs)'),
      );
    if (stop.aborted || cancelled.signal.aborted) throw error;
    throw new Passing(failed(url, 'cannot be reached', 'Start it, or check the address; answers so far are kept'));
  } finally {
    clearInterval(poll);
  }
}

const fetchFor = (asked: readonly Asked[], { url }: ScoringSettings): typeof fetch =>
  limitedFetch({
    bytes: 64 * kibibyte + bytesPerScore * asked.reduce((sum, { items }) => sum + items.length + 1, 0),
    place: url,
    service: 'scoring service',
    carries: 'users, videos and the token',
    remedy: 'Check that the address is the one of the scoring service',
  });

/** @throws INVALID_ARGUMENT where the variable of the token is not set. */
function headersOf({ tokenFrom }: ScoringSettings): Record<string, string> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  if (tokenFrom === undefined) return headers;
  const token = process.env[tokenFrom];
  if (token === undefined || token === '') {
    throw new RankLabError('INVALID_ARGUMENT', `The environment has no ${tokenFrom}`, {
      place: 'tokenFrom',
      value: tokenFrom,
      remedy: `Set ${tokenFrom} before RankLab is started, or as a key in Settings`,
    });
  }
  registerSecret(token);
  return { ...headers, authorization: `Bearer ${token}` };
}

const failed = (url: string, what: string, remedy: string): RankLabError =>
  new RankLabError('PROVIDER_FAILED', `The scoring service at ${url} ${what}`, { place: url, remedy });

function refused({ status, headers }: Response, body: string, url: string): Error {
  const sentence = serverSentence(body);
  const remedy =
    status === 401 || status === 403
      ? 'Check the token (tokenFrom)'
      : status === 413
        ? 'Send less at once (batchPairs)'
        : 'See what the service logs; answers so far are kept';
  const failure = failed(url, `answers with status ${status}${sentence === '' ? '' : `: “${sentence}”`}`, remedy);
  if (status !== 408 && status !== 429 && status < 500) return failure;
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return new Passing(failure, seconds >= 0 ? seconds * 1_000 : undefined);
}

/** @throws PROVIDER_FAILED where the answer does not have one number or null for each video. */
function scoresIn(text: string, asked: readonly Asked[], url: string): Float32Array[] {
  const remedy = 'It answers {"scores": [[0.4, null]]}: one list per request, one number or null per item, in order';
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw failed(url, `does not answer with JSON but with “${serverSentence(text).slice(0, 100)}”`, remedy);
  }
  const answer = answerSchema.safeParse(parsed);
  if (!answer.success)
    throw failed(url, `answers without a list of scores (${answer.error.issues[0]?.path.join('.') ?? 'scores'})`, remedy);
  const { scores } = answer.data;
  if (scores.length !== asked.length)
    throw failed(url, `answers with ${plural(scores.length, 'list')} for ${plural(asked.length, 'request')}`, remedy);
  return asked.map(({ items }, r) => {
    const list = scores[r] ?? [];
    if (list.length !== items.length)
      throw failed(url, `answers with ${plural(list.length, 'score')} for ${plural(items.length, 'item')} (request ${r + 1})`, remedy);
    return Float32Array.from(list, (score, i) => {
      if (score === null) return NaN;
      if (Number.isFinite(Math.fround(score))) return score;
      throw failed(url, `gives ${items[i] ?? ''} a score that is too large: ${score}`, remedy);
    });
  });
}
