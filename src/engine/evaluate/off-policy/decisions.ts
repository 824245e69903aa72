import { RankLabError } from '#shared/errors';

/** Logged decisions, one entry per decision in every array. */
export interface LoggedDecisions {
  readonly rewards: ArrayLike<number>;
  /** Probability with which the logging policy chose the logged action: in (0, 1]. */
  readonly loggingProbabilities: ArrayLike<number>;
  /** Probability with which the policy under evaluation would choose the logged action. */
  readonly targetProbabilities: ArrayLike<number>;
  /** A reward model's prediction for the logged action; needed by the doubly robust family, together with targetValues. */
  readonly predictedRewards?: ArrayLike<number> | undefined;
  /** The model's expected reward under the policy under evaluation, per context. */
  readonly targetValues?: ArrayLike<number> | undefined;
}

/**
 * Target over logging probability per decision. @throws INVALID_ARGUMENT naming the first entry that is unusable, or when
 * every propensity is 1: a deterministic policy did not explore.
 */
export function importanceWeights(decisions: LoggedDecisions): Float64Array {
  const { rewards, loggingProbabilities, targetProbabilities, predictedRewards, targetValues } = decisions;
  const count = rewards.length;
  if (count === 0) throw invalid('rewards', 'There are no logged decisions');
  for (const [place, values] of Object.entries({ loggingProbabilities, targetProbabilities, predictedRewards, targetValues })) {
    if (values && values.length !== count)
      throw invalid(place, `Expected ${count} entries in ${place}, one per reward, not ${values.length}`);
  }
  if ((predictedRewards === undefined) !== (targetValues === undefined)) {
    const [given, missing] = predictedRewards ? ['predictedRewards', 'targetValues'] : ['targetValues', 'predictedRewards'];
    throw invalid(missing, `${given} without ${missing}: a reward model needs both`);
  }
  let deterministic = true;
  for (let i = 0; i < count; i++) {
    checkDecision(decisions, i);
    if (loggingProbabilities[i] !== 1) deterministic = false;
  }
  if (deterministic) {
    throw invalid(
      'loggingProbabilities',
      'Every propensity is 1: the logging policy was deterministic, so the log has no information about other choices',
      {
        remedy: 'Log with some randomness, or compare by replay and label it so',
      },
    );
  }
  const weights = Float64Array.from(targetProbabilities, (target, i) => target / loggingProbabilities[i]);
  const huge = weights.findIndex((weight) => !Number.isFinite(weight * weight));
  if (huge >= 0)
    throw invalid(`loggingProbabilities.${huge}`, `The propensity of decision ${huge} is too small: ${loggingProbabilities[huge]}`);
  if (weights.every((weight) => weight === 0))
    throw invalid('targetProbabilities', 'The policy under evaluation never chooses a logged action: nothing overlaps');
  return weights;
}

/** @throws INVALID_ARGUMENT when row i is unusable */
export function checkDecision(decisions: LoggedDecisions, i: number): void {
  const { rewards, loggingProbabilities, targetProbabilities, predictedRewards, targetValues } = decisions;
  const logged = loggingProbabilities[i];
  if (!(logged > 0 && logged <= 1)) {
    throw invalid(
      `loggingProbabilities.${i}`,
      `Decision ${i} has no usable propensity: ${logged}; off-policy estimates need one in (0, 1]`,
    );
  }
  if (!(targetProbabilities[i] >= 0 && targetProbabilities[i] <= 1)) {
    throw invalid(`targetProbabilities.${i}`, `The target probability of decision ${i} is ${targetProbabilities[i]}, not in [0, 1]`);
  }
  for (const [place, values] of Object.entries({ rewards, predictedRewards, targetValues })) {
    if (values && !Number.isFinite(values[i]))
      throw invalid(`${place}.${i}`, `${place} of decision ${i} is ${values[i]}, not a finite number`);
  }
}

export const invalid = (place: string, message: string, { remedy }: { remedy?: string } = {}): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', message, { place, ...(remedy !== undefined && { remedy }) });
