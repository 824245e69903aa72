import type { ExperimentConfig, ExperimentResult } from '#shared/schemas/experiment';
import { subtask, throwIfCancelled } from '../core/cancellation';
import { heapArrays, shortLivedArrays } from '../core/short-lived';
import { compareEvaluations } from '../evaluate/comparison/compare';
import { parseMetricSpecs, type MetricSpec } from '../evaluate/metrics/metric-spec';
import type { TrainingValues } from '../dataset/training-matrix';
import { splitStatistics } from '../dataset/splits/known-items';
import { buildQrels } from '../evaluate/judgements/qrels';
import { adjustFamily } from '../evaluate/comparison/verdict';
import type { Dataset } from '../model/dataset';
import type { Qrels } from '../model/run';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import type { EvaluationBench } from './evaluation-bench';
import { conventionsOf } from './conventions';
import { checkLeakage } from './leakage';
import type { Side } from './sides';
import { measureSegments, warmthCounts } from './experiment-segments';
import { checkRunLeakage, runStatements, runUsesOf } from './run-uses';
import { checkSignalLeakage, signalStatements, signalUsesOf } from './signal-uses';
import { variantNotices } from './variant-notices';
import { statementsOf } from './statements';
import { variantResult, type Measured, type VariantOutcome } from './variant-outcome';

/** The part of a configuration that determines how variants are measured. */
export type MeasureSettings = Pick<
  ExperimentConfig,
  'variants' | 'metrics' | 'countMissingAsZero' | 'scoreTies' | 'statistics' | 'seed'
> & {
  /** Tests of earlier looks at the same test side, counted by the correction. */
  readonly testsElsewhere?: number;
  /** Normal-approximation intervals while a slider moves. */
  readonly quick?: boolean;
  /** Only lists and values, without comparisons. */
  readonly quickComparisons?: boolean;
};

/** Exported lists are as long as the largest cutoff, so that others can evaluate them, and at least `listLength`. */
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
    arrays: settings.quick ? shortLivedArrays : heapArrays,
  };
  const runs = await runUsesOf(bench.view, bench.qrels, settings.variants);
  const signals = signalUsesOf(settings.variants);
  const signalNotices = await variantNotices(bench.view, settings.variants);
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
  let start = 0;
  const outcomes = measured.map((outcome, v): VariantOutcome => {
    const size = v === 0 ? 0 : perVariant[v - 1].length;
    return { ...outcome, comparisons: family.slice(start, (start += size)) };
  });
  const testsHere = family.filter((comparison) => comparison.pValue !== undefined).length;
  return { specs, outcomes, familySize: testsHere + (settings.testsElsewhere ?? 0), runs, signals, signalNotices };
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

/** What must follow the numbers everywhere. @throws LEAKAGE */
export const labelsOf = (
  { view }: Pick<EvaluationBench, 'view'>,
  side: Side,
  { runs, signals, signalNotices }: Pick<Measured, 'runs' | 'signals' | 'signalNotices'>,
  acceptLeakage = false,
): string[] => [
  ...checkLeakage(view, side, acceptLeakage),
  ...checkRunLeakage(runs, side, acceptLeakage),
  ...checkSignalLeakage(signals, side, acceptLeakage),
  ...signalNotices,
];

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
    statements: [
      ...statementsOf(config, bench, side, measured.outcomes),
      ...runStatements(measured.runs, config.variants),
      ...signalStatements(measured.signals),
      ...labelsOf(bench, side, measured, config.acceptLeakage),
    ],
    splitFingerprint: side.fingerprint,
    datasetFingerprint: dataset.fingerprint,
    indexDescription,
    familySize: measured.familySize,
    warmth: warmthCounts(bench),
    testLooks,
    conventions: conventionsOf(config, trainValues),
    ...(measured.runs.length > 0 && { runs: [...measured.runs] }),
    ...(measured.signals.length > 0 && { signals: [...measured.signals] }),
    variants: measured.outcomes.map(variantResult),
    ...(side.split && { parts: splitStatistics(dataset, side.split) }),
    ...(side.split?.timeTies && { timeTies: side.split.timeTies }),
    ...measureSegments(bench, config, measured),
  };
}
