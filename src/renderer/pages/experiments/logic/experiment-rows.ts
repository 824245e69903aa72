import type { ExperimentSummary } from '#shared/contract/experiment';

type Metric = ExperimentSummary['metrics'][number];

/** A metric of a run's best variant, and the comparison with the first variant. */
interface RowMetric extends Metric {
  /** Where the first variant is the best: the challenger, which is then what was compared. */
  readonly compared?: string;
}

/** A run as a line of the table: its values are those of its best variant. */
export interface ExperimentRow {
  readonly experiment: ExperimentSummary;
  readonly metrics: ReadonlyMap<string, RowMetric>;
}

export function experimentRow(experiment: ExperimentSummary): ExperimentRow {
  const { bestVariant, challenger, variantNames } = experiment;
  const rival = bestVariant === variantNames[0] ? challenger : null;
  const withRival = (metric: Metric): RowMetric => {
    const compared = rival?.metrics.find(({ spec }) => spec === metric.spec);
    return rival && compared ? { ...compared, value: metric.value, compared: rival.name } : metric;
  };
  return { experiment, metrics: new Map(experiment.metrics.map((metric) => [metric.spec, withRival(metric)])) };
}

/** The metrics most runs have, in the order of the newest run that has them; at most `limit`. */
export function commonMetrics(experiments: readonly ExperimentSummary[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const { metrics } of experiments) for (const { spec } of metrics) counts.set(spec, (counts.get(spec) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, limit)
    .map(([spec]) => spec);
}
