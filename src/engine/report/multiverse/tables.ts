import type { MultiverseResult, MultiverseSummary } from '#shared/schemas/multiverse';
import { type CurvePoint, optionText, specificationCurve } from '#shared/specification-curve';
import { conventionsId } from '../conventions-id';
import { type Column, writeCsv } from '../table';

const present = (value: number | null): number | undefined => value ?? undefined;

/** One line per specification and variant in the order of the curve; specifications without a value come last. */
export function specificationsCsv(result: MultiverseResult): string {
  const rows = result.summaries.flatMap(({ variant }) => [...specificationCurve(result, variant), ...withoutValue(result, variant)]);
  return writeCsv(columnsOf(result), rows);
}

function withoutValue({ specifications }: MultiverseResult, variant: string): CurvePoint[] {
  return specifications.flatMap((specification) => {
    const effect = specification.effects.find((candidate) => candidate.variant === variant && candidate.difference === null);
    return effect ? [{ rank: NaN, specification, effect }] : [];
  });
}

function columnsOf(result: MultiverseResult): Column<CurvePoint>[] {
  return [
    { name: 'variant', value: ({ effect }) => effect.variant },
    { name: 'baseline', value: () => result.baseline },
    { name: 'place', value: ({ rank }) => rank + 1 },
    ...result.choices.map(({ id }, c): Column<CurvePoint> => ({
      name: id,
      value: ({ specification }) => optionText(result, specification, c),
    })),
    { name: 'metric', value: ({ effect }) => effect.spec },
    { name: 'asked', value: ({ specification }) => (specification.asked ? 'yes' : 'no') },
    { name: 'baseline_value', value: ({ effect }) => present(effect.baselineValue) },
    { name: 'value', value: ({ effect }) => present(effect.value) },
    { name: 'difference', value: ({ effect }) => present(effect.difference) },
    { name: 'interval_low', value: ({ effect }) => present(effect.interval.low) },
    { name: 'interval_high', value: ({ effect }) => present(effect.interval.high) },
    { name: 'interval_level', value: ({ effect }) => effect.interval.level },
    { name: 'interval_method', value: ({ effect }) => effect.intervalMethod },
    { name: 'p_value', value: ({ effect }) => present(effect.pValue) },
    { name: 'adjusted_p_value', value: ({ effect }) => present(effect.adjustedPValue) },
    { name: 'test', value: ({ effect }) => effect.test },
    { name: 'pairs', value: ({ effect }) => effect.pairCount },
    { name: 'leads', value: ({ effect: { leads } }) => (leads === null ? '' : leads ? 'yes' : 'no') },
    { name: 'verdict', value: ({ effect }) => effect.verdict },
    { name: 'difference_ties_low', value: ({ effect }) => present(effect.underTies?.low ?? null) },
    { name: 'difference_ties_high', value: ({ effect }) => present(effect.underTies?.high ?? null) },
    { name: 'users', value: ({ specification }) => specification.testUserCount },
    { name: 'labels', value: () => result.labels.join('; ') },
    { name: 'conventions', value: ({ specification }) => conventionsId(specification.conventions) },
  ];
}

interface OptionRow {
  readonly summary: MultiverseSummary;
  readonly influence: MultiverseSummary['influences'][number];
  readonly option: MultiverseSummary['influences'][number]['options'][number];
}

/** One line per option of every choice: what it explains, and how the variant fares under it. */
export function choicesCsv({ summaries }: MultiverseResult): string {
  const rows = summaries.flatMap((summary) =>
    summary.influences.flatMap((influence) => influence.options.map((option): OptionRow => ({ summary, influence, option }))),
  );
  const columns: Column<OptionRow>[] = [
    { name: 'variant', value: ({ summary }) => summary.variant },
    { name: 'choice', value: ({ influence }) => influence.choice },
    { name: 'explained_variance', value: ({ influence }) => present(influence.explained) },
    { name: 'flipped_pairs', value: ({ influence }) => present(influence.flippedPairs) },
    { name: 'changes_sign', value: ({ influence }) => (influence.changesSign ? 'yes' : 'no') },
    { name: 'flips_the_leader', value: ({ summary, influence }) => (summary.flippedBy === influence.choice ? 'yes' : 'no') },
    { name: 'option', value: ({ option }) => option.label },
    { name: 'specifications', value: ({ option }) => option.specifications },
    { name: 'mean_difference', value: ({ option }) => present(option.meanDifference) },
    { name: 'leads', value: ({ option }) => option.leads },
    { name: 'clearly_leads', value: ({ option }) => option.clearlyLeads },
  ];
  return writeCsv(columns, rows);
}
