import type { RegistryEntry } from '../../../core/registry';

/** Input columns of the estimators; one entry per decision. */
export interface DecisionColumns {
  readonly rewards: ArrayLike<number>;
  /** Target over logging probability. */
  readonly weights: Float64Array;
  /** Weight times reward; the same array for all estimators, so that its resamples are drawn once. */
  readonly weighted: Float64Array;
  /** A reward model's prediction for the logged action, and its expectation under the target policy. */
  readonly model?: { readonly predicted: ArrayLike<number>; readonly values: Float64Array };
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

/** An estimator of another policy's reward from logged decisions. */
export interface DecisionEstimator extends RegistryEntry {
  /** @returns undefined without the reward model that it needs. */
  readonly estimator: (columns: DecisionColumns) => RatioEstimator | undefined;
}
