import type { MultiversePlan, MultiverseResult } from '#shared/schemas/multiverse';
import { plural } from '#shared/counts';
import { textTable } from './output';

const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(4));
const percent = (share: number | null): string => (share === null ? '–' : `${Math.round(100 * share)}%`);

/** What is about to be measured. */
export function describePlan({ metric, total, measured, choices, splits }: MultiversePlan): string {
  const varying = choices.filter(({ options }) => options.length > 1);
  const named = varying.map(({ id, options }) => `${id}: ${options.map(({ label }) => label).join(' | ')}`);
  const drawn = measured < total ? `, ${measured} of them drawn` : '';
  return [`${metric} under ${plural(total, 'specification')}${drawn}; ${plural(splits, 'split')}`, ...named].join('\n  ');
}

/** The summary of every variant: shares, range, and what each choice explains. */
export function describeMultiverse(result: MultiverseResult): string {
  return result.summaries
    .map(({ sentence, minimum, median, maximum, influences }) => {
      const varying = influences.filter(({ options }) => options.length > 1);
      const rows = varying.flatMap(({ choice, explained, flippedPairs, options }) =>
        options.map(({ label, specifications, meanDifference, leads, clearlyLeads }, o) => [
          o === 0 ? choice : '',
          o === 0 ? percent(explained) : '',
          o === 0 ? percent(flippedPairs) : '',
          label,
          specifications,
          shown(meanDifference),
          leads,
          clearlyLeads,
        ]),
      );
      const headings = ['choice', 'explains', 'pairs flipped', 'option', 'specifications', 'mean difference', 'leads', 'clearly'];
      const range = `Differences run from ${shown(minimum)} to ${shown(maximum)}, median ${shown(median)}.`;
      return [sentence, range, '', textTable(headings, rows)].join('\n');
    })
    .join('\n\n');
}
