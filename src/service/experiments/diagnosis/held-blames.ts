import type { MetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { blameOf, type Blame } from '#engine/pipeline/diagnose/blame';
import { fatesOf } from '#engine/pipeline/diagnose/fates';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { rankingOf } from '#engine/pipeline/ranking-key';
import { isSourceRanking } from '#engine/pipeline/source-ranking';
import type { TaskContext } from '#engine/ports';
import { isRankLabError } from '#shared/errors';
import type { Variant } from '#shared/schemas/variant';
import type { OpenQuestion } from './question';

/** Cached blames per bench; each takes some hundred bytes per user. */
const blameLimit = 8;
/** Cached fates per bench, one for each setting of candidates and filters; each takes a byte per judgement. */
const fateLimit = 16;

/**
 * Caches the last blames of a bench, so that a click on a part lists its users at once, and the fates of all relevant items. Weights
 * do not affect fates, so only the first position of a slider waits for the candidate sources.
 */
export class HeldBlames {
  readonly #blames = new WeakMap<EvaluationBench, RecentValues<Blame>>();
  readonly #fates = new WeakMap<EvaluationBench, RecentValues<Uint8Array>>();

  get({ bench, measure }: OpenQuestion, variant: Variant, spec: MetricSpec, context: TaskContext): Promise<Blame> {
    const key = JSON.stringify([rankingOf(variant), spec.spec, measure.scoreTies, measure.seed]);
    const fatesAt = (depth: number, part: TaskContext): Promise<Uint8Array> => this.#fatesOf(bench, variant, depth, part);
    return cacheOf(this.#blames, bench, blameLimit).get(key, context, () => blameOf(bench, variant, spec, measure, context, fatesAt));
  }

  #fatesOf(bench: EvaluationBench, variant: Variant, depth: number, context: TaskContext): Promise<Uint8Array> {
    const { candidates, filters } = variant;
    const ownDepth = isSourceRanking(variant) ? Math.max(depth, candidates.poolSize) : null;
    const key = JSON.stringify([candidates, filters.includeCategories, filters.excludeCategories, filters.where, ownDepth]);
    const make = (): Promise<Uint8Array> => fatesOf(bench.view, bench.qrels, variant, depth, context);
    return cacheOf(this.#fates, bench, fateLimit).get(key, context, make);
  }
}

function cacheOf<Value>(map: WeakMap<EvaluationBench, RecentValues<Value>>, bench: EvaluationBench, most: number): RecentValues<Value> {
  const held = map.get(bench) ?? new RecentValues<Value>(most);
  map.set(bench, held);
  return held;
}

/** The most recent values by key; concurrent callers share one computation. */
class RecentValues<Value> {
  readonly #values = new Map<string, Promise<Value>>();

  constructor(private readonly most: number) {}

  async get(key: string, context: TaskContext, make: () => Promise<Value>): Promise<Value> {
    const values = this.#values;
    const known = values.get(key);
    const made = known ?? make();
    if (!known) made.catch(() => values.get(key) === made && values.delete(key));
    values.delete(key);
    values.set(key, made);
    const oldest = values.keys().next().value;
    if (values.size > this.most && oldest !== undefined) values.delete(oldest);
    try {
      return await made;
    } catch (error) {
      // The first caller may have cancelled; this caller has not.
      if (!known || !isRankLabError(error) || error.code !== 'CANCELLED' || context.signal?.aborted) throw error;
      return this.get(key, context, make);
    }
  }
}
