import type { StatisticsSettings } from '#shared/schemas/experiment';
import { createRng } from '../core/rng';
import type { Evaluation, MetricComparison, MetricResult } from '../model/evaluation';
import type { Run } from '../model/run';
import type { GlobalMeasure } from './metric';
import { parseMetricSpec } from './metric-spec';
import { metricRegistry } from './metrics/registry';
import { sharedUsers } from './pairs';
import { normalQuantile, normalTwoSided } from './statistics/distributions';
import { momentsOf } from './statistics/moments';
import { RandomWords } from './statistics/random-words';

/** While dragging, this many resamples of the users stand in for the full number. */
const quickSamples = 50;

/**
 * Coverage, Gini …: one number per run and no per-user value, so users are resampled, the same ones in both arms. Resamples
 * hold fewer distinct users than the data, which shifts such numbers; the interval therefore takes only its width from the
 * bootstrap: difference ± z · standard error.
 */
export function compareGlobalMetrics(
  baseline: Evaluation,
  variant: Evaluation,
  couples: readonly (readonly [MetricResult, MetricResult])[],
  settings: StatisticsSettings & { readonly seed: number; readonly quick?: boolean },
): MetricComparison[] {
  if (couples.length === 0) return [];
  const lists = commonLists(baseline, variant);
  const measures = couples.map(([, metric]) => [measureFor(metric, baseline), measureFor(metric, variant)] as const);
  const samples = settings.quick ? quickSamples : settings.bootstrapSamples;
  const resampled = measures.map(() => new Float64Array(samples));
  if (lists && lists.count > 1) {
    const drawn = new Int32Array(lists.count);
    const weights = new Uint32Array(lists.count);
    const random = new RandomWords(createRng(settings.seed).derive('global-bootstrap'));
    for (let sample = 0; sample < samples; sample++) {
      random.fillBelow(drawn, lists.count);
      weights.fill(0);
      for (const user of drawn) weights[user]++;
      measures.forEach(([b, v], m) => {
        resampled[m][sample] =
          (v?.(lists.variantRun, lists.inVariant, weights) ?? NaN) - (b?.(lists.baselineRun, lists.inBaseline, weights) ?? NaN);
      });
    }
  }
  return couples.map(([, metric], m) => {
    const [b, v] = measures[m];
    const baselineValue = lists && b ? b(lists.baselineRun, lists.inBaseline) : NaN;
    const value = lists && v ? v(lists.variantRun, lists.inVariant) : NaN;
    const standardError = lists && lists.count > 1 ? momentsOf(resampled[m]).standardDeviation : NaN;
    return summary(metric, baselineValue, value, standardError, lists?.count ?? 0, settings.confidence, samples);
  });
}

interface CommonLists {
  readonly count: number;
  readonly baselineRun: Run;
  readonly variantRun: Run;
  readonly inBaseline: Int32Array;
  readonly inVariant: Int32Array;
}

/** The lists of users who were judged and have a list in both runs. */
function commonLists(baseline: Evaluation, variant: Evaluation): CommonLists | undefined {
  if (!baseline.source || !variant.source) return undefined;
  const baselineRun = baseline.source.run;
  const variantRun = variant.source.run;
  const judgedInVariant = new Set(variant.users);
  const inBoth = sharedUsers(baselineRun.users, variantRun.users);
  const wanted = new Set(baseline.users.filter((user) => judgedInVariant.has(user)));
  const keep = inBoth.inBaseline.map((index, i) => (wanted.has(baselineRun.users[index]) ? i : -1)).filter((i) => i >= 0);
  return {
    count: keep.length,
    baselineRun,
    variantRun,
    inBaseline: keep.map((i) => inBoth.inBaseline[i]),
    inVariant: keep.map((i) => inBoth.inVariant[i]),
  };
}

function measureFor(result: MetricResult, evaluation: Evaluation): GlobalMeasure | undefined {
  const metric = metricRegistry.get(result.metricId);
  if (metric.scope !== 'global' || !evaluation.source || result.note !== undefined) return undefined;
  const { cutoff, params } = parseMetricSpec(result.spec);
  return metric.prepare({ cutoff: cutoff ?? Infinity, params, context: evaluation.source.context });
}

function summary(
  metric: MetricResult,
  baselineValue: number,
  value: number,
  standardError: number,
  pairCount: number,
  level: number,
  samples: number,
): MetricComparison {
  const difference = value - baselineValue;
  const half = normalQuantile(0.5 + level / 2) * standardError;
  const pValue = standardError > 0 ? normalTwoSided(difference / standardError) : difference === 0 && standardError === 0 ? 1 : undefined;
  return {
    spec: metric.spec,
    metricId: metric.metricId,
    baselineValue,
    value,
    difference,
    standardError,
    interval: { low: difference - half, high: difference + half, level },
    intervalMethod: 'user bootstrap (normal)',
    pValue,
    adjustedPValue: undefined,
    test: `user bootstrap, ${samples} samples`,
    pairCount,
    verdict: 'undecided',
    reason: 'Not yet corrected for the number of tests.',
    moreUsersNeeded: undefined,
  };
}
