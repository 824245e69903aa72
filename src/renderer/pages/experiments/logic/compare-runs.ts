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
}

/** One column for every variant of every run. */
export const comparisonColumns = (experiments: readonly SavedExperiment[]): ComparisonColumn[] =>
  experiments.flatMap(({ id, name, createdAtMs, config, result }) =>
    config.variants.map((variant, index) => ({
      key: `${id} ${index}`,
      run: experiments.some((other) => other.id !== id && other.name === name) ? `${name}, ${formatMinute(createdAtMs)}` : name,
      label: `${letterOf(index)} ${variant.name}`,
      variant,
      values: new Map((result.variants[index]?.metrics ?? []).map(({ spec, value }) => [spec, value])),
    })),
  );

interface MetricRow {
  readonly spec: string;
  readonly values: readonly (number | null)[];
  /** Indexes of the best value in the metric's direction; none where no direction is better. */
  readonly best: readonly number[];
}

export type Direction = 'higher' | 'lower' | 'neither';

/** One row for every metric that any run has; a run without it has a gap, not a zero. */
export function metricRows(columns: readonly ComparisonColumn[], directionOf: (spec: string) => Direction): MetricRow[] {
  const specs = [...new Set(columns.flatMap(({ values }) => [...values.keys()]))];
  return specs.map((spec) => {
    const values = columns.map((column) => column.values.get(spec) ?? null);
    return { spec, values, best: bestOf(values, directionOf(spec)) };
  });
}

function bestOf(values: readonly (number | null)[], direction: Direction): number[] {
  const known = values.filter((value) => value !== null);
  if (direction === 'neither' || known.length < 2) return [];
  const best = direction === 'higher' ? Math.max(...known) : Math.min(...known);
  return values.flatMap((value, index) => (value === best ? [index] : []));
}
