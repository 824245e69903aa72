import type { MetricComparison, MetricResult } from '../model/evaluation';
import type { ExperimentReport } from '../model/experiment-report';
import { conventionsId } from './conventions-id';

/** Variants down, metrics across; significant differences carry a mark. Texts pass through the format's own escape. */
export function metricTable(report: ExperimentReport, escape: (text: string) => string): { header: string[]; rows: string[][] } {
  const measured = report.variants[0]?.evaluation.metrics ?? [];
  const header = ['Variant', ...measured.map((metric) => metric.spec)].map(escape);
  const rows = report.variants.map(({ name, evaluation, comparisons }) => [
    escape(name),
    ...evaluation.metrics.map((metric) =>
      escape(
        cell(
          metric,
          comparisons.find(({ spec }) => spec === metric.spec),
        ),
      ),
    ),
  ]);
  return { header, rows };
}

/** "0.1234 ▲": four decimals for reading; the exact numbers are in CSV and JSON. */
function cell({ value }: MetricResult, comparison: MetricComparison | undefined): string {
  if (Number.isNaN(value)) return 'no value';
  const mark = comparison?.verdict === 'better' ? ' ▲' : comparison?.verdict === 'worse' ? ' ▼' : '';
  return `${value.toFixed(4)}${mark}`;
}

export function comparisonNote({ config, result, variants }: ExperimentReport): string {
  const { correction, confidence } = config.statistics;
  const corrected = { holm: 'Holm', 'benjamini-hochberg': 'Benjamini–Hochberg', none: 'uncorrected' }[correction];
  const alpha = Number((1 - confidence).toPrecision(6));
  const counts = variants.flatMap(({ evaluation }) => evaluation.metrics.map((metric) => metric.evaluatedCount));
  const range = counts.length === 0 ? '0' : [...new Set([Math.min(...counts), Math.max(...counts)])].join(' to ');
  return (
    `▲ better, ▼ worse than ${variants[0]?.name ?? 'the baseline'} at ${alpha} (${corrected}, ${result.familySize} tests); ` +
    `macro average over ${range} users, paired on the same users; offline comparison.` +
    (result.conventions ? ` Conventions ${conventionsId(result.conventions)}, in full in conventions.json.` : '')
  );
}

/** Statements besides the labels; a label is shown once, with emphasis. */
export const unlabelledStatements = (labels: readonly string[], statements: readonly string[]): string[] =>
  statements.filter((statement) => !labels.includes(statement));
