import { fingerprintOf } from '#engine/core/hashing/fingerprint';
import { momentsOf } from '#engine/evaluate/statistics/moments';
import { studentQuantile } from '#engine/evaluate/statistics/distributions';
import type { Dataset } from '#engine/model/dataset';
import type { ExperimentReport, VariantReport } from '#engine/model/experiment-report';
import type { MetricResult } from '#engine/model/evaluation';
import type { TaskContext } from '#engine/ports';
import type { ExperimentConfig } from '#shared/schemas/experiment';
import type { ScheduledMetric, ScheduledRun } from '#shared/schemas/schedule';
import { errorPayload } from '../errors';
import { version } from '../version';
import type { ScheduleWithRuns } from './schedule-state';

/** What a scheduled run needs of the open workspace. */
export interface MeasuringHost {
  latestDataset(): Promise<Dataset>;
  readonly models: { settings(): Promise<unknown> };
  readonly signals: { all(): Promise<unknown> };
  readonly experiments: { run(config: ExperimentConfig, context?: TaskContext): Promise<ExperimentReport> };
}

const nothing = { error: null, testUserCount: null, testLooks: null, metrics: [] };

/** A run that was cancelled before it began. */
export const cancelledRun = (plannedAtMs: number | null, startedAtMs: number): ScheduledRun => ({
  ...nothing,
  plannedAtMs,
  startedAtMs,
  elapsedMs: 0,
  status: 'cancelled',
  version,
  datasetFingerprint: '',
  inputs: '',
});

type Outcome = Omit<ScheduledRun, 'plannedAtMs' | 'startedAtMs' | 'elapsedMs' | 'version'>;

/**
 * Measures a schedule's comparison on the data as they are now. A failure is a run too, with its error; so is a cancelled one. Where
 * neither data, build settings, signals nor program have changed since the last measurement, that one stands, and the test part is not looked at again.
 */
export async function measureScheduled(
  host: MeasuringHost,
  { schedule, runs }: ScheduleWithRuns,
  plannedAtMs: number | null,
  context: TaskContext = {},
): Promise<ScheduledRun> {
  const startedAtMs = Date.now();
  const began = performance.now();
  const outcome = await attempt(host, schedule.config, runs, context);
  return { plannedAtMs, startedAtMs, elapsedMs: performance.now() - began, version, ...outcome };
}

async function attempt(
  host: MeasuringHost,
  config: ExperimentConfig,
  runs: readonly ScheduledRun[],
  context: TaskContext,
): Promise<Outcome> {
  const before = { datasetFingerprint: '', inputs: '' };
  try {
    before.datasetFingerprint = (await host.latestDataset()).fingerprint;
    before.inputs = fingerprintOf('scheduled', version, before.datasetFingerprint, await host.models.settings(), await host.signals.all());
    const last = runs.findLast(({ status }) => status === 'measured');
    if (last?.inputs === before.inputs) return { ...nothing, ...before, status: 'unchanged', testUserCount: last.testUserCount };
    const { result, variants } = await host.experiments.run(config, context);
    return {
      status: 'measured',
      error: null,
      ...before,
      testUserCount: result.testUserCount,
      testLooks: result.testLooks,
      metrics: variants.flatMap((variant) => metricsOf(variant, config.statistics.confidence)),
    };
  } catch (error) {
    if (context.signal?.aborted) return { ...nothing, ...before, status: 'cancelled' };
    const { code, message, remedy } = errorPayload(error);
    return { ...nothing, ...before, status: 'failed', error: { code, message, ...(remedy !== undefined && { remedy }) } };
  }
}

function metricsOf({ name, evaluation, comparisons }: VariantReport, level: number): ScheduledMetric[] {
  return evaluation.metrics.map((metric): ScheduledMetric => {
    const comparison = comparisons.find(({ spec }) => spec === metric.spec);
    return {
      variant: name,
      spec: metric.spec,
      value: finite(metric.value),
      ...intervalOf(metric, level),
      userCount: metric.evaluatedCount,
      difference: comparison
        ? {
            value: finite(comparison.difference),
            low: finite(comparison.interval.low),
            high: finite(comparison.interval.high),
            verdict: comparison.verdict,
            reason: comparison.reason,
          }
        : null,
    };
  });
}

/** Student's interval of the mean over users: mean ± t(n − 1) · s / √n. */
function intervalOf({ values }: MetricResult, level: number): Pick<ScheduledMetric, 'low' | 'high'> {
  const { count, mean, standardError } = momentsOf(values.filter((value) => !Number.isNaN(value)));
  if (count < 2) return { low: null, high: null };
  const reach = studentQuantile(0.5 + level / 2, count - 1) * standardError;
  return { low: finite(mean - reach), high: finite(mean + reach) };
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
