import type { SavedExperiment } from '#shared/contract/experiment';
import type { Variant } from '#shared/schemas/variant';
import { letterOf } from './lab-document';

export interface ComparisonColumn {
  readonly key: string;
  readonly label: string;
  readonly variant: Variant;
  readonly values: ReadonlyMap<string, number | null>;
}

/** One column for every variant of every run. */
export const comparisonColumns = (experiments: readonly SavedExperiment[]): ComparisonColumn[] =>
  experiments.flatMap(({ id, name, config, result }) =>
    config.variants.map((variant, index) => ({
      key: `${id} ${index}`,
      label: `${name} · ${letterOf(index)} ${variant.name}`,
      variant,
      values: new Map((result.variants[index]?.metrics ?? []).map(({ spec, value }) => [spec, value])),
    })),
  );

export interface MetricRow {
  readonly spec: string;
  readonly values: readonly (number | null)[];
  /** Index of the largest value; −1 when there is none. */
  readonly best: number;
}

/** One row for every metric that any run has; a run without it has a gap, not a zero. */
export function metricRows(columns: readonly ComparisonColumn[]): MetricRow[] {
  const specs = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))];
  return specs.map((spec) => {
    const values = columns.map((column) => column.values.get(spec) ?? null);
    const largest = Math.max(...values.map((value) => value ?? -Infinity));
    return { spec, values, best: Number.isFinite(largest) ? values.indexOf(largest) : -1 };
  });
}
