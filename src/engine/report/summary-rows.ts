import type { ColdUsers } from '#shared/schemas/conventions';
import type { ExperimentResult } from '#shared/schemas/experiment';
import type { MetricComparison, MetricResult } from '../model/evaluation';
import type { ExperimentReport, VariantReport } from '../model/experiment-report';

type MetricOfResult = ExperimentResult['variants'][number]['metrics'][number];

/** One variant's outcome on one metric, with its comparison unless it is the baseline. */
export interface SummaryRow {
  readonly variant: string;
  readonly metric: MetricResult;
  readonly lists: VariantReport['lists'];
  /** Policy of the variant for users without history. */
  readonly coldUsers: ColdUsers | undefined;
  /** The range over other orders of interactions with equal timestamps. */
  readonly timeTies: MetricOfResult['timeTies'];
  readonly verdictDependsOnTimeTies: boolean | undefined;
  readonly comparison: MetricComparison | undefined;
}

export const summaryRows = (report: ExperimentReport): SummaryRow[] =>
  report.variants.flatMap(({ name, evaluation, comparisons, lists }, v) =>
    evaluation.metrics.map((metric, m) => ({
      variant: name,
      metric,
      lists,
      coldUsers: report.config.variants[v]?.candidates.coldUsers,
      timeTies: report.result.variants[v]?.metrics[m]?.timeTies,
      verdictDependsOnTimeTies: report.result.variants[v]?.comparisons[m]?.verdictDependsOnTimeTies,
      comparison: comparisons.find((comparison) => comparison.spec === metric.spec),
    })),
  );

/** "no-relevant-items: 12; no-list: 1" */
export const excludedInWords = (metric: MetricResult): string =>
  Object.entries(metric.excludedBecause)
    .map(([reason, count]) => `${reason}: ${count}`)
    .join('; ');
