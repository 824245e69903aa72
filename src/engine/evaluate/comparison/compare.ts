import { RankLabError } from '#shared/errors';
import type { StatisticsSettings } from '#shared/schemas/experiment';
import { createRng } from '../../core/rng';
import type { ComparisonDetails, Evaluation, MetricComparison, MetricResult } from '../../model/evaluation';
import { compareGlobalMetrics } from './compare-global';
import { differencesUnderTies } from './tie-orders';
import { groupByUsers, type MetricPairs, metricNamed, type PairArrays, pairArrays, pairMetric, sharedUsers } from './pairs';
import { bcaInterval } from '../statistics/bca';
import { bootstrapMeans } from '../statistics/bootstrap';
import { momentsOf } from '../statistics/moments';
import { pairedT } from '../statistics/paired-t';
import { powerAt } from '../statistics/power';
import { relativeLift } from '../statistics/relative-lift';
import { signFlipTest } from '../statistics/sign-flip';
import { invertSignFlip } from '../statistics/sign-flip-interval';
import { wilcoxonSignedRank } from '../statistics/wilcoxon';

export interface CompareSettings extends StatisticsSettings {
  readonly seed: number;
  /** Normal-approximation intervals and p-values while a slider is dragged; no resampling. */
  readonly quick?: boolean;
  /** Tests that will be corrected together: permutations must be enough to tell chance from an effect among so many. */
  readonly testCount?: number;
}

/**
 * Every metric of a variant against the baseline, paired on the users that have a value in both. Unadjusted and without a
 * verdict: hand all comparisons of an experiment to `adjustFamily`. Deterministic for a seed.
 * @throws INVALID_ARGUMENT when the two evaluations measured different metrics.
 */
export function compareEvaluations(baseline: Evaluation, variant: Evaluation, settings: CompareSettings): MetricComparison[] {
  const shared = sharedUsers(baseline.users, variant.users);
  const couples = variant.metrics.map((metric) => [counterpart(baseline, metric), metric] as const);
  const perUserCouples = couples.filter(([, metric]) => metric.scope === 'user');
  const global = compareGlobalMetrics(
    baseline,
    variant,
    couples.filter(([, metric]) => metric.scope === 'global'),
    settings,
  );
  // Sequentially through the same arrays, to avoid garbage at every slider position.
  const arrays = settings.quick ? reusedPairArrays(shared.inBaseline.length) : undefined;
  const perUser = arrays
    ? perUserCouples.map(([b, v]) => quickComparison(pairMetric(shared, b, v, arrays), settings))
    : resampledComparisons(
        perUserCouples.map(([b, v]) => pairMetric(shared, b, v)),
        settings,
        (pair) => differencesUnderTies(pair, shared, [baseline, variant], settings.confidence),
      );
  return couples.map(([, metric]) => (metric.scope === 'user' ? perUser.shift() : global.shift()) as MetricComparison);
}

let scratchArrays = pairArrays(0);

function reusedPairArrays(count: number): PairArrays {
  if (scratchArrays.indices.length < count) scratchArrays = pairArrays(count);
  return scratchArrays;
}

function counterpart(baseline: Evaluation, metric: MetricResult): MetricResult {
  const found = metricNamed(baseline, metric.spec);
  if (found) return found;
  throw new RankLabError('INVALID_ARGUMENT', `The baseline was not measured with ${metric.spec}`, { place: 'metrics', value: metric.spec });
}

function quickComparison(pair: MetricPairs, settings: CompareSettings): MetricComparison {
  const moments = momentsOf(pair.differences);
  const t = pairedT(moments, settings.confidence);
  return {
    ...basics(pair, moments),
    interval: t.interval,
    intervalMethod: 'Student t (quick)',
    pValue: orUndefined(t.pValue),
    test: 'paired t (quick)',
  };
}

function resampledComparisons(
  pairs: readonly MetricPairs[],
  settings: CompareSettings,
  underTies: (pair: MetricPairs) => Pick<MetricComparison, 'underTies'>,
): MetricComparison[] {
  const resampled = new Map<MetricPairs, Float64Array>();
  for (const group of groupByUsers(pairs)) {
    const rng = createRng(settings.seed).derive('bootstrap');
    const means = bootstrapMeans(
      group.map((pair) => pair.differences),
      settings.bootstrapSamples,
      rng,
    );
    group.forEach((pair, g) => resampled.set(pair, means[g]));
  }
  return pairs.map((pair) => {
    const details = detailsOf(pair, settings);
    const means = resampled.get(pair) ?? new Float64Array(0);
    return {
      ...basics(pair),
      ...underTies(pair),
      interval: bcaInterval(pair.differences, means, settings.confidence),
      intervalMethod: 'paired bootstrap (BCa)',
      pValue: pair.differences.length < 2 ? undefined : details.signFlip.pValue,
      test: details.signFlip.method,
      invertTest: invertSignFlip(pair.differences, settings.permutations, createRng(settings.seed).derive('sign-flip-interval')),
      ...(details.signFlip.least && { least: details.signFlip.least }),
      details,
    };
  });
}

const mean = (values: Float64Array): number => momentsOf(values).mean;
const orUndefined = (p: number): number | undefined => (Number.isNaN(p) ? undefined : p);

function basics(
  pair: MetricPairs,
  moments = momentsOf(pair.differences),
): Omit<MetricComparison, 'interval' | 'intervalMethod' | 'pValue' | 'test'> {
  return {
    spec: pair.variantMetric.spec,
    metricId: pair.variantMetric.metricId,
    baselineValue: mean(pair.baseline),
    value: mean(pair.variant),
    difference: moments.mean,
    standardError: moments.standardError,
    adjustedPValue: undefined,
    pairCount: moments.count,
    verdict: 'undecided',
    reason: 'Not yet corrected for the number of tests.',
    moreUsersNeeded: undefined,
  };
}

function detailsOf(pair: MetricPairs, settings: CompareSettings): ComparisonDetails {
  const { differences } = pair;
  const moments = momentsOf(differences);
  const alpha = 1 - settings.confidence;
  const resolution = { permutations: settings.permutations, alpha, testCount: settings.testCount ?? 1 };
  let wins = 0;
  let losses = 0;
  for (const difference of differences) {
    if (difference > 0) wins++;
    else if (difference < 0) losses++;
  }
  return {
    standardDeviation: moments.standardDeviation,
    effectSize: moments.mean === 0 ? 0 : moments.mean / moments.standardDeviation,
    wins,
    ties: differences.length - wins - losses,
    losses,
    pairedT: pairedT(moments, settings.confidence),
    signFlip: signFlipTest(differences, resolution, createRng(settings.seed).derive('sign-flip')),
    wilcoxonPratt: wilcoxonSignedRank(differences, 'pratt'),
    wilcoxonWilcox: wilcoxonSignedRank(differences, 'wilcox'),
    relativeLift: relativeLift(pair.baseline, pair.variant, settings.confidence),
    ...powerAt(moments.mean, moments.standardDeviation, moments.count, alpha),
  };
}
