import type { ExperimentResult } from '#shared/schemas/experiment';
import type { RecommendOutput } from '#shared/schemas/ranking';
import type { TextTable } from './table-text';

/** An experiment's metrics as a table for the clipboard: one line per variant and metric, numbers in full. */
export function resultTable({ variants }: Pick<ExperimentResult, 'variants'>): TextTable {
  return {
    columns: ['variant', 'metric', 'value', 'users', 'excluded', 'difference', 'low', 'high', 'p', 'adjusted p', 'verdict'],
    rows: variants.flatMap(({ name, metrics, comparisons }) =>
      metrics.map(({ spec, value, evaluatedCount, excludedCount }) => {
        const comparison = comparisons.find((candidate) => candidate.spec === spec);
        const { difference = null, interval, pValue = null, adjustedPValue = null, verdict = null } = comparison ?? {};
        return [
          name,
          spec,
          value,
          evaluatedCount,
          excludedCount,
          difference,
          interval?.low ?? null,
          interval?.high ?? null,
          pValue,
          adjustedPValue,
          verdict,
        ];
      }),
    ),
  };
}

/** A ranked list as a table for the clipboard: one column per contribution, which add up to the score. */
export function listTable({ items }: Pick<RecommendOutput, 'items'>): TextTable {
  const signals = [...new Set(items.flatMap(({ contributions }) => contributions.map(({ signal }) => signal)))];
  return {
    columns: ['position', 'video', 'title', 'category', 'score', 'tied', ...signals],
    rows: items.map(({ position, videoId, title, categories, score, tie, contributions }) => [
      position,
      videoId,
      title,
      categories.join('|'),
      score,
      tie?.count ?? null,
      ...signals.map((signal) => contributions.find((part) => part.signal === signal)?.contribution ?? null),
    ]),
  };
}
