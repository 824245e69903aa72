import type { Conventions } from '#shared/schemas/conventions';
import { conventionsId } from './conventions-id';

/** The block that every export carries: the same in conventions.json and in comments. */
export const conventionsBlock = (conventions: Conventions | undefined) => ({
  format: 'ranklab-conventions',
  version: 1,
  id: conventionsId(conventions),
  conventions,
});

/** The conventions as a separate file, for tables whose rows carry their id; no file if none were recorded. */
export const conventionsFiles = (conventions: Conventions | undefined, name = 'conventions.json') =>
  conventions ? [{ name, mediaType: 'application/json', content: `${JSON.stringify(conventionsBlock(conventions), null, 2)}\n` }] : [];

/** The block on one line, as a comment, for files that are passed on alone. Empty where no conventions were recorded. */
export function conventionsComment(conventions: Conventions | undefined, opening: '<!--' | '%'): string {
  if (!conventions) return '';
  const json = JSON.stringify(conventionsBlock(conventions));
  if (opening === '%') return `% ranklab-conventions ${json}`;
  // The comment would end at “-->”, which the name of a variant can hold.
  return `<!-- ranklab-conventions ${json.replaceAll('--', '-\\u002d').replaceAll('>', '\\u003e')} -->`;
}
