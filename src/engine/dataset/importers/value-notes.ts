import type { FileOptions, ImportRole } from '#shared/schemas/dataset';
import { parseNumber } from './formats/numbers';
import type { ColumnProfile } from './profile/profile';
import { fieldGuesses, plainName } from './roles/fields';

const names = new Set(fieldGuesses.interactions.find(({ field }) => field === 'value')?.names);
const ratingName = /rating|score|stars|vote/;

/** What is odd about the values of a log: a column called like one without numbers, or ratings that may mean that none was given. */
export function valueNotes(
  role: ImportRole,
  columns: readonly ColumnProfile[],
  mapping: Readonly<Record<string, string>>,
  { notRated }: FileOptions,
): string[] {
  if (role !== 'interactions') return [];
  const value = columns.find(({ name }) => name === mapping['value']);
  if (!value) {
    const odd = columns.find(({ name, type }) => (type === 'text' || type === 'labels') && names.has(plainName(name)));
    return odd
      ? [`“${odd.name}” is called like a value, but its cells are no numbers (${odd.values.slice(0, 3).join(', ')}): kept as text`]
      : [];
  }
  const isRating = ratingName.test(plainName(value.name)) && value.isInteger && notRated === undefined;
  if (!isRating) return [];
  const numbers = value.values.map((cell) => parseNumber(cell, 'point'));
  const odd = [-1, 0].filter((mark) => numbers.includes(mark) && Math.max(...numbers) > 1 && !numbers.some((number) => number < mark));
  return odd.map(
    (mark) => `“${value.name}” is ${mark < 0 ? '−1' : '0'} in some rows: if that means “not rated”, say so (--not-rated ${mark})`,
  );
}
