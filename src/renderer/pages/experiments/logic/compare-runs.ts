import type { SavedExperiment } from '#shared/contract/experiment';
import type { Variant } from '#shared/schemas/variant';
import { formatMinute } from '../../../logic/format';
import { letterOf } from '../../../logic/lab-document';

interface ComparisonColumn {
  readonly key: string;
  /** The run, and its variant: `Fresh first` and `B Balanced`. Runs with equal names also show when they were saved. */
  readonly run: string;
  readonly label: string;
  readonly variant: Variant;
  readonly values: ReadonlyMap<string, number | null>;
  /** Verdicts against the baseline of the same run. */
  readonly verdicts: ReadonlyMap<string, string>;
}

/** One column for every variant of every run. */
export const comparisonColumns = (experiments: readonly SavedExperiment[]): ComparisonColumn[] =>
  experiments.flatMap(({ id, name, createdAtMs, config, result }) =>
    config.variants.map((variant, index) => ({
      key: `${id} ${index}`,
      run: experiments.some((other) => other.id !== id && other.name === name) ? `${name}, ${formatMinute(createdAtMs)}` : name,
      label: `${letterOf(index)} ${variant.name}`,
      variant,
      verdicts: new Map((result.variants[index]?.comparisons ?? []).map(({ spec, verdict }) => [spec, verdict])),
      values: new Map((result.variants[index]?.metrics ?? []).map(({ spec, value }) => [spec, value])),
    })),
  );

interface MetricRow {
  readonly spec: string;
  readonly values: readonly (number | null)[];
  /** By column: the verdict against the baseline of the same run; undefined for a baseline. */
  readonly verdicts: readonly (string | undefined)[];
}

/** One row for every metric that any run has; a run without it has a gap, not a zero. */
export function metricRows(columns: readonly ComparisonColumn[]): MetricRow[] {
  const specs = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))];
  return specs.map((spec) => ({
    spec,
    values: columns.map((column) => column.values.get(spec) ?? null),
    verdicts: columns.map((column) => column.verdicts.get(spec)),
  }));
}
