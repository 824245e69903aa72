import { guessMapping } from './guess';
import { readNumber } from './rules';
import { detectTimestampUnit } from './timestamps';

/** Names that are all different and none empty: a repeated `x` becomes `x (2)`; each change is warned of. */
export function uniqueHeaders(headers: readonly string[]): { names: string[]; warnings: string[] } {
  const taken = new Set<string>();
  const warnings: string[] = [];
  const names = headers.map((header, i) => {
    const wanted = header.trim() === '' ? `column ${i + 1}` : header.trim();
    let name = wanted;
    for (let copy = 2; taken.has(name); copy++) name = `${wanted} (${copy})`;
    if (wanted !== header.trim()) warnings.push(`Column ${i + 1} has no name; it is called “${name}”`);
    else if (name !== wanted) warnings.push(`The header “${wanted}” occurs twice; column ${i + 1} is called “${name}”`);
    taken.add(name);
    return name;
  });
  return { names, warnings };
}

/**
 * Whether the first record names the columns: its cells are all different and not numbers or times, and either they are
 * names that we know or some column below holds numbers or times.
 */
export function hasHeaderRow(records: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = records;
  const looksLikeData = (cell: string): boolean => {
    const number = readNumber(cell, true);
    return ('value' in number && !Number.isNaN(number.value)) || detectTimestampUnit([cell]) !== undefined;
  };
  if (first.some(looksLikeData)) return false;
  if (guessMapping(first, []).role !== 'unknown') return true;
  if (new Set(first).size !== first.length || rest.length === 0) return rest.length === 0;
  return (
    first.some((_, column) => rest.every((row) => looksLikeData(row[column] ?? ''))) || rest.every((row) => row.join() !== first.join())
  );
}
