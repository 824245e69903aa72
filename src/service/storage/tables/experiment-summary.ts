import type { ExperimentSummary } from '#shared/contract/experiment';
import type { ExperimentResult } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';
import { variantSettings } from './variant-settings';

type VariantResult = ExperimentResult['variants'][number];
type Comparison = VariantResult['comparisons'][number];

/** The part of a summary that never changes once a run is saved. */
export type ResultSummary = Pick<
  ExperimentSummary,
  'variantNames' | 'bestVariant' | 'winner' | 'testUserCount' | 'weightChanges' | 'settings' | 'metrics' | 'challenger'
>;

/** The numbers of the best variant by the first metric, and of the best after the first variant. */
export function summarise(
  { variants, testUserCount }: Pick<ExperimentResult, 'variants' | 'testUserCount'>,
  configured: readonly (Partial<Variant> & Pick<Variant, 'weights'>)[] = [],
): ResultSummary {
  const first = variants[0]?.metrics[0]?.spec;
  const best = bestOf(variants, first);
  const challenger = bestOf(variants.slice(1), first);
  const settingsOf = (variant: VariantResult | undefined): ResultSummary['settings'] =>
    variantSettings(variant && configured[variants.indexOf(variant)]);
  return {
    variantNames: variants.map(({ name }) => name),
    bestVariant: best?.name ?? '',
    winner: clearWinner(variants),
    testUserCount,
    weightChanges: weightChanges(configured[0], challenger && configured[variants.indexOf(challenger)]),
    settings: settingsOf(best),
    metrics: best ? shortMetrics(best) : [],
    challenger: challenger ? { name: challenger.name, settings: settingsOf(challenger), metrics: shortMetrics(challenger) } : null,
  };
}

/** By one metric, the first of equals; a variant without a value never wins over one with. */
function bestOf(variants: readonly VariantResult[], spec: string | undefined): VariantResult | undefined {
  const valueOf = (variant: VariantResult): number => variant.metrics.find((metric) => metric.spec === spec)?.value ?? -Infinity;
  return variants.reduce<VariantResult | undefined>(
    (chosen, variant) => (chosen && valueOf(variant) <= valueOf(chosen) ? chosen : variant),
    undefined,
  );
}

const shortMetrics = ({ metrics, comparisons }: VariantResult): ResultSummary['metrics'] =>
  metrics.map(({ spec, value }) => {
    const comparison = comparisons.find((candidate) => candidate.spec === spec);
    const verdict = { verdict: comparison?.verdict ?? null, reason: comparison?.reason ?? '' };
    if (!comparison) return { spec, value, ...verdict };
    const { low, high } = comparison.correctedInterval ?? comparison.interval;
    return { spec, value, ...verdict, difference: comparison.difference, low, high };
  });

function weightChanges(
  before: Pick<Variant, 'weights'> | undefined,
  after: Pick<Variant, 'weights'> | undefined,
): ResultSummary['weightChanges'] {
  if (!before || !after) return [];
  const signals = [...new Set([...Object.keys(before.weights), ...Object.keys(after.weights)])];
  return signals
    .map((signal) => ({ signal, from: before.weights[signal] ?? 0, to: after.weights[signal] ?? 0 }))
    .filter(({ from, to }) => from !== to)
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from));
}

/**
 * The variant whose lead by the first metric is decided: the baseline where every other one is worse, or the one that is better
 * than the baseline and whose interval lies beyond those of all others. Null where no variant is.
 */
export function clearWinner(variants: readonly VariantResult[]): string | null {
  const [baseline, ...others] = variants;
  const rivals = others.map(({ name, comparisons }) => ({ name, comparison: comparisons[0] }));
  if (!baseline || rivals.length === 0) return null;
  if (rivals.every(({ comparison }) => comparison?.verdict === 'worse')) return baseline.name;
  const better = rivals.filter(({ comparison }) => comparison?.verdict === 'better');
  const winner = better.find(({ name, comparison: own }) =>
    rivals.every(({ name: other, comparison }) => name === other || (own && comparison && isSeparatedFrom(own, comparison))),
  );
  return winner?.name ?? null;
}

/** Whether an interval lies wholly on the better side of another one: the side on which `own`, which is better, has its difference. */
function isSeparatedFrom(own: Comparison, other: Comparison): boolean {
  const [low, high] = [own.interval.low ?? NaN, own.interval.high ?? NaN];
  return (own.difference ?? 0) > 0 ? low > (other.interval.high ?? NaN) : high < (other.interval.low ?? NaN);
}
