import type { ExperimentConfig, ExperimentResult } from '#shared/schemas/experiment';
import { subtask, throwIfCancelled } from '../core/cancellation';
import { ordinaryArrays, shortLivedArrays } from '../core/short-lived';
import { compareEvaluations } from '../evaluate/comparison/compare';
import { parseMetricSpecs, type MetricSpec } from '../evaluate/metrics/metric-spec';
import { segmentationById } from '../evaluate/segments/segmentations';
import { compareSegments, whoLoses, type SegmentResult } from '../evaluate/segments/segments';
import { comparisonToWire, metricResultToWire } from '../evaluate/to-wire';
import type { TrainingValues } from '../dataset/training-matrix';
import { splitStatistics } from '../dataset/splits/known-items';
import { buildQrels } from '../evaluate/judgements/qrels';
import { adjustFamily } from '../evaluate/comparison/verdict';
import type { Dataset } from '../model/dataset';
import type { Evaluation, MetricComparison } from '../model/evaluation';
import type { Qrels, Run } from '../model/run';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import type { EvaluateOptions } from '../evaluate/evaluate-run';
import type { EvaluationBench } from './evaluation-bench';
import type { ListCounts } from './list-counts';
import { coldUsersOf } from './measured-lists';
import { conventionsOf } from './conventions';
import { checkLeakage } from './leakage';
import type { Side } from './sides';
import { statementsOf } from './statements';

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
}

/** The part of a configuration that decides how variants are measured. */
export type MeasureSettings = Pick<
  ExperimentConfig,
  'variants' | 'metrics' | 'countMissingAsZero' | 'scoreTies' | 'statistics' | 'seed'
> & {
  /** Tests that earlier looks at the same test side made; the correction counts them. */
  readonly testsElsewhere?: number;
  /** Normal-approximation intervals while a slider moves. */
  readonly quick?: boolean;
  /** Comparisons are not what is wanted, only the lists and their values. */
  readonly quickComparisons?: boolean;
};

/** Exported lists are as long as the longest cutoff asks, so that others can measure them, and at least `listLength`. */
export const listLengthFor = (specs: readonly MetricSpec[], listLength: number): number =>
  specs.reduce((longest, spec) => Math.max(longest, spec.cutoff ?? 0), listLength);

/** Runs and measures every variant on the bench and compares each with the first. */
export async function measureVariants(bench: EvaluationBench, settings: MeasureSettings, context?: TaskContext): Promise<Measured> {
  const specs = parseMetricSpecs(settings.metrics);
  const options = {
    countMissingAsZero: settings.countMissingAsZero,
    scoreTies: settings.scoreTies,
    seed: settings.seed,
    quick: settings.quick ?? false,
    arrays: settings.quick ? shortLivedArrays : ordinaryArrays,
  };
  const measured: Omit<VariantOutcome, 'comparisons'>[] = [];
  for (const [v, variant] of settings.variants.entries()) {
    throwIfCancelled(context);
    const progress = subtask(context, v / settings.variants.length, (v + 1) / settings.variants.length);
    measured.push({ name: variant.name, ...(await bench.measure(variant, specs, options, progress)) });
  }
  const [baseline, ...others] = measured;
  const testCount = specs.length * others.length + (settings.testsElsewhere ?? 0);
  const quick = (settings.quick ?? false) || (settings.quickComparisons ?? false);
  const compareSettings = { ...settings.statistics, seed: settings.seed, quick, testCount };
  const perVariant = others.map((other) => {
    throwIfCancelled(context);
    return compareEvaluations(baseline.evaluation, other.evaluation, compareSettings);
  });
  const family = adjustFamily(perVariant.flat(), { ...settings.statistics, testsElsewhere: settings.testsElsewhere ?? 0 });
  let taken = 0;
  const outcomes = measured.map((outcome, v): VariantOutcome => {
    const size = v === 0 ? 0 : perVariant[v - 1].length;
    return { ...outcome, comparisons: family.slice(taken, (taken += size)) };
  });
  const testsHere = family.filter((comparison) => comparison.pValue !== undefined).length;
  return { specs, outcomes, familySize: testsHere + (settings.testsElsewhere ?? 0) };
}

