import type { ExperimentSummary } from '#shared/contract/experiment';

type Metric = ExperimentSummary['metrics'][number];

/** A run as a line of the table: its numbers are those of its best variant. */
export interface ExperimentRow {
  readonly experiment: ExperimentSummary;
  readonly metrics: ReadonlyMap<string, Metric>;
}

export const experimentRow = (experiment: ExperimentSummary): ExperimentRow => ({
  experiment,
  metrics: new Map(experiment.metrics.map((metric) => [metric.spec, metric])),
});

/** The metrics most runs have, in the order of the newest run that has them; at most `limit`. */
export function commonMetrics(experiments: readonly ExperimentSummary[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const { metrics } of experiments) for (const { spec } of metrics) counts.set(spec, (counts.get(spec) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, limit)
    .map(([spec]) => spec);
}
