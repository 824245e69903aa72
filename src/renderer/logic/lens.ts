import type { LensOutput } from '#shared/schemas/live';
import { formatDifference } from './format';
import { letterOf } from './lab-document';
import type { TextTable } from './table-text';

export type LensView = LensOutput['views'][number];

const missing = (zero: boolean): string => (zero ? 'missing users as 0' : 'missing users left out');

/** `recall@10, missing users as 0`. */
export const viewName = ({ spec, countMissingAsZero }: LensView): string => `${spec}, ${missing(countMissingAsZero)}`;

/** Definitions in the order they came, in their two groups. */
export const lensGroups = (views: readonly LensView[]): { zero: boolean; views: LensView[] }[] =>
  [false, true].map((zero) => ({ zero, views: views.filter(({ countMissingAsZero }) => countMissingAsZero === zero) }));

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** Whether the winner is ahead of every other variant by more than chance explains. */
const isClear = ({ lead }: LensView): boolean => lead?.clear === true;

/** Over whom the leads are not clear, as letters in their order. */
const unsureOver = (views: readonly LensView[]): string => {
  const rivals = views.flatMap((view) => (isClear(view) || !view.lead ? [] : [view.lead.over]));
  return listed([...new Set(rivals)].sort((a, b) => a - b).map(letterOf));
};

function howClear(views: readonly LensView[], ofTwo: boolean): string {
  const clear = views.filter(isClear).length;
  if (clear === views.length) return `The lead${ofTwo ? '' : ' over every other'} is clear of 0 under each.`;
  if (ofTwo) return clear === 0 ? 'It is clear of 0 under none, so that chance may decide who leads.' : `It is clear of 0 under ${clear}.`;
  const over = unsureOver(views);
  return clear === 0
    ? `The lead is clear of 0 under none, not over ${over}, so that chance may decide who leads.`
    : `The lead over every other is clear of 0 under ${clear}; under the rest it is not, over ${over}.`;
}

/** Whether everyone who leads does so clearly under a definition at least: only then is a flip more than chance. */
function howClearlyFlipped(views: readonly LensView[], ofTwo: boolean): string {
  const winners = [...new Set(views.flatMap(({ winner }) => (winner === null ? [] : [winner])))];
  if (winners.length === 1) return howClear(views, ofTwo);
  const unsure = winners.filter((winner) => !views.some((view) => view.winner === winner && isClear(view)));
  const leads = winners.length === 2 ? 'both leads' : `all ${winners.length} leads`;
  if (unsure.length === 0) return `${leads.charAt(0).toUpperCase()}${leads.slice(1)} are clear of 0.`;
  const over = unsureOver(views.filter(({ winner }) => winner !== null && unsure.includes(winner)));
  const whose = ofTwo ? '' : ` (not that of ${listed(unsure.map(letterOf))} over ${over})`;
  return `Not ${leads} are clear of 0${whose}, so that chance may be what flips it.`;
}

/** The answer in one or two sentences: does the winner depend on the definition, and is that more than chance? */
export function lensSentence(views: readonly LensView[]): string {
  const [asked] = views;
  if (!asked || asked.winner === null) return 'No definition has a value here: there is nothing to compare.';
  if (asked.values.length < 2) return 'There is one variant: these are its values under every definition.';
  const tied = views.every(({ values }) => values.every((value) => value === values[0]));
  if (tied) return 'The variants have the same value under every definition.';
  const flipped = views.filter(({ flips }) => flips);
  const winner = letterOf(asked.winner);
  const ofTwo = asked.values.length === 2;
  if (flipped.length === 0)
    return `The winner does not depend on the definition: ${winner} leads under all ${views.length}. ${howClear(views, ofTwo)}`;
  const others = [...new Set(flipped.map((view) => view.winner))].map((other) => {
    const where = flipped.filter((view) => view.winner === other).map(viewName);
    return other === null ? `nobody under ${listed(where)}` : `${letterOf(other)} under ${listed(where)}`;
  });
  const rest = views.length - flipped.length;
  return `The winner depends on the definition: ${winner} leads under ${rest} of ${views.length}, ${listed(others)}. ${howClearlyFlipped(views, ofTwo)}`;
}

/** `Lead over C, the least sure one: +0.0031, from −0.0010 to +0.0072`. */
export function leadText({ lead, values }: LensView): string | undefined {
  if (!lead) return undefined;
  const which = values.length > 2 ? ', the least sure one' : '';
  return `Lead over ${letterOf(lead.over)}${which}: ${formatDifference(lead.difference)}, from ${formatDifference(lead.low)} to ${formatDifference(lead.high)}`;
}

/** For the clipboard: one line per definition and variant, numbers in full. */
export function lensTable({ views }: Pick<LensOutput, 'views'>, names: readonly string[]): TextTable {
  return {
    columns: ['definition', 'missing users', 'variant', 'value', 'users', 'difference', 'low', 'high', 'winner', 'flips'],
    rows: views.flatMap(({ spec, countMissingAsZero, values, evaluatedCounts, comparisons, winner, flips }) =>
      values.map((value, v) => {
        const comparison = v === 0 ? undefined : comparisons[v - 1];
        return [
          spec,
          countMissingAsZero ? 'as 0' : 'left out',
          names[v] ?? letterOf(v),
          value,
          evaluatedCounts[v] ?? null,
          comparison?.difference ?? null,
          comparison?.interval.low ?? null,
          comparison?.interval.high ?? null,
          winner === null ? null : (names[winner] ?? letterOf(winner)),
          flips ? 'yes' : 'no',
        ];
      }),
    ),
  };
}
