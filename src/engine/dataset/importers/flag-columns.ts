import type { FileOptions, ImportRole } from '#shared/schemas/dataset';
import type { ColumnProfile } from './profile/profile';

/** Whether the event of the row took place: a row with 0 in such a column may be no interaction. */
const occurrence = /^(is_?|has_?)?(click(ed)?|view(ed)?|watch(ed)?|play(ed)?)$/i;
const reaction =
  /^(is_?|has_?)?(click|view|watch|play|like|share|follow|comment|forward|favou?rite|save|bookmark|subscribe|purchase|buy|cart|finish|skip|dislike|hate)(d|ed|s)?$/i;
const namesOfKinds: Readonly<Record<string, string>> = {
  watch: 'view',
  play: 'view',
  forward: 'share',
  favourite: 'favorite',
  buy: 'purchase',
};

/** The 0/1 columns of a log that could be kinds, each with the kind that its name suggests. */
const flagKinds = (columns: readonly { readonly name: string; readonly type: string }[]): Record<string, string> =>
  Object.fromEntries(
    columns.flatMap(({ name, type }) => {
      const stem = type === 'boolean' ? reaction.exec(name)?.[2]?.toLowerCase() : undefined;
      return stem === undefined ? [] : [[name, namesOfKinds[stem] ?? stem] as const];
    }),
  );

/**
 * A note on columns that say whether the row's event took place, in a log of which every row is read as an interaction; it states the options that
 * read it otherwise. A log whose only such columns are reactions (like, share) has a view in every row.
 */
export function flagNotes(role: ImportRole, columns: readonly ColumnProfile[], { where, flags }: FileOptions): string[] {
  if (role !== 'interactions' || flags !== undefined || where !== undefined) return [];
  const kinds = flagKinds(columns);
  const decisive = Object.keys(kinds).find((name) => occurrence.test(name));
  if (decisive === undefined) return [];
  const pairs = Object.entries(kinds).map(([column, kind]) => `${column}=${kind}`);
  return [
    `Every row is read as an interaction, even where “${decisive}” is 0; leave those out with a filter (--where ${decisive}=1), or make kinds of such columns (--flags ${pairs.join(',')})`,
  ];
}
