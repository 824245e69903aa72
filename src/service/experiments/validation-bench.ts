import { conventionsOf } from '#engine/pipeline/conventions';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import type { Side } from '#engine/pipeline/sides';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import type { Conventions, ScoreTies } from '#shared/schemas/conventions';
import { experimentConfigSchema, type RelevanceSettings, type SplitSettings } from '#shared/schemas/experiment';
import type { BuildSettings } from '#shared/schemas/model';
import type { Variant } from '#shared/schemas/variant';
import { parseOrThrow } from '#shared/validation';
import type { Models } from '../models/models';

/** What is tuned, and on which part of the data. */
export interface ValidationRequest {
  readonly split: SplitSettings;
  readonly relevance: RelevanceSettings;
  readonly variant: Variant;
  readonly scoreTies: ScoreTies;
  readonly seed: number;
  /** Default: those of the workspace. */
  readonly models?: BuildSettings;
}

/** Measurements on the validation part, and under which conventions they stand. */
export interface Validation {
  readonly bench: EvaluationBench;
  readonly side: Side;
  /** How the models were built. */
  readonly build: BuildSettings;
  /** @param bootstrapSamples resamples behind the intervals; 0 where they are Student's. */
  readonly conventions: (metrics: readonly string[], bootstrapSamples: number) => Conventions;
}

/** Default share of the training side to validate on. */
const defaultFraction = 0.2;

/** A bench with the judgements of the validation part, which is cut from the training side; the test part is not used. */
export async function validationBench(
  models: Models,
  limitBytes: number,
  { split, relevance, variant, scoreTies, seed, models: given }: ValidationRequest,
  context?: TaskContext,
): Promise<Validation> {
  const withValidation = split.validationFraction > 0 ? split : { ...split, validationFraction: defaultFraction };
  const build = { ...(given ?? (await models.settings())), seed };
  const side = await models.evaluationSide(withValidation, seed);
  const view = await models.viewOf(side, build, subtask(context, 0, 1));
  const qrels = qrelsOf(view.dataset, side, view, { relevance, variants: [variant] }, 'validation');
  const conventions = (metrics: readonly string[], bootstrapSamples: number): Conventions => {
    const config = parseOrThrow(experimentConfigSchema, {
      split: withValidation,
      relevance,
      variants: [variant],
      metrics,
      scoreTies,
      seed,
    });
    const all = conventionsOf(config, build.factors.values);
    // Single paired t-tests at 95%, uncorrected: no permutations, no looks at a test part.
    const statistics = { ...all.statistics, confidence: 0.95, bootstrapSamples, permutations: 0, correction: 'none' as const };
    return { ...all, measuredOn: 'validation', statistics };
  };
  return { bench: new EvaluationBench(view, qrels, limitBytes), side, build, conventions };
}
