import type { StatisticsSettings } from '#shared/schemas/experiment';
import { createRng } from '../../core/rng';
import type { Evaluation, MetricComparison, MetricResult } from '../../model/evaluation';
import type { EvaluationContext } from '../../model/evaluation-context';
import type { Run } from '../../model/run';
import { bcaInterval } from '../statistics/bca';
import { bootstrapMeans } from '../statistics/bootstrap';
import { normalTwoSided } from '../statistics/distributions';
import { listSwapTest } from '../statistics/list-swap';
import { momentsOf } from '../statistics/moments';
import { pairedT } from '../statistics/paired-t';
import type { GlobalMetric, MetricRequest } from '../metrics/metric';
import { parseMetricSpec } from '../metrics/metric-spec';
import { metricRegistry } from '../metrics/registry';
import { sameRows } from './pairs';
import { type Arm, type CommonLists, commonLists, mergeLists } from './common-lists';

type Settings = StatisticsSettings & { readonly seed: number; readonly quick?: boolean; readonly testCount?: number };

/**
 * Coverage, Gini …: one number per run and none per user. A user's contribution is the jackknife influence, the change of the value when the user's
 * list is left out; the interval is a bootstrap over users on these influences. (Recomputing the metric on users drawn with replacement would not do:
 * repeated users add no new items, and for sparse catalogues the spread comes out at half its size.) The p-value swaps the two arms' lists user by
 * user, which is exact under the null hypothesis for every metric.
 */
export function compareGlobalMetrics(
  baseline: Evaluation,
  variant: Evaluation,
  couples: readonly (readonly [MetricResult, MetricResult])[],
  settings: Settings,
): MetricComparison[] {
  if (couples.length === 0) return [];
  const lists = commonLists(baseline, variant);
  return couples.map(([baselineMetric, metric]) => {
    if (!lists || lists.count === 0 || metric.note !== undefined) return nothingToCompare(metric, settings.confidence);
    return compareOne(baselineMetric, metric, lists, settings);
  });
}

function compareOne(baselineMetric: MetricResult, metric: MetricResult, lists: CommonLists, settings: Settings): MetricComparison {
  const { definition, request } = preparedFor(metric, lists.context);
  const ofBaseline = { ...request, cutoff: preparedFor(baselineMetric, lists.context).request.cutoff };
  const baseline = measuredArm(metric.spec, definition, ofBaseline, lists.baseline);
  const variant = measuredArm(metric.spec, definition, request, lists.variant);
  const [baselineValue, value] = [baseline.value, variant.value];
  const difference = value - baselineValue;
  if (Number.isNaN(difference)) return { ...nothingToCompare(metric, settings.confidence), baselineValue, value, pairCount: lists.count };
  const influences = centredInfluences(baseline.without, variant.without, difference);
  const moments = momentsOf(influences);
  const base = { ...shell(metric), baselineValue, value, difference, standardError: moments.standardError, pairCount: lists.count };
  if (settings.quick) {
    const interval = pairedT(moments, settings.confidence).interval;
    const pValue = difference === 0 ? 1 : moments.standardError > 0 ? normalTwoSided(difference / moments.standardError) : undefined;
    return { ...base, interval, intervalMethod: 'user jackknife (quick)', pValue, test: 'user jackknife (quick)' };
  }
  const [means] = bootstrapMeans([influences], settings.bootstrapSamples, createRng(settings.seed).derive('global-bootstrap'));
  const swap = listSwapTest(
    definition.prepare(request),
    mergeLists(lists),
    { permutations: settings.permutations, alpha: 1 - settings.confidence, testCount: settings.testCount ?? 1 },
    createRng(settings.seed).derive('list-swap'),
  );
  return {
    ...base,
    interval: bcaInterval(influences, means, settings.confidence),
    intervalMethod: 'user bootstrap (BCa, jackknife influences)',
    pValue: lists.count < 2 ? undefined : swap.pValue,
    test: swap.method,
    // The swap of lists has no shift to invert: the interval's own method, at the test's level.
    invertTest: (level) => bcaInterval(influences, means, 1 - level),
    invertedMethod: 'user bootstrap (BCa, jackknife influences)',
    ...(swap.least && { least: swap.least }),
  };
}

interface MeasuredArm {
  readonly context: EvaluationContext;
  readonly lists: Int32Array;
  readonly value: number;
  /** The value without each list. */
  readonly without: Float64Array;
}

/** While a slider of one variant moves, the other's lists are unchanged. */
const measuredArms = new WeakMap<Run, Map<string, MeasuredArm>>();

function measuredArm(spec: string, definition: GlobalMetric, request: MetricRequest, { run, lists }: Arm): MeasuredArm {
  const ofRun = measuredArms.get(run) ?? new Map<string, MeasuredArm>();
  measuredArms.set(run, ofRun);
  const key = `${spec} ${request.cutoff}`;
  const known = ofRun.get(key);
  if (known?.context === request.context && sameRows(known.lists, lists)) return known;
  const value = definition.prepare(request)(run, lists);
  const measured = { context: request.context, lists, value, without: definition.prepareLeaveOneOut(request)(run, lists) };
  ofRun.set(key, measured);
  return measured;
}

function preparedFor(metric: MetricResult, context: EvaluationContext): { definition: GlobalMetric; request: MetricRequest } {
  const { cutoff, params } = parseMetricSpec(metric.spec);
  const request = { cutoff: cutoff ?? metric.depth ?? Infinity, params, context };
  return { definition: metricRegistry.get(metric.metricId) as GlobalMetric, request };
}

/** Per user a value whose mean is the difference and whose spread is the user's influence on it. */
function centredInfluences(baseline: Float64Array, variant: Float64Array, difference: number): Float64Array {
  const n = baseline.length;
  const influences = new Float64Array(n);
  for (let u = 0; u < n; u++) influences[u] = (n - 1) * (baseline[u] - variant[u]);
  const { mean } = momentsOf(influences);
  for (let u = 0; u < n; u++) influences[u] = difference + influences[u] - mean;
  return influences;
}

const shell = ({
  spec,
  metricId,
}: MetricResult): Pick<MetricComparison, 'spec' | 'metricId' | 'adjustedPValue' | 'verdict' | 'reason' | 'moreUsersNeeded'> => ({
  spec,
  metricId,
  adjustedPValue: undefined,
  verdict: 'undecided',
  reason: 'Not yet corrected for the number of tests.',
  moreUsersNeeded: undefined,
});

const nothingToCompare = (metric: MetricResult, level: number): MetricComparison => ({
  ...shell(metric),
  baselineValue: NaN,
  value: NaN,
  difference: NaN,
  standardError: NaN,
  interval: { low: NaN, high: NaN, level },
  intervalMethod: 'none',
  pValue: undefined,
  test: 'none',
  pairCount: 0,
});
