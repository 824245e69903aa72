import type { MetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { blameOf, type Blame } from '#engine/pipeline/diagnose/blame';
import { fatesOf } from '#engine/pipeline/diagnose/fates';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { isSourceRanking } from '#engine/pipeline/source-ranking';
import type { TaskContext } from '#engine/ports';
import { isRankLabError } from '#shared/errors';
import type { Variant } from '#shared/schemas/variant';
import type { OpenQuestion } from './question';

/** Blames per bench; each takes some hundred bytes per user. */
const keptBlames = 8;
/** Settings of candidates and filters per bench; each takes a byte per judgement. */
const keptFates = 16;

/**
 * The last blames of a bench, so that a click on a part lists its users at once; and what became of every relevant item, which a
 * slider does not change, so that only its first position waits for the sources.
 */
export class HeldBlames {
  readonly #blames = new WeakMap<EvaluationBench, Held<Blame>>();
  readonly #fates = new WeakMap<EvaluationBench, Held<Uint8Array>>();

  get({ bench, measure }: OpenQuestion, variant: Variant, spec: MetricSpec, context: TaskContext): Promise<Blame> {
    const { name: _name, notes: _notes, ...ranking } = variant;
    const key = JSON.stringify([ranking, spec.spec, measure.scoreTies, measure.seed]);
    const fatesAt = (depth: number, part: TaskContext): Promise<Uint8Array> => this.#fatesOf(bench, variant, depth, part);
    return heldOf(this.#blames, bench, keptBlames).get(key, context, () => blameOf(bench, variant, spec, measure, context, fatesAt));
  }

  #fatesOf(bench: EvaluationBench, variant: Variant, depth: number, context: TaskContext): Promise<Uint8Array> {
    const { candidates, filters } = variant;
    const ownDepth = isSourceRanking(variant) ? Math.max(depth, candidates.poolSize) : null;
    const key = JSON.stringify([candidates, filters.includeCategories, filters.excludeCategories, ownDepth]);
    const make = (): Promise<Uint8Array> => fatesOf(bench.view, bench.qrels, variant, depth, context);
    return heldOf(this.#fates, bench, keptFates).get(key, context, make);
  }
}

function heldOf<Value>(map: WeakMap<EvaluationBench, Held<Value>>, bench: EvaluationBench, most: number): Held<Value> {
  const held = map.get(bench) ?? new Held<Value>(most);
  map.set(bench, held);
  return held;
}

/** The last values by key; one computation however many ask. */
class Held<Value> {
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
