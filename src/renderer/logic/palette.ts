/** The palette's entries and their order. */
export interface PaletteEntry {
  readonly id: string;
  readonly label: string;
  readonly group: string;
  readonly hint?: string;
}

/** Navigation comes first, then the page's commands, then visible controls. */
const groupOrder = ['Go to', 'Lab', 'Files', 'Workspace', 'Tabs', 'Look', 'On this page'];

const placeOf = (group: string): number => {
  const place = groupOrder.indexOf(group);
  return place < 0 ? 1 : place;
};

/** Deduplicates entries by label, keeping the first. Groups in their order. */
export function paletteEntries<Entry extends PaletteEntry>(offered: readonly Entry[]): Entry[] {
  const seen = new Set<string>();
  const unique = offered.filter(({ label }) => {
    const key = label.toLowerCase();
    return seen.has(key) ? false : (seen.add(key), true);
  });
  return unique
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => placeOf(a.entry.group) - placeOf(b.entry.group) || a.index - b.index)
    .map(({ entry }) => entry);
}

/** Entries that have every word, best first: the whole label, its beginning, the beginning of a word, anywhere. */
export function searchPalette<Entry extends PaletteEntry>(query: string, entries: readonly Entry[]): Entry[] {
  const searchText = query.trim().toLowerCase();
  if (searchText === '') return [...entries];
  const words = searchText.split(/\s+/);
  return entries
    .map((entry, index) => ({ entry, index, rank: rankOf(entry, searchText, words) }))
    .filter(({ rank }) => rank < 5)
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ entry }) => entry);
}

function rankOf({ label, group, hint = '' }: PaletteEntry, searchText: string, words: readonly string[]): number {
  const text = label.toLowerCase();
  if (text === searchText) return 0;
  if (text.startsWith(searchText)) return 1;
  if (words.every((word) => ` ${text}`.includes(` ${word}`))) return 2;
  if (words.every((word) => text.includes(word))) return 3;
  const all = `${text} ${group} ${hint}`.toLowerCase();
  return words.every((word) => all.includes(word)) ? 4 : 5;
}
