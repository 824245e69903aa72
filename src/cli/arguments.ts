import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import type { z } from 'zod';
import { momentOf } from '#engine/core/conditions/column-test';
import { RankLabError } from '#shared/errors';
import { deepestJson, isTooDeep } from '#shared/json-depth';
import { conditionExamples, parseCondition, splitList } from '#shared/conditions';
import { rowFilterSchema, type RowFilter } from '#shared/schemas/dataset';
import type { SegmentChoice } from '#shared/schemas/live';
import { parseOrThrow } from '#shared/validation';

/** A whole number of at least `minimum`, for commander's argument parsing. */
export const wholeNumber =
  (minimum: number) =>
  (text: string): number => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < minimum)
      throw new InvalidArgumentError(`expected a whole number from ${minimum}, not “${text.slice(0, 200)}”`);
    return value;
  };

export const fraction = (text: string): number => {
  const value = Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError(`expected a number between 0 and 1, not “${text.slice(0, 200)}”`);
  return value;
};

export const finiteNumber = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError(`expected a number, not “${text.slice(0, 200)}”`);
  return value;
};

/** ISO 8601 (UTC unless it names a zone), YYYYMMDD or milliseconds since 1970 → milliseconds. */
export const timestamp = (text: string): number => {
  const ms = /^-?\d{1,4}$/.test(text) ? Number(text) : momentOf(text);
  if (Number.isNaN(ms)) throw new InvalidArgumentError(`expected a time such as 2024-05-01T12:00:00Z, not “${text.slice(0, 200)}”`);
  return ms;
};

/** A group of users: `warmth=cold`, `column:country=NZ`. */
export const segmentArgument = (text: string): SegmentChoice => {
  const at = text.indexOf('=');
  if (at > 0) return { segmentation: text.slice(0, at), segment: text.slice(at + 1) };
  throw new InvalidArgumentError(
    `“${text.slice(0, 200)}” does not name a group of users: give a segmentation and its group, such as warmth=cold or "activity=1 of 10 (0 interactions)"`,
  );
};

/** Parts between commas; a part in quotation marks may contain commas. */
export const commaList = (text: string): string[] => splitList(text);

/** Comma-separated `name=column` pairs, quoted if a part contains such characters; or a JSON object. */
export const columnPairs = (text: string): Record<string, string> => {
  if (text.trim().startsWith('{')) {
    const entries = Object.entries(jsonObject(text));
    const odd = entries.find(([, value]) => typeof value !== 'string');
    if (odd) throw new InvalidArgumentError(`expected a text for “${odd[0]}”`);
    return Object.fromEntries(entries) as Record<string, string>;
  }
  return Object.fromEntries(splitPairs(text));
};

const part = String.raw`"(?:[^"]|"")*"|[^,"=][^,=]*`;
const pairPattern = new RegExp(String.raw`^\s*(${part})\s*=\s*("(?:[^"]|"")*"|[^,]*)\s*(?:,|$)`);
const bare = (text: string): string => (text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.trim());

function splitPairs(text: string): [string, string][] {
  const pairs: [string, string][] = [];
  for (let rest = text; rest !== '';) {
    const match = pairPattern.exec(rest);
    if (!match) throw new InvalidArgumentError(`expected name=column pairs, not “${rest}”`);
    pairs.push([bare((match[1] ?? '').trim()), bare((match[2] ?? '').trim())]);
    rest = rest.slice(match[0].length);
  }
  return pairs;
}

/** The pairs of `columnPairs`, none of them empty. */
export const mappingList = (text: string): Record<string, string> => {
  const pairs = columnPairs(text);
  const empty = Object.keys(pairs).find((name) => pairs[name] === '');
  if (empty !== undefined) throw new InvalidArgumentError(`expected name=column pairs, not “${empty}=”`);
  return pairs;
};

/** `click=view,spam=` → mapping of kinds; null drops them. */
export const kindList = (text: string): Record<string, string | null> =>
  Object.fromEntries(Object.entries(columnPairs(text)).map(([kind, name]) => [kind, name === '' ? null : name]));

/** Adds one condition, such as `is_click=1`, `watch_ratio >= 0.5` or `language in (de, en)`. */
export const rowFilter = (text: string, before: readonly RowFilter[] | undefined): RowFilter[] => {
  return [...(before ?? []), rowFilterSchema.parse(parseCondition(conditionArgument(text)))];
};

/** Adds the text of one condition. */
export const conditionList = (text: string, before: readonly string[] | undefined): string[] => [
  ...(before ?? []),
  conditionArgument(text),
];

function conditionArgument(text: string): string {
  if (parseCondition(text)) return text.trim();
  throw new InvalidArgumentError(`expected a condition such as ${conditionExamples}, not “${text.slice(0, 200)}”`);
}

/** The same, for columns that are known by `fields`. */
export const columnMapping =
  (fields: readonly string[]) =>
  (text: string): Record<string, string> => {
    const columns = mappingList(text);
    const unknown = Object.keys(columns).find((field) => !fields.includes(field));
    if (unknown !== undefined) throw new InvalidArgumentError(`there is no “${unknown}”, only ${fields.join(', ')}`);
    return columns;
  };

/** The ways to divide users into groups, for `--help`. */
export const segmentations =
  'warmth, activity, column:NAME (of the users), watched:NAME (of the videos of their history), logged:NAME (of its interactions); "column:a, b" where a name has a comma';

/** A JSON object given on the command line. */
export const jsonObject = (text: string): Record<string, unknown> => {
  try {
    const value: unknown = isTooDeep(text) ? undefined : JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // told below
  }
  throw new InvalidArgumentError(`expected a JSON object such as {"count":5}, not “${text.slice(0, 200)}”`);
};

/** A whole text file. @throws NOT_FOUND naming it. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new RankLabError('NOT_FOUND', `Cannot read ${file}`, { place: file, remedy: 'Check the path' }, { cause });
  }
}

/** Reads and validates a JSON file. @throws NOT_FOUND, INVALID_ARGUMENT naming the file and the path inside it. */
export function readJson<Schema extends z.ZodType>(file: string, schema: Schema): z.infer<Schema> {
  const text = readText(file);
  if (isTooDeep(text)) {
    const message = `${file} has more than ${deepestJson} levels of lists and objects`;
    throw new RankLabError('INVALID_ARGUMENT', message, { place: file, remedy: 'Check that it is the file you mean' });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RankLabError('INVALID_ARGUMENT', `${file} is not JSON: ${(cause as Error).message}`, { place: file }, { cause });
  }
  return parseOrThrow(schema, value, file);
}
