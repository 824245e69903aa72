import { throwIfCancelled } from '#engine/core/cancellation';
import type { ScoringCall, ScoringService, ScoringSettings, ScoringUsage } from '#engine/model/scoring-service';
import type { TaskContext } from '#engine/ports';
import type { ScoringCache } from './scoring-cache';
import { askForScores, type Asked } from './scoring-request';

/** Latencies that the median is taken of. */
const keptLatencies = 1_000;

interface Batch {
  readonly pairs: number;
  readonly parts: { readonly call: number; readonly places: readonly number[] }[];
}

/** Scoring services over HTTP, with the cache of their answers. */
export class HttpScoring implements ScoringService {
  readonly #cache: ScoringCache;
  readonly #usage = new Map<string, { counts: Omit<ScoringUsage, 'medianMilliseconds' | 'usd'>; latencies: number[]; usd: number }>();

  constructor(cache: ScoringCache) {
    this.#cache = cache;
  }

  async score(calls: readonly ScoringCall[], settings: ScoringSettings, context?: TaskContext): Promise<Float32Array[]> {
    const scores: Float32Array[] = [];
    const missing: number[][] = [];
    for (const { context: of, items } of calls) {
      const known = await this.#cache.read(settings, of, items);
      scores.push(Float32Array.from(items, (id) => known.get(id) ?? NaN));
      missing.push(items.flatMap((id, place) => (known.has(id) ? [] : [place])));
    }
    const pairs = calls.reduce((sum, { items }) => sum + items.length, 0);
    const batches = batchesOf(missing, settings.batchPairs);
    this.#count(settings, { cachedPairs: pairs - batches.reduce((sum, batch) => sum + batch.pairs, 0) });
    let next = 0;
    const failed = new AbortController();
    const work = async (): Promise<void> => {
      for (let batch = batches[next++]; batch && !failed.signal.aborted; batch = batches[next++]) {
        throwIfCancelled(context);
        await this.#ask(batch, calls, scores, settings, failed.signal, context);
      }
    };
    const workers = Array.from({ length: Math.min(settings.concurrency, batches.length) }, async () => {
      try {
        await work();
      } catch (error) {
        // The others stop: what they would bring is of no use to a run that fails.
        failed.abort();
        throw error;
      }
    });
    const outcomes = await Promise.allSettled(workers);
    throwIfCancelled(context);
    for (const outcome of outcomes) if (outcome.status === 'rejected' && !isAbort(outcome.reason)) throw outcome.reason;
    return scores;
  }

  usage({ url, version }: Pick<ScoringSettings, 'url' | 'version'>): ScoringUsage {
    const { counts, latencies, usd } = this.#of({ url, version });
    const sorted = latencies.toSorted((a, b) => a - b);
    return { ...counts, usd, medianMilliseconds: sorted[Math.floor(sorted.length / 2)] ?? 0 };
  }

  async #ask(
    batch: Batch,
    calls: readonly ScoringCall[],
    scores: readonly Float32Array[],
    settings: ScoringSettings,
    failed: AbortSignal,
    context?: TaskContext,
  ): Promise<void> {
    const asked = batch.parts.map(({ call, places }): Asked => ({
      context: calls[call]?.context ?? {},
      items: places.map((place) => calls[call]?.items[place] ?? ''),
    }));
    const startedAt = performance.now();
    const answered = await askForScores(asked, settings, failed, context, () => this.#count(settings, { retries: 1 }));
    const usage = this.#count(settings, { requests: 1, scoredPairs: batch.pairs });
    usage.usd += (batch.pairs / 1_000) * settings.usdPer1000;
    usage.latencies.push(performance.now() - startedAt);
    if (usage.latencies.length > keptLatencies) usage.latencies.shift();
    batch.parts.forEach(({ call, places }, p) =>
      places.forEach((place, i) => {
        const target = scores[call];
        if (target) target[place] = answered[p]?.[i] ?? NaN;
      }),
    );
    await this.#cache.add(
      settings,
      asked.map((one, p) => ({ ...one, scores: answered[p] ?? new Float32Array(one.items.length).fill(NaN) })),
    );
  }

  #of({ url, version }: Pick<ScoringSettings, 'url' | 'version'>) {
    const key = JSON.stringify([url, version]);
    const known = this.#usage.get(key);
    if (known) return known;
    const fresh = { counts: { requests: 0, retries: 0, scoredPairs: 0, cachedPairs: 0 }, latencies: [] as number[], usd: 0 };
    this.#usage.set(key, fresh);
    return fresh;
  }

  #count(settings: ScoringSettings, more: Partial<Omit<ScoringUsage, 'medianMilliseconds' | 'usd'>>) {
    const usage = this.#of(settings);
    const { requests = 0, retries = 0, scoredPairs = 0, cachedPairs = 0 } = more;
    usage.counts = {
      requests: usage.counts.requests + requests,
      retries: usage.counts.retries + retries,
      scoredPairs: usage.counts.scoredPairs + scoredPairs,
      cachedPairs: usage.counts.cachedPairs + cachedPairs,
    };
    return usage;
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

/** Places of each call in requests of at most `most` pairs; a call with more is divided. */
function batchesOf(missing: readonly (readonly number[])[], most: number): Batch[] {
  const batches: { pairs: number; parts: { call: number; places: readonly number[] }[] }[] = [];
  missing.forEach((places, call) => {
    for (let from = 0; from < places.length;) {
      let last = batches.at(-1);
      if (!last || last.pairs >= most) batches.push((last = { pairs: 0, parts: [] }));
      const part = places.slice(from, from + most - last.pairs);
      last.parts.push({ call, places: part });
      last.pairs += part.length;
      from += part.length;
    }
  });
  return batches;
}
