import type { LensOutput } from '#shared/schemas/live';
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

/** Whether a variant is ahead of the baseline, or behind it, by more than chance explains; the interval has to say so. */
const isClear = ({ comparisons }: LensView, variant: number): boolean => {
  const interval = comparisons[variant - 1]?.interval;
  return interval !== undefined && ((interval.low ?? 0) > 0 || (interval.high ?? 0) < 0);
};

function howClear(clear: number, all: number): string {
  if (clear === all) return 'The lead is clear of 0 under each.';
  return clear === 0 ? 'It is clear of 0 under none, so that chance may decide who leads.' : `It is clear of 0 under ${clear}.`;
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
  // Of two variants one is always compared with the other, so that their interval says how sure the lead is.
  const rival = asked.values.length === 2 ? 1 : null;
  if (flipped.length === 0) {
    const stays = `The winner does not depend on the definition: ${winner} leads under all ${views.length}.`;
    return rival === null ? stays : `${stays} ${howClear(views.filter((view) => isClear(view, rival)).length, views.length)}`;
  }
  const others = [...new Set(flipped.map((view) => view.winner))].map((other) => {
    const where = flipped.filter((view) => view.winner === other).map(viewName);
    return other === null ? `nobody under ${listed(where)}` : `${letterOf(other)} under ${listed(where)}`;
  });
  const rest = views.length - flipped.length;
  const flips = `The winner depends on the definition: ${winner} leads under ${rest} of ${views.length}, ${listed(others)}.`;
  if (rival === null) return flips;
  const clearly = flipped.some((view) => isClear(view, rival)) && views.some((view) => !view.flips && isClear(view, rival));
  return clearly ? `${flips} Both leads are clear of 0.` : `${flips} Not both leads are clear of 0, so that chance may be what flips it.`;
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
