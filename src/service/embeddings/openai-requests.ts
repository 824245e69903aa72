import { setTimeout as delay } from 'node:timers/promises';
import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type { EmbeddedTexts, EmbedRequest, EmbedTexts } from '#engine/embeddings/port';
import { readRefusal } from '#engine/embeddings/providers/remote/refusals';
import type { Cancellation, TaskContext } from '#engine/ports';
import { isRankLabError, RankLabError } from '#shared/errors';
import { decodeVector } from './decode-vector';
import { describeFailure, isBrokenAnswer } from './describe-failure';
import { answerBytes, limitedFetch } from './limited-fetch';
import { serverSentence } from './server-sentence';

export interface OpenAiEmbedderOptions {
  /** Read at each request, so that a key entered in Settings is used at once. */
  readonly apiKey: () => string | undefined;
  /** Per attempt. The SDK's own default of ten minutes would look like a hang. */
  readonly timeoutMs?: number;
  /** Attempts after the first one. */
  readonly retries?: number;
  /** First back-off; doubles with every attempt, up to `maximumWaitMs`. */
  readonly backOffMs?: number;
  /** Also the upper bound for a server's Retry-After. */
  readonly maximumWaitMs?: number;
  /** Uniform in [0, 1), for jitter. */
  readonly random?: () => number;
}

/** One batch through the official SDK, with time-outs, retries and errors with remedies. */
export async function requestEmbeddings(
  options: OpenAiEmbedderOptions,
  texts: readonly string[],
  request: EmbedRequest,
  context?: TaskContext,
): ReturnType<EmbedTexts> {
  const { timeoutMs = 30_000, retries = 6, backOffMs = 500, maximumWaitMs = 60_000, random = Math.random } = options;
  let sentence = '';
  const recordMessage = (body: string): void => void (sentence = serverSentence(body));
  const client = createClient(options.apiKey(), request, texts.length, timeoutMs, recordMessage);
  const { signal, release } = abortSignal(context?.signal);
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        return await within(timeoutMs, signal, (limited) => ask(client, texts, request, limited));
      } catch (error) {
        if (signal.aborted) throw new RankLabError('CANCELLED', 'Cancelled');
        const refusal = refusalIn(error);
        if (refusal) throw refusal;
        const failure = describeFailure(error, request, timeoutMs, sentence);
        const tooLarge = error instanceof APIError && readRefusal(Number(error.status), sentence, texts.length);
        if (tooLarge) return { ...tooLarge, error: failure };
        if (attempt >= retries || !isWorthRetrying(error)) throw failure;
        const wait = waitFor(error, attempt, backOffMs, maximumWaitMs, random);
        context?.report?.(0, `Waiting ${Math.ceil(wait / 1000)} s for the embedding service (attempt ${attempt + 2} of ${retries + 1})`);
        await delay(wait, undefined, { signal }).catch(() => {
          throw new RankLabError('CANCELLED', 'Cancelled');
        });
      }
    }
  } finally {
    release();
  }
}

const openAi = 'https://api.openai.com/v1';

function createClient(
  apiKey: string | undefined,
  { baseUrl, dimensions }: EmbedRequest,
  texts: number,
  timeoutMs: number,
  onError: (body: string) => void,
): OpenAI {
  if (!apiKey && baseUrl === undefined) {
    throw new RankLabError('PROVIDER_FAILED', 'OpenAI needs an API key', {
      remedy: 'Set OPENAI_API_KEY in the environment, enter a key in Settings, or choose the local provider',
    });
  }
  return new OpenAI({
    // Self-hosted servers mostly need no key, but the SDK requires one.
    apiKey: apiKey ?? 'none',
    baseURL: baseUrl ?? openAi,
    fetch: limitedFetch({ bytes: answerBytes(texts, dimensions), place: baseUrl ?? openAi, onError }),
    timeout: timeoutMs,
    // Retries are ours: the SDK's repeat time-outs silently. Its log prints request bodies.
    maxRetries: 0,
    logLevel: 'off',
  });
}

