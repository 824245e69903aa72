import type { ExperimentResult } from '#shared/schemas/experiment';
import type { RunUse } from '#shared/schemas/foreign-run';
import type { SignalUse } from '#shared/schemas/signal';
import type { EvaluateOptions } from '../evaluate/evaluate-run';
import type { MetricSpec } from '../evaluate/metrics/metric-spec';
import { comparisonToWire, metricResultToWire } from '../evaluate/to-wire';
import type { Evaluation, MetricComparison } from '../model/evaluation';
import type { Run } from '../model/run';
import type { ListCounts } from './list-counts';

type VariantResult = ExperimentResult['variants'][number];

/** One variant, measured. */
export interface VariantOutcome {
  readonly name: string;
  readonly run: Run;
  readonly evaluation: Evaluation;
  /** What it was evaluated with. */
  readonly options: EvaluateOptions;
  /** Of all users; absent for a group of them. */
  readonly lists?: ListCounts;
  /** Against the first variant; empty for the first. */
  readonly comparisons: readonly MetricComparison[];
}

export interface Measured {
  readonly specs: readonly MetricSpec[];
  readonly outcomes: readonly VariantOutcome[];
  /** How many tests the correction counted, those elsewhere included. */
  readonly familySize: number;
  /** The foreign runs among the candidate sources. */
  readonly runs: readonly RunUse[];
  /** The defined signals that the variants weigh, and what was found in them. */
  readonly signals: readonly SignalUse[];
  readonly signalNotices: readonly string[];
}

/** An outcome as it crosses to the interface and into files: no arrays, null for "no value". */
export function variantResult({
  name,
  evaluation,
  comparisons,
  lists,
}: Pick<VariantOutcome, 'name' | 'evaluation' | 'comparisons'> & Partial<Pick<VariantOutcome, 'lists'>>): VariantResult {
  return {
    name,
    metrics: evaluation.metrics.map(metricResultToWire),
    comparisons: comparisons.map(comparisonToWire),
    ...(lists && { lists }),
  };
}
