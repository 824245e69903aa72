import { RankLabError } from '#shared/errors';
import { throwIfCancelled } from '../../../core/cancellation';
import { fingerprintOf } from '../../../core/hashing/fingerprint';
import type { TaskContext } from '../../../ports';
import type { EmbeddingCache, EmbeddingUsage, EmbedRequest, EmbedTexts } from '../../port';
import { TextQueue, type ServiceLimits } from './text-queue';
import { priceUsd } from './price';
import { estimateTokens, withinTokens } from './tokens';

export interface RemoteSettings extends EmbedRequest {
  readonly batchTexts: number;
  readonly batchTokens: number;
  readonly concurrency: number;
  /** What the service said that it takes; kept for later requests. */
  readonly limits?: ServiceLimits;
  /** What gives the vectors, in messages. */
  readonly source?: string;
}

/** Longest input that embedding models take. */
const MAX_INPUT_TOKENS = 8000;
const CACHE_CHUNK = 1000;

/**
 * Vectors of texts, aligned, as returned by the service. Each distinct text is requested once and cached as soon as its batch returns, so a failed or
 * cancelled run resumes where it stopped. A batch with a missing, short, long or non-finite vector is rejected as a whole and not cached. @throws
 * PROVIDER_FAILED for unusable responses, errors of the port; CANCELLED.
 */
export async function embedRemotely(
  texts: readonly string[],
  settings: RemoteSettings,
  embedTexts: EmbedTexts,
  cache: EmbeddingCache | undefined,
  context?: TaskContext,
): Promise<{ vectors: Float32Array[]; usage: EmbeddingUsage }> {
  const inputs = texts.map(inputOf);
  const keys = inputs.map((text) => cacheKey(text, settings));
  const found = await readCache(cache, [...new Set(keys)]);
  const size = new ExpectedSize(settings);
  for (const [key, vector] of found) if (!size.accepts(vector)) found.delete(key);
  const missing = new Map<string, string>();
  keys.forEach((key, i) => {
    if (!found.has(key)) missing.set(key, inputs[i]);
  });
  const cachedTexts = found.size;
  const { tokens, cutTexts } = await requestMissing(missing, settings, embedTexts, cache, size, found, context);
  const long = texts.filter((text, i) => inputs[i] !== text && missing.has(keys[i])).length;
  const usage = {
    requestedTexts: missing.size,
    cachedTexts,
    cutTexts: Math.max(cutTexts, long),
    tokens,
    priceUsd: priceUsd(settings.model, settings.baseUrl, tokens),
  };
  return { vectors: keys.map((key) => found.get(key) ?? new Float32Array(0)), usage };
}

/** What is sent of a text. */
export const inputOf = (text: string): string => withinTokens(text, MAX_INPUT_TOKENS);

export const cacheKey = (text: string, { baseUrl, model, dimensions }: EmbedRequest): string =>
  fingerprintOf('embedding', baseUrl ?? 'openai', model, dimensions ?? 'native', text);

export async function readCache(cache: EmbeddingCache | undefined, keys: readonly string[]): Promise<Map<string, Float32Array>> {
  const found = new Map<string, Float32Array>();
  if (!cache) return found;
  for (let from = 0; from < keys.length; from += CACHE_CHUNK) {
    const chunk = keys.slice(from, from + CACHE_CHUNK);
    (await cache.get(chunk)).forEach((vector, i) => {
      if (vector) found.set(chunk[i], vector);
    });
  }
  return found;
}

interface Answered {
  readonly tokens: number;
  readonly cutTexts: number;
}

/**
 * Runs up to `concurrency` requests at a time; after a failure no new one starts, but those in flight are kept, since they are paid for.
 * A request that is refused for its size is repeated in smaller pieces.
 */
async function requestMissing(
  missing: ReadonlyMap<string, string>,
  settings: RemoteSettings,
  embedTexts: EmbedTexts,
  cache: EmbeddingCache | undefined,
  size: ExpectedSize,
  found: Map<string, Float32Array>,
  context?: TaskContext,
): Promise<Answered> {
  const queue = new TextQueue(missing, settings, settings.limits ?? {});
  let tokens = 0;
  let cutTexts = 0;
  let done = 0;
  let failure: Error | undefined;
  const request = async (batch: ReturnType<TextQueue['take']>): Promise<void> => {
    throwIfCancelled(context);
    const answer = await embedTexts(
      batch.map(({ text }) => text),
      settings,
      // The service's messages (waiting, retrying) are shown with the current progress.
      { ...context, report: (_fraction, detail) => context?.report?.(done / missing.size, detail) },
    );
    if ('refused' in answer) {
      if (!queue.giveBack(batch, answer)) throw answer.error;
      return;
    }
    const vectors = size.check(answer.vectors, batch.length, settings);
    await cache?.put(batch.map(({ key }, i) => ({ key, vector: vectors[i] })));
    batch.forEach(({ key, isCut }, i) => {
      found.set(key, vectors[i]);
      if (isCut) cutTexts++;
    });
    tokens += answer.tokens ?? batch.reduce((sum, { text }) => sum + estimateTokens(text), 0);
    done += batch.length;
    context?.report?.(done / missing.size, `${done} of ${missing.size} texts embedded`);
  };
  const worker = async (): Promise<void> => {
    for (let batch = queue.take(); batch.length > 0 && failure === undefined; batch = failure ? [] : queue.take()) {
      try {
        await request(batch);
      } catch (error) {
        failure ??= error instanceof Error ? error : new Error(String(error));
      }
    }
  };
  // Texts may be given back when other workers have already found nothing left.
  while (done < missing.size && failure === undefined) await Promise.all(Array.from({ length: settings.concurrency }, worker));
  if (failure) throw failure;
  queue.keepSupposed();
  return { tokens, cutTexts };
}

/** The required length of all vectors of a set: as requested, or that of the first one. */
class ExpectedSize {
  #dimensions: number | undefined;

  constructor({ dimensions }: EmbedRequest) {
    this.#dimensions = dimensions;
  }

  accepts(vector: ArrayLike<number>): boolean {
    this.#dimensions ??= vector.length;
    return vector.length === this.#dimensions;
  }

  /** @throws PROVIDER_FAILED naming the defect of the response. */
  check(
    vectors: readonly (ArrayLike<number> | undefined)[],
    expected: number,
    { model, baseUrl, source = 'The embedding service' }: RemoteSettings,
  ): Float32Array[] {
    const refuse = (message: string, value: string): never => {
      throw new RankLabError('PROVIDER_FAILED', `${source} answered wrongly. ${message}`, {
        place: baseUrl ?? model,
        value,
        remedy: 'Check the model name and its dimensions; nothing of this answer was stored, so trying again is safe',
      });
    };
    if (vectors.length !== expected) refuse(`Asked for ${expected} vectors, got ${vectors.length}`, String(vectors.length));
    return vectors.map((vector, i) => {
      if (!vector || vector.length === 0) return refuse(`Vector ${i + 1} of ${expected} is missing`, String(i));
      if (!this.accepts(vector)) return refuse(`Expected ${this.#dimensions} dimensions, got ${vector.length}`, String(vector.length));
      const checked = new Float32Array(vector.length);
      for (let d = 0; d < vector.length; d++) {
        // Checks the received values, not the copy, where null would become 0.
        if (Number.isFinite(vector[d])) checked[d] = vector[d];
        else refuse(`Vector ${i + 1} of ${expected} has a value that is not a finite number`, String(vector[d]));
      }
      return checked;
    });
  }
}
