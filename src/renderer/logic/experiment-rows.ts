import type { SavedExperiment } from '#shared/contract/experiment';
import type { ExperimentResult } from '#shared/schemas/experiment';

type VariantResult = ExperimentResult['variants'][number];
export type Comparison = VariantResult['comparisons'][number];

/** A run as a line of the table: its numbers are those of its best challenger (or of its only variant). */
export interface ExperimentRow {
  readonly experiment: SavedExperiment;
  readonly values: Readonly<Record<string, number | null>>;
  readonly comparisons: Readonly<Record<string, Comparison>>;
  readonly shown: string;
}

export function experimentRow(experiment: SavedExperiment): ExperimentRow {
  const { variants } = experiment.result;
  const first = variants[0]?.metrics[0];
  const best = variants.reduce<VariantResult | undefined>(
    (chosen, variant) => (chosen && !beats(variant, chosen, first?.spec) ? chosen : variant),
    undefined,
  );
  return {
    experiment,
    shown: best?.name ?? '',
    values: Object.fromEntries((best?.metrics ?? []).map(({ spec, value }) => [spec, value])),
    comparisons: Object.fromEntries((best?.comparisons ?? []).map((comparison) => [comparison.spec, comparison])),
  };
}

function beats(left: VariantResult, right: VariantResult, spec: string | undefined): boolean {
  const value = (variant: VariantResult): number => variant.metrics.find((metric) => metric.spec === spec)?.value ?? -Infinity;
  return value(left) > value(right);
}

/** The metrics most runs have, in the order of the newest run that has them; at most `limit`. */
export function commonMetrics(experiments: readonly SavedExperiment[], limit: number): string[] {
  const counts = new Map<string, number>();
  for (const { result } of experiments)
    for (const { spec } of result.variants[0]?.metrics ?? []) counts.set(spec, (counts.get(spec) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, limit)
    .map(([spec]) => spec);
}

/** Whether a run has the words in its name, notes or variants, in any order. */
export function matches({ name, notes, config }: SavedExperiment, search: string): boolean {
  const text = [name, notes, ...config.variants.map((variant) => variant.name)].join(' ').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
