import type { MultiverseResult, MultiverseSummary } from '#shared/schemas/multiverse';
import { optionText, specificationCurve } from '#shared/specification-curve';
import type { TextTable } from './table-text';

const percentOf = (share: number | null): number | null => (share === null ? null : Math.round(share * 1000) / 10);

/** What each choice explains, and how the variant fares under each option. */
export const influenceTable = ({ influences }: MultiverseSummary): TextTable => ({
  columns: ['choice', 'explained %', 'pairs flipped %', 'option', 'specifications', 'mean difference', 'leads', 'clearly leads'],
  rows: influences.flatMap(({ choice, explained, flippedPairs, options }) =>
    options.map(({ label, specifications, meanDifference, leads, clearlyLeads }) => [
      choice,
      percentOf(explained),
      percentOf(flippedPairs),
      label,
      specifications,
      meanDifference,
      leads,
      clearlyLeads,
    ]),
  ),
});

/** The numbers behind the curve. */
export const curveTable = (result: MultiverseResult, variant: string): TextTable => ({
  columns: [
    ...result.choices.map(({ id }) => id),
    'baseline value',
    'value',
    'difference',
    'low',
    'high',
    'p',
    'corrected p',
    'users',
    'verdict',
  ],
  rows: specificationCurve(result, variant).map(({ specification, effect }) => [
    ...result.choices.map((_, c) => optionText(result, specification, c)),
    effect.baselineValue,
    effect.value,
    effect.difference,
    effect.interval.low,
    effect.interval.high,
    effect.pValue,
    effect.adjustedPValue,
    effect.pairCount,
    effect.verdict,
  ]),
});
