import type { Variant } from '#shared/schemas/variant';
import { evaluateRun } from '../../evaluate/evaluate-run';
import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';
import type { Evaluation } from '../../model/evaluation';
import type { Qrels } from '../../model/run';
import type { EvaluationBench } from '../evaluation-bench';

/** A setting's numbers, small enough to keep for an interrupted sweep. */
export interface MeasuredSetting {
  readonly metrics: readonly MeasuredMetric[];
  /** Mean of the first objective on each fold's interactions. */
  readonly foldMeans: readonly number[];
}
interface MeasuredMetric {
  readonly spec: string;
  readonly value: number;
  readonly difference: { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** A setting's evaluation on the bench's judgements and on each fold's. */
export interface SettingEvaluation {
  readonly whole: Evaluation;
  /** Per fold, every user's value of the first objective, aligned with the fold's users. */
  readonly folds: readonly Float64Array[];
}

export interface SettingMeasurer {
  readonly bench: EvaluationBench;
  /** The first one chooses. */
  readonly specs: readonly MetricSpec[];
  /** Judgements of consecutive parts of the validation interactions. */
  readonly folds: readonly Qrels[];
  readonly lists: { readonly scoreTies: 'row' | 'id' | 'random'; readonly seed: number };
}

const confidence = 0.95;

export async function evaluateSetting({ bench, specs, folds, lists }: SettingMeasurer, variant: Variant): Promise<SettingEvaluation> {
  const run = await bench.lists(variant, specs, { ...lists, quick: true });
  const options = { exploreTies: false, ...bench.reachOf(variant) };
  return {
    whole: bench.evaluate(run, specs, options),
    folds: folds.map((qrels) => evaluateRun(run, qrels, specs.slice(0, 1), bench.context, options).metrics[0].values),
  };
}

/** The numbers that are kept of a setting, as differences from the start on the same users. */
export function summarise(setting: SettingEvaluation, start: SettingEvaluation): MeasuredSetting {
  const metrics = setting.whole.metrics.map(({ spec, value, values, scope }, m) => {
    const before = start.whole.metrics[m].values;
    return { spec, value, difference: scope === 'user' ? differenceOf(values, before) : null };
  });
  return { metrics, foldMeans: setting.folds.map(meanOf) };
}

function differenceOf(values: Float64Array, before: Float64Array): MeasuredMetric['difference'] {
  const moments = momentsOf(pairedDifferences(values, before));
  const { interval } = pairedT(moments, confidence);
  return { value: moments.mean, low: interval.low, high: interval.high };
}

/** Differences of users with both values. */
export function pairedDifferences(values: Float64Array, before: Float64Array): Float64Array {
  return values.map((value, u) => value - before[u]).filter((difference) => !Number.isNaN(difference));
}

export const meanOf = (values: Float64Array): number => momentsOf(values.filter((value) => !Number.isNaN(value))).mean;
