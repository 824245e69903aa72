import type { MetricComparison, MetricResult } from '../model/evaluation';
import type { ExperimentReport, VariantReport } from '../model/experiment-report';

/** One variant's outcome on one metric, with its comparison unless it is the baseline. */
export interface SummaryRow {
  readonly variant: string;
  readonly metric: MetricResult;
  readonly lists: VariantReport['lists'];
  readonly comparison: MetricComparison | undefined;
}

export const summaryRows = (report: ExperimentReport): SummaryRow[] =>
  report.variants.flatMap(({ name, evaluation, comparisons, lists }) =>
    evaluation.metrics.map((metric) => ({
      variant: name,
      metric,
      lists,
      comparison: comparisons.find((comparison) => comparison.spec === metric.spec),
    })),
  );

/** "no-relevant-items: 12; no-list: 1" */
export const excludedInWords = (metric: MetricResult): string =>
  Object.entries(metric.excludedBecause)
    .map(([reason, count]) => `${reason}: ${count}`)
    .join('; ');