async function ask(client: OpenAI, texts: readonly string[], request: EmbedRequest, signal: AbortSignal): Promise<EmbeddedTexts> {
  const { model, dimensions } = request;
  const response = await client.embeddings.create(
    // Compatible servers may not support base64, the SDK's default.
    { model, input: [...texts], encoding_format: 'float', ...(dimensions !== undefined && { dimensions }) },
    { signal },
  );
  const data: unknown = response.data;
  if (!Array.isArray(data)) throw invalidAnswer(request, 'no list of vectors');
  const vectors: (ArrayLike<number> | undefined)[] = new Array<undefined>(texts.length).fill(undefined);
  (data as { index?: number; embedding?: unknown }[]).forEach((entry, i) => {
    const index = entry.index ?? i;
    if (index >= 0 && index < vectors.length) vectors[index] = decodeVector(entry.embedding);
  });
  const tokens: unknown = (response as { usage?: { total_tokens?: unknown } }).usage?.total_tokens;
  return { vectors, ...(typeof tokens === 'number' && { tokens }) };
}

const invalidAnswer = ({ model, baseUrl }: EmbedRequest, what: string): RankLabError =>
  new RankLabError('PROVIDER_FAILED', `The embedding service answered with ${what}`, {
    place: baseUrl ?? model,
    remedy: 'Check that the base URL is an OpenAI-compatible API; it usually ends in /v1',
  });

/** The SDK's time-out covers only the headers; this one covers the whole response. */
async function within<Value>(timeoutMs: number, signal: AbortSignal, work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    return await work(AbortSignal.any([signal, timeout]));
  } catch (error) {
    throw timeout.aborted ? new APIConnectionTimeoutError() : error;
  }
}

/** One of our errors, which the SDK may have wrapped as a connection error. */
function refusalIn(error: unknown): RankLabError | undefined {
  if (isRankLabError(error)) return error;
  return error instanceof Error && error.cause !== undefined ? refusalIn(error.cause) : undefined;
}

/** 429 and server errors are transient; an exhausted quota, a bad key or a bad request are not. */
function isWorthRetrying(error: unknown): boolean {
  if (error instanceof APIUserAbortError) return false;
  if (error instanceof APIConnectionError || isBrokenAnswer(error)) return true;
  if (!(error instanceof APIError)) return false;
  const status: unknown = error.status;
  if (error.code === 'insufficient_quota') return false;
  return typeof status === 'number' && (status === 408 || status === 409 || status === 429 || status >= 500);
}

/** Retry-After if given, else exponential back-off with full jitter, so that clients do not retry in step. */
function waitFor(error: unknown, attempt: number, backOffMs: number, maximumWaitMs: number, random: () => number): number {
  const requestedWaitMs = error instanceof APIError ? retryAfterMs(error.headers as Headers | undefined) : undefined;
  if (requestedWaitMs !== undefined) return Math.min(requestedWaitMs, maximumWaitMs);
  return (0.5 + 0.5 * random()) * Math.min(maximumWaitMs, backOffMs * 2 ** attempt);
}

/** Retry-After in seconds or as a date. */
function retryAfterMs(headers: Headers | undefined): number | undefined {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? NaN);
  if (milliseconds >= 0) return milliseconds;
  const value = headers?.get('retry-after');
  if (!value) return undefined;
  const seconds = Number(value);
  if (seconds >= 0) return seconds * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** The SDK needs a real AbortSignal; a plain cancellation flag is polled. */
function abortSignal(cancellation: Cancellation | undefined): { signal: AbortSignal; release: () => void } {
  if (cancellation instanceof AbortSignal) return { signal: cancellation, release: () => {} };
  const controller = new AbortController();
  if (!cancellation) return { signal: controller.signal, release: () => {} };
  if (cancellation.aborted) controller.abort();
  const timer = setInterval(() => {
    if (cancellation.aborted) controller.abort();
  }, 50);
  timer.unref();
  return { signal: controller.signal, release: () => clearInterval(timer) };
}
