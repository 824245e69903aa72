import type { Variant } from '#shared/schemas/variant';
import { evaluateRun } from '../../evaluate/evaluate-run';
import type { MetricSpec } from '../../evaluate/metrics/metric-spec';
import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';
import type { Evaluation } from '../../model/evaluation';
import type { Qrels, Run } from '../../model/run';
import type { EvaluationBench } from '../evaluation-bench';
import type { TimeStep } from './time-steps';

/** A metric's mean. */
export interface MetricValue {
  readonly spec: string;
  readonly value: number;
}

/** A setting's numbers, small enough to keep for an interrupted sweep. */
export interface MeasuredSetting {
  readonly metrics: readonly MeasuredMetric[];
  /** Per step, what chooses there: metrics on the interactions before it. */
  readonly earlier: readonly (readonly MetricValue[])[];
}
interface MeasuredMetric extends MetricValue {
  readonly difference: { readonly value: number; readonly low: number; readonly high: number } | null;
}

export interface SettingEvaluation {
  readonly whole: Evaluation;
  /** Per step, on the interactions before it. */
  readonly earlier: readonly Evaluation[];
}

export interface SettingMeasurer {
  readonly bench: EvaluationBench;
  /** The first one chooses. */
  readonly specs: readonly MetricSpec[];
  readonly steps: readonly TimeStep[];
  /** Those of `specs` that choose among the settings before a step. */
  readonly choosing: readonly MetricSpec[];
  readonly lists: { readonly scoreTies: 'row' | 'id' | 'random'; readonly seed: number };
}

const confidence = 0.95;

export async function evaluateSetting(measurer: SettingMeasurer, variant: Variant): Promise<SettingEvaluation> {
  const { bench, specs, steps, choosing } = measurer;
  const ranked = await rankSetting(measurer, variant);
  return {
    whole: evaluateOn(measurer, ranked, bench.qrels, specs),
    earlier: steps.map(({ earlier }) => evaluateOn(measurer, ranked, earlier, choosing)),
  };
}

/** A setting's lists, which can be judged by any interactions. */
export interface RankedSetting {
  readonly variant: Variant;
  readonly run: Run;
}

export const rankSetting = async ({ bench, specs, lists }: SettingMeasurer, variant: Variant): Promise<RankedSetting> => ({
  variant,
  run: await bench.lists(variant, specs, { ...lists, quick: true }),
});

export const evaluateOn = (
  { bench }: SettingMeasurer,
  { variant, run }: RankedSetting,
  qrels: Qrels,
  specs: readonly MetricSpec[],
): Evaluation => evaluateRun(run, qrels, specs, bench.context, { exploreTies: false, ...bench.reachOf(variant) });

/** The numbers that are kept of a setting, as differences from the start on the same users. */
export function summarise(setting: SettingEvaluation, start: SettingEvaluation): MeasuredSetting {
  const metrics = setting.whole.metrics.map(({ spec, value, values, scope }, m) => {
    const before = start.whole.metrics[m].values;
    return { spec, value, difference: scope === 'user' ? differenceOf(values, before) : null };
  });
  return { metrics, earlier: setting.earlier.map((evaluation) => evaluation.metrics.map(({ spec, value }) => ({ spec, value }))) };
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
