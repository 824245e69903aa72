import type { Uncertainty } from './intervals';

export interface OffPolicyEstimate extends Omit<Uncertainty, 'value'> {
  /** Null where `refusal` says why there is none. */
  readonly value: number | null;
  /** (Σw)² / Σw² of this estimator's weights. The number of decisions for the direct method. */
  readonly effectiveSampleSize: number;
  readonly refusal?: string;
}

/** An effective sample size below both this number and this share of all decisions is refused. */
const MIN_SAMPLE_SIZE = 10;
const MIN_SAMPLE_SHARE = 1 / 3;

export const isTooFewDecisions = (effective: number, count: number): boolean =>
  effective < MIN_SAMPLE_SIZE && effective < MIN_SAMPLE_SHARE * count && effective > 0;

export const tooFewText = (effective: number, count: number, unit = 'decisions'): string =>
  `${effective.toFixed(1)} of ${count} ${unit} determine the estimate (effective sample size): too few for a reliable value`;

export const refusedEstimate = (effective: number, reason: string): OffPolicyEstimate => ({
  value: null,
  standardError: null,
  interval: null,
  bootstrap: null,
  effectiveSampleSize: effective,
  refusal: reason,
});
