/** Input columns of the estimators; one entry per decision. */
interface DecisionColumns {
  readonly rewards: ArrayLike<number>;
  /** Target over logging probability. */
  readonly weights: Float64Array;
  /** Present together: a reward model's prediction for the logged action and its expectation under the target policy. */
  readonly predictedRewards?: ArrayLike<number> | undefined;
  readonly targetValues?: ArrayLike<number> | undefined;
  /** Switch-DR corrects only where the weight is at most this. */
  readonly switchThreshold: number;
}

/** An estimate mean(plain) + Σ mean(numerator) / mean(denominator): every estimator here has this form. */
export interface RatioEstimator {
  readonly plain?: Float64Array;
  readonly ratios?: readonly { readonly numerator: Float64Array; readonly denominator: Float64Array }[];
  /** Weight of each decision's reward; undefined for the direct method, which uses no rewards. */
  readonly weights?: Float64Array;
}

export const estimatorNames = ['ips', 'snips', 'directMethod', 'doublyRobust', 'selfNormalizedDoublyRobust', 'switchDoublyRobust'] as const;
export type EstimatorName = (typeof estimatorNames)[number];

/**
 * Inverse propensity scoring (Horvitz & Thompson 1952), its self-normalised form (Swaminathan & Joachims 2015), and with a
 * reward model the direct method, doubly robust (Dudík, Langford & Li 2011), self-normalised doubly robust (Thomas &
 * Brunskill 2016) and Switch-DR (Wang et al. 2017).
 */
export function estimatorsOf(columns: DecisionColumns): Partial<Record<EstimatorName, RatioEstimator>> {
  const { rewards, weights, predictedRewards, targetValues, switchThreshold } = columns;
  const weighted = weights.map((weight, i) => weight * rewards[i]);
  const withoutModel = {
    ips: { plain: weighted, weights },
    snips: { ratios: [{ numerator: weighted, denominator: weights }], weights },
  };
  if (!predictedRewards || !targetValues) return withoutModel;
  const model = Float64Array.from(targetValues);
  const trusted = weights.map((weight) => (weight <= switchThreshold ? weight : 0));
  const corrections = (used: Float64Array): Float64Array => used.map((weight, i) => weight * (rewards[i] - predictedRewards[i]));
  const plus = (part: Float64Array): Float64Array => part.map((value, i) => value + model[i]);
  return {
    ...withoutModel,
    directMethod: { plain: model },
    doublyRobust: { plain: plus(corrections(weights)), weights },
    selfNormalizedDoublyRobust: { plain: model, ratios: [{ numerator: corrections(weights), denominator: weights }], weights },
    switchDoublyRobust: { plain: plus(corrections(trusted)), weights: trusted },
  };
}

/** Effective sample size: (Σw)² / Σw² (Kish 1965). */
export function effectiveSampleSize(weights: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (const weight of weights) {
    sum += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : (sum * sum) / squares;
}