/** The judgements of a part of a side's split under a configuration: `validation` for tuning, `test` for results. */
export function qrelsOf(
  dataset: Dataset,
  side: Side,
  view: TrainingView,
  config: Pick<ExperimentConfig, 'relevance' | 'variants'>,
  part: 'test' | 'validation' = 'test',
): Qrels {
  const removeSeen = config.variants.every((variant) => variant.candidates.removeSeen);
  const positions = side.split?.[part] ?? new Int32Array(0);
  return buildQrels(dataset, positions, config.relevance, removeSeen ? { excludeSeenIn: view.interactions } : {});
}

/** What the numbers mean, beside the numbers: rules in words, fingerprints, counts. */
export function describeExperiment(
  config: ExperimentConfig,
  {
    bench,
    side,
    measured,
    indexDescription,
    testLooks,
    trainValues,
  }: {
    bench: EvaluationBench;
    side: Side;
    measured: Measured;
    indexDescription: string;
    testLooks: number | null;
    trainValues: TrainingValues;
  },
): ExperimentResult {
  const { dataset } = bench.view;
  return {
    userCount: dataset.users.ids.size,
    testUserCount: bench.qrels.users.length,
    statements: [...statementsOf(config, bench, side, measured.outcomes), ...checkLeakage(bench.view, side, config.acceptLeakage)],
    splitFingerprint: side.fingerprint,
    datasetFingerprint: dataset.fingerprint,
    indexDescription,
    familySize: measured.familySize,
    warmth: warmthOf(bench),
    testLooks,
    conventions: conventionsOf(config, trainValues),
    variants: measured.outcomes.map(variantResult),
    ...(side.split && { parts: splitStatistics(dataset, side.split) }),
    ...(side.split?.timeTies && { timeTies: side.split.timeTies }),
    ...measureSegments(bench, config, measured),
  };
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

/** From this share on, cold or warm users are told apart whether asked for or not. */
const tellingShare = 0.05;

/** How many of the judged users have a training history, and how many have none. */
export function warmthOf({ qrels, view }: Pick<EvaluationBench, 'qrels' | 'view'>): { readonly warm: number; readonly cold: number } {
  const mask = coldUsersOf(view);
  const cold = qrels.users.reduce((sum, user) => sum + mask[user], 0);
  return { warm: qrels.users.length - cold, cold };
}

/** Whether a mean over all users hides two groups: either is at least 5% of them. */
export const hidesGroups = ({ warm, cold }: { readonly warm: number; readonly cold: number }): boolean =>
  Math.min(warm, cold) >= tellingShare * (warm + cold);

/** The same measurements within groups of users, and which groups a variant hurts. */
function measureSegments(
  bench: EvaluationBench,
  config: ExperimentConfig,
  { specs, outcomes }: Measured,
): Pick<ExperimentResult, 'segments' | 'losers'> {
  const { qrels, view } = bench;
  const familyOf = (ids: readonly string[]): SegmentResult[] =>
    compareSegments({
      runs: outcomes.map(({ run }) => run),
      qrels,
      specs,
      context: bench.context,
      segmentations: ids.map((id) => segmentationById(id, qrels.users, view.interactions, view.dataset.users)),
      settings: { ...config.statistics, seed: config.seed },
      options: outcomes.map(({ options }) => options),
    });
  // Warm and cold users are told apart unasked, in a family of their own: nobody's verdict changes by it.
  const unasked = hidesGroups(warmthOf(bench)) && !config.segments.includes('warmth') ? ['warmth'] : [];
  const results = [config.segments, unasked].flatMap((ids) => (ids.length > 0 ? familyOf(ids) : []));
  const losers = whoLoses(
    results,
    outcomes.slice(1).map(({ comparisons }) => comparisons),
  );
  return {
    segments: results.map(({ segmentation, segment, userCount, family, evaluations, comparisons }) => ({
      segmentation,
      segment,
      userCount,
      family,
      variants: outcomes.map(({ name }, v) =>
        variantResult({ name, evaluation: evaluations[v], comparisons: v === 0 ? [] : comparisons[v - 1] }),
      ),
    })),
    losers: losers.map(({ segmentation, segment, userCount, variant, comparison }) => ({
      segmentation,
      segment,
      userCount,
      variant: outcomes[variant + 1].name,
      comparison: comparisonToWire(comparison),
    })),
  };
}
