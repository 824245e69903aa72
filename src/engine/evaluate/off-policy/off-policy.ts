import { RankLabError } from '#shared/errors';
import { importanceWeights, type LoggedDecisions } from './decisions';
import { effectiveSampleSize } from './effective-sample-size';
import type { DecisionColumns } from './estimators/port';
import { decisionEstimators } from './estimators/registry';
import { withUncertainty } from './intervals';
import { isTooFewDecisions, refusedEstimate, tooFewText, type OffPolicyEstimate } from './refusal';

export type { LoggedDecisions } from './decisions';
export type { OffPolicyEstimate } from './refusal';

interface OffPolicyOptions {
  /** Switch-DR trusts the reward model alone where the weight is above this; default 10. */
  readonly switchThreshold?: number;
  /** Of the intervals; default 0.95. */
  readonly confidence?: number;
  /** Default 2,000, fewer where decisions × samples passes 3e8; 0 leaves the bootstrap out. */
  readonly bootstrapSamples?: number;
  readonly seed?: number;
  /** Returns estimates with a small effective sample size, with a warning instead of a refusal. */
  readonly acceptFewDecisions?: boolean;
}

export interface OffPolicyReport {
  /** By id of the registry; those that need a reward model are missing without one. */
  readonly estimates: Readonly<Record<string, OffPolicyEstimate>>;
  readonly count: number;
  /** Of the importance weights. */
  readonly effectiveSampleSize: number;
  readonly largestWeight: number;
  /** Share of all weight that the heaviest decision has. */
  readonly largestWeightShare: number;
  readonly warnings: string[];
  /** What the numbers depend on besides the decisions. */
  readonly conventions: {
    readonly version: 1;
    readonly switchThreshold: number;
    readonly confidence: number;
    readonly bootstrapSamples: number;
    readonly seed: number;
    readonly acceptFewDecisions: boolean;
  };
}

/**
 * Estimates a policy's reward from logged decisions. Weights are target / logging probability. Standard errors are the
 * delta method's; a self-normalised estimate counts the spread of its denominator, too. An estimate whose effective sample size is below ten and
 * below a third of the decisions is refused unless `acceptFewDecisions`.
 * @throws INVALID_ARGUMENT without usable propensities, with a deterministic logger, or when every estimate
 * would be refused.
 */
export function evaluateOffPolicy(decisions: LoggedDecisions, options: OffPolicyOptions = {}): OffPolicyReport {
  const { switchThreshold = 10, confidence = 0.95, bootstrapSamples = 2000, seed = 42, acceptFewDecisions = false } = options;
  const weights = importanceWeights(decisions);
  const count = weights.length;
  const columns = columnsOf(decisions, weights, switchThreshold);
  const present = decisionEstimators.list().flatMap(({ id, estimator }) => {
    const made = estimator(columns);
    return made ? [{ id, made }] : [];
  });
  const uncertain = withUncertainty(
    present.map(({ made }) => made),
    count,
    { confidence, bootstrapSamples, seed },
  );
  const refused: string[] = [];
  const estimates: Record<string, OffPolicyEstimate> = {};
  present.forEach(({ id, made: { weights: used } }, e) => {
    const effective = used ? effectiveSampleSize(used) : count;
    const isTooFew = used !== undefined && isTooFewDecisions(effective, count);
    if (isTooFew) refused.push(id);
    estimates[id] =
      isTooFew && !acceptFewDecisions
        ? refusedEstimate(effective, tooFewText(effective, count))
        : { ...uncertain[e], effectiveSampleSize: effective };
  });
  if (refused.length === present.length && !acceptFewDecisions) throw allRefused(effectiveSampleSize(weights), count);
  return {
    estimates,
    count,
    ...weightSummary(weights),
    warnings: warningsFor(weights, decisions.targetProbabilities, refused.length > 0),
    conventions: { version: 1, switchThreshold, confidence, bootstrapSamples, seed, acceptFewDecisions },
  };
}

function columnsOf(
  { rewards, predictedRewards, targetValues }: LoggedDecisions,
  weights: Float64Array,
  switchThreshold: number,
): DecisionColumns {
  const model = predictedRewards && targetValues && { predicted: predictedRewards, values: Float64Array.from(targetValues) };
  return { rewards, weights, weighted: weights.map((weight, i) => weight * rewards[i]), switchThreshold, ...(model && { model }) };
}

const allRefused = (effective: number, count: number): RankLabError =>
  new RankLabError('INVALID_ARGUMENT', `Refused: ${tooFewText(effective, count)}`, {
    place: 'targetProbabilities',
    value: effective.toFixed(1),
    remedy:
      'Log with more exploration, evaluate a policy closer to the logged one, give a reward model, or accept few decisions explicitly',
  });

function weightSummary(weights: Float64Array): Pick<OffPolicyReport, 'effectiveSampleSize' | 'largestWeight' | 'largestWeightShare'> {
  let [sum, largestWeight] = [0, 0];
  for (const weight of weights) {
    sum += weight;
    largestWeight = Math.max(largestWeight, weight);
  }
  return { effectiveSampleSize: effectiveSampleSize(weights), largestWeight, largestWeightShare: largestWeight / sum };
}

function warningsFor(weights: Float64Array, targets: ArrayLike<number>, isTooFew: boolean): string[] {
  const count = weights.length;
  const effective = effectiveSampleSize(weights);
  const meanWeight = weights.reduce((sum, weight) => sum + weight, 0) / count;
  const warnings: string[] = [];
  if (effective < Math.max(30, 0.05 * count) || isTooFew)
    warnings.push(`Few decisions determine the estimate: effective sample size ${effective.toFixed(1)} of ${count}`);
  if (count < 2) warnings.push('One decision has no spread: there are no standard errors');
  // Weights average 1 when the two policies overlap, with deviations in small samples.
  const tolerance = 4 * Math.sqrt(Math.max(0, count / effective - 1) / count) * meanWeight;
  if (count > 1 && Math.abs(meanWeight - 1) > tolerance)
    warnings.push(`Weights average ${meanWeight.toFixed(3)} instead of 1: propensities or overlap are off`);
  if (Array.from(targets).every((target) => target === 0 || target === 1)) warnings.push('The policy under evaluation is deterministic');
  return warnings;
}
