import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import type { Side } from '#engine/pipeline/sides';
import { subtask } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import type { RelevanceSettings, SplitSettings } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';
import type { Models } from '../models/models';

/** What is tuned, and on which part of the data. */
export interface ValidationRequest {
  readonly split: SplitSettings;
  readonly relevance: RelevanceSettings;
  readonly variant: Variant;
  readonly seed: number;
}

/** Default share of the training side to validate on. */
const defaultFraction = 0.2;

/** A bench with the judgements of the validation part, which is cut from the training side; the test part is not used. */
export async function validationBench(
  models: Models,
  limitBytes: number,
  { split, relevance, variant, seed }: ValidationRequest,
  context?: TaskContext,
): Promise<{ bench: EvaluationBench; side: Side }> {
  const withValidation = split.validationFraction > 0 ? split : { ...split, validationFraction: defaultFraction };
  const build = { ...(await models.settings()), seed };
  const side = await models.evaluationSide(withValidation, seed);
  const view = await models.viewOf(side, build, subtask(context, 0, 1));
  const qrels = qrelsOf(view.dataset, side, view, { relevance, variants: [variant] }, 'validation');
  return { bench: new EvaluationBench(view, qrels, limitBytes), side };
}
