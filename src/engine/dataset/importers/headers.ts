import { detectTime } from './formats/detect-time';
import { parseNumber } from './formats/numbers';
import { fieldGuesses, plainName } from './roles/fields';

/** Makes names unique and non-empty: a repeated `x` becomes `x (2)`; each change gives a warning. */
export function uniqueHeaders(headers: readonly string[]): { names: string[]; warnings: string[] } {
  const taken = new Set<string>();
  const warnings: string[] = [];
  const names = headers.map((header, i) => {
    const baseName = header.trim() === '' ? `column ${i + 1}` : header.trim();
    let name = baseName;
    for (let copy = 2; taken.has(name); copy++) name = `${baseName} (${copy})`;
    if (baseName !== header.trim()) warnings.push(`Column ${i + 1} has no name; it is called “${name}”`);
    else if (name !== baseName) warnings.push(`The header “${baseName}” occurs twice; column ${i + 1} is called “${name}”`);
    taken.add(name);
    return name;
  });
  return { names, warnings };
}

/**
 * Whether the first record is a header. Numbers, times, lists and URLs are not column names; neither is a cell that resembles
 * those below it or occurs again among them. Known column names always are.
 */
export function hasHeaderRow(records: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = records;
  if (first.some((cell) => cell.endsWith(':token')) || first.filter((cell) => knownNames.has(plainName(cell))).length * 2 > first.length)
    return true;
  if (isMatrixHeader(first, rest)) return true;
  if (first.some((cell) => isData(cell))) return first.filter((cell) => knownNames.has(plainName(cell)) && !isData(cell)).length >= 2;
  if (first.some((cell) => knownNames.has(plainName(cell)) && !rest.some((row) => row.includes(cell)))) return true;
  if (rest.length === 0) return true;
  if (new Set(first).size !== first.length) return false;
  return evidence(first, rest) >= 0;
}

const knownNames = new Set(
  Object.values(fieldGuesses)
    .flat()
    .flatMap(({ names }) => [...names]),
);

/** The name of the users' column, or none, and then ids as names of columns. */
function isMatrixHeader([corner = '', ...ids]: readonly string[], rest: readonly (readonly string[])[]): boolean {
  if (ids.length < 3 || (corner !== '' && !knownNames.has(plainName(corner))) || new Set(ids).size !== ids.length) return false;
  return ids.every((id) => /^\d+$/.test(id)) && rest.length > 0 && rest.every((row) => row[0] !== '' && row.length === ids.length + 1);
}

const isData = (cell: string): boolean =>
  cell.trim() !== '' &&
  (!Number.isNaN(parseNumber(cell.trim(), 'comma')) || detectTime([cell.trim()], false) !== undefined || /^[[{]|^https?:\/\//.test(cell));

/** Positive where the first row differs in kind from those below, negative where it resembles them. */
function evidence(first: readonly string[], rest: readonly (readonly string[])[]): number {
  return first.reduce((sum, cell, column) => {
    const below = rest.map((row) => row[column] ?? '').filter((other) => other !== '');
    if (below.length === 0) return sum;
    if (below.includes(cell)) return sum - 1;
    if (below.every((other) => isData(other))) return sum + 2;
    const kind = kindOf(below[0]);
    const isUniform = below.every((other) => kindOf(other) === kind);
    return sum + (isUniform && /9/.test(kind) ? (kindOf(cell) === kind ? -1 : 1) : cell.length > 60 ? -1 : 0);
  }, 0);
}

/** The character pattern of a cell: `N101` and `N2` are both A9. */
const kindOf = (cell: string): string =>
  cell
    .replace(/\d+/g, '9')
    .replace(/[\p{Lu}]+/gu, 'A')
    .replace(/[\p{Ll}]+/gu, 'a');
