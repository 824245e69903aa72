import type { MetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { blameOf, type Blame } from '#engine/pipeline/diagnose/blame';
import type { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import type { TaskContext } from '#engine/ports';
import { isRankLabError } from '#shared/errors';
import type { Variant } from '#shared/schemas/variant';
import type { OpenQuestion } from './question';

/** Blames per bench; each takes some hundred bytes per user. */
const kept = 8;

/** The last blames of a bench, so that a click on a part lists its users at once. */
export class HeldBlames {
  readonly #blames = new WeakMap<EvaluationBench, Map<string, Promise<Blame>>>();

  async get(open: OpenQuestion, variant: Variant, spec: MetricSpec, context: TaskContext): Promise<Blame> {
    const { bench, measure } = open;
    const blames = this.#blames.get(bench) ?? new Map<string, Promise<Blame>>();
    this.#blames.set(bench, blames);
    const key = keyOf(variant, spec, open);
    const known = blames.get(key);
    const made = known ?? blameOf(bench, variant, spec, measure, context);
    if (!known) made.catch(() => blames.get(key) === made && blames.delete(key));
    blames.delete(key);
    blames.set(key, made);
    const oldest = blames.keys().next().value;
    if (blames.size > kept && oldest !== undefined) blames.delete(oldest);
    try {
      return await made;
    } catch (error) {
      // The first caller may have cancelled; this caller has not.
      if (!known || !isRankLabError(error) || error.code !== 'CANCELLED' || context.signal?.aborted) throw error;
      return this.get(open, variant, spec, context);
    }
  }
}

function keyOf({ name: _name, notes: _notes, ...ranking }: Variant, spec: MetricSpec, { measure }: OpenQuestion): string {
  return JSON.stringify([ranking, spec.spec, measure.scoreTies, measure.seed]);
}
