import { createRng } from '../../core/rng';
import type { Interval } from '../../model/evaluation';
import { bcaInterval } from '../statistics/bca';
import { bootstrapMeans } from '../statistics/bootstrap';
import { studentQuantile } from '../statistics/distributions';
import { momentsOf } from '../statistics/moments';
import type { RatioEstimator } from './estimators/port';

export interface Uncertainty {
  readonly value: number;
  /** By the delta method; null for fewer than two decisions. */
  readonly standardError: number | null;
  readonly interval: Interval | null;
  /** Of resampled decisions: standard error, and the BCa interval (Efron 1987). */
  readonly bootstrap: { readonly standardError: number; readonly interval: Interval; readonly samples: number } | null;
}

interface IntervalOptions {
  readonly confidence: number;
  readonly bootstrapSamples: number;
  readonly seed: number;
}

/** Resamples cost decisions × samples: beyond this many draws there are fewer of them. */
const MAX_DRAWS = 3e8;
const MIN_SAMPLES = 200;

const affordableSamples = (requested: number, count: number): number =>
  requested === 0 ? 0 : Math.min(requested, Math.max(MIN_SAMPLES, Math.floor(MAX_DRAWS / Math.max(1, count))));

/** Values and uncertainties of several estimators of the same decisions, aligned with them; one set of resamples serves all. */
export function withUncertainty(estimators: readonly RatioEstimator[], count: number, options: IntervalOptions): Uncertainty[] {
  const samples = affordableSamples(options.bootstrapSamples, count);
  const columns = [...new Set(estimators.flatMap(columnsOf))];
  const means =
    samples > 0 && count > 1
      ? bootstrapMeans(columns, samples, createRng(options.seed).derive('off-policy'))
      : columns.map(() => undefined);
  const resampledOf = new Map(columns.map((column, c) => [column, means[c]] as const));
  return estimators.map((estimator) => uncertaintyOf(estimator, count, options, resampledOf));
}

const columnsOf = ({ plain, ratios = [] }: RatioEstimator): Float64Array[] => [
  ...(plain ? [plain] : []),
  ...ratios.flatMap(({ numerator, denominator }) => [numerator, denominator]),
];

function uncertaintyOf(
  estimator: RatioEstimator,
  count: number,
  { confidence }: IntervalOptions,
  resampledOf: ReadonlyMap<Float64Array, Float64Array | undefined>,
): Uncertainty {
  const { value, linearised } = linearise(estimator, count);
  if (count < 2) return { value, standardError: null, interval: null, bootstrap: null };
  const { standardError } = momentsOf(linearised);
  const half = studentQuantile((1 + confidence) / 2, count - 1) * standardError;
  const resampled = resamples(estimator, resampledOf);
  return {
    value,
    standardError,
    interval: { low: value - half, high: value + half, level: confidence },
    bootstrap:
      resampled.length > 1
        ? {
            standardError: momentsOf(resampled).standardDeviation,
            interval: bcaInterval(linearised, resampled, confidence),
            samples: resampled.length,
          }
        : null,
  };
}

/**
 * The estimate, and per decision the value whose mean is the estimate and whose spread is its own: the delta method's
 * linearisation. For a ratio ρ = mean(b) / mean(c) that is ρ + (b − ρ c) / mean(c), since the mean of c varies too.
 */
function linearise({ plain, ratios = [] }: RatioEstimator, count: number): { value: number; linearised: Float64Array } {
  const linearised = plain ? plain.slice() : new Float64Array(count);
  let value = plain ? momentsOf(plain).mean : 0;
  for (const { numerator, denominator } of ratios) {
    const mean = momentsOf(denominator).mean;
    const quotient = momentsOf(numerator).mean / mean;
    for (let i = 0; i < count; i++) linearised[i] += quotient + (numerator[i] - quotient * denominator[i]) / mean;
    value += quotient;
  }
  return { value, linearised };
}

/** The estimate in every resample; resamples without any weight are skipped. */
function resamples({ plain, ratios = [] }: RatioEstimator, of: ReadonlyMap<Float64Array, Float64Array | undefined>): Float64Array {
  const plainMeans = plain && of.get(plain);
  const means = ratios.map(({ numerator, denominator }) => [of.get(numerator), of.get(denominator)] as const);
  const count = (plainMeans ?? means[0]?.[0])?.length ?? 0;
  const values = Float64Array.from({ length: count }, (_, s) =>
    means.reduce(
      (sum, [numerators, denominators]) => sum + (numerators && denominators ? numerators[s] / denominators[s] : 0),
      plainMeans?.[s] ?? 0,
    ),
  );
  return values.every(Number.isFinite) ? values : values.filter(Number.isFinite);
}
