import { RankLabError } from '#shared/errors';
import { momentsOf } from '../statistics/moments';

/** Logged decisions, one entry per decision in every array. */
export interface LoggedDecisions {
  readonly rewards: ArrayLike<number>;
  /** Probability with which the logging policy chose the logged action: in (0, 1]. */
  readonly loggingProbabilities: ArrayLike<number>;
  /** Probability with which the policy under evaluation would choose the logged action. */
  readonly targetProbabilities: ArrayLike<number>;
  /** A reward model's prediction for the logged action; needed by the doubly robust family. */
  readonly predictedRewards?: ArrayLike<number>;
  /** The model's expected reward under the policy under evaluation, per context. */
  readonly targetValues?: ArrayLike<number>;
}

export interface OffPolicyEstimate {
  readonly value: number;
  readonly standardError: number;
}

export interface OffPolicyReport {
  /** Inverse propensity scoring (Horvitz & Thompson 1952). */
  readonly ips: OffPolicyEstimate;
  /** Self-normalised IPS (Swaminathan & Joachims 2015). */
  readonly snips: OffPolicyEstimate;
  /** Direct method, doubly robust (Dudík, Langford & Li 2011), its self-normalised form, and Switch-DR (Wang et al. 2017). */
  readonly directMethod: OffPolicyEstimate | undefined;
  readonly doublyRobust: OffPolicyEstimate | undefined;
  readonly selfNormalizedDoublyRobust: OffPolicyEstimate | undefined;
  readonly switchDoublyRobust: OffPolicyEstimate | undefined;
  readonly count: number;
  /** (Σw)² / Σw²: how many decisions the weighted ones are worth. */
  readonly effectiveSampleSize: number;
  readonly largestWeight: number;
  readonly warnings: readonly string[];
}

/**
 * What a policy would have earned on logged decisions. Weights are target / logging probability; Switch-DR trusts the
 * model alone where the weight exceeds `switchThreshold`.
 * @throws INVALID_ARGUMENT without usable propensities, or when every propensity is 1: a deterministic logger never tried
 * anything else, so nothing can be said about what it did not do.
 */
export function evaluateOffPolicy(decisions: LoggedDecisions, switchThreshold = 10): OffPolicyReport {
  const { rewards, targetProbabilities, predictedRewards, targetValues } = decisions;
  const weights = importanceWeights(decisions);
  const count = weights.length;
  const weighted = weights.map((weight, i) => weight * rewards[i]);
  const model = predictedRewards && targetValues ? { predictedRewards, targetValues } : undefined;
  let sum = 0;
  let squares = 0;
  let largestWeight = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
    largestWeight = Math.max(largestWeight, weight);
  }
  if (sum === 0) throw invalid('targetProbabilities', 'The policy under evaluation never chooses a logged action: nothing overlaps');
  const meanWeight = sum / count;
  const effectiveSampleSize = (sum * sum) / squares;
  const residuals = model && weights.map((weight, i) => weight * (rewards[i] - model.predictedRewards[i]));
  const switched = residuals?.map((residual, i) => (weights[i] <= switchThreshold ? residual : 0));
  const plusModel = (corrections: Float64Array | undefined): OffPolicyEstimate | undefined =>
    corrections && model && estimate(corrections.map((correction, i) => model.targetValues[i] + correction));
  return {
    ips: estimate(weighted),
    snips: selfNormalized(weighted, weights, meanWeight),
    directMethod: model && estimate(Float64Array.from(model.targetValues)),
    doublyRobust: plusModel(residuals),
    selfNormalizedDoublyRobust: plusModel(residuals?.map((residual) => residual / meanWeight)),
    switchDoublyRobust: plusModel(switched),
    count,
    effectiveSampleSize,
    largestWeight,
    warnings: warningsFor(effectiveSampleSize, count, meanWeight, targetProbabilities),
  };
}

function importanceWeights({
  rewards,
  loggingProbabilities,
  targetProbabilities,
  predictedRewards,
  targetValues,
}: LoggedDecisions): Float64Array {
  const count = rewards.length;
  if (count === 0) throw invalid('rewards', 'There are no logged decisions');
  for (const [place, values] of Object.entries({ loggingProbabilities, targetProbabilities, predictedRewards, targetValues })) {
    if (values && values.length !== count)
      throw invalid(place, `Expected ${count} entries in ${place}, one per reward, not ${values.length}`);
  }
  let deterministic = true;
  for (let i = 0; i < count; i++) {
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
    if (!Number.isFinite(rewards[i])) throw invalid(`rewards.${i}`, `The reward of decision ${i} is ${rewards[i]}`);
    if (logged !== 1) deterministic = false;
  }
  if (deterministic) {
    throw invalid('loggingProbabilities', 'Every propensity is 1: the logger was deterministic, so it says nothing about other choices', {
      remedy: 'Log with some randomness, or compare by replay and call it that',
    });
  }
  return Float64Array.from(targetProbabilities, (target, i) => target / loggingProbabilities[i]);
}

function estimate(values: Float64Array): OffPolicyEstimate {
  const { mean, standardError } = momentsOf(values);
  return { value: mean, standardError };
}

/** A ratio of means; its standard error by the delta method. */
function selfNormalized(weighted: Float64Array, weights: Float64Array, meanWeight: number): OffPolicyEstimate {
  const value = momentsOf(weighted).mean / meanWeight;
  return { value, standardError: momentsOf(weighted.map((x, i) => (x - value * weights[i]) / meanWeight)).standardError };
}

function warningsFor(effective: number, count: number, meanWeight: number, targets: ArrayLike<number>): string[] {
  const warnings: string[] = [];
  if (effective < Math.max(30, 0.05 * count))
    warnings.push(`Few decisions carry the estimate: effective sample size ${effective.toFixed(1)} of ${count}`);
  // Weights average 1 when the two policies overlap; small samples wander.
  const wander = 4 * Math.sqrt(Math.max(0, count / effective - 1) / count) * meanWeight;
  if (Math.abs(meanWeight - 1) > wander)
    warnings.push(`Weights average ${meanWeight.toFixed(3)} instead of 1: propensities or overlap are off`);
  if (Array.from(targets).every((target) => target === 0 || target === 1)) warnings.push('The policy under evaluation is deterministic');
  return warnings;
}

const invalid = (place: string, message: string, { remedy }: { remedy?: string } = {}): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', message, { place, ...(remedy !== undefined && { remedy }) });
