/** How a condition compares the cells of a column with its values. */
export const comparisons = ['=', '!=', '<', '<=', '>', '>=', 'in', 'not in', 'has', 'lacks'] as const;
export type Comparison = (typeof comparisons)[number];

/** A condition on one column. */
export interface Condition {
  readonly column: string;
  readonly is: Comparison;
  /** One, or several for `in` and `not in`; empty for `has` and `lacks`. */
  readonly value: string | readonly string[];
  /** Rows without a cell pass too. */
  readonly orMissing?: boolean | undefined;
}

/** What a condition looks like, for messages. */
export const conditionExamples = 'price <= 20, language in (de, en), "unit price" > 3 or missing, has discount';

const quoted = String.raw`"(?:[^"]|"")*"`;
const suffix = String.raw`(\s+or\s+missing)?\s*$`;
// Parts begin and end with a sign that is no space: else a run of spaces could be divided in many ways, and a text from outside that is no
// condition would be tried in all of them. Every pattern takes time in proportion to the text.
const membership = new RegExp(String.raw`^\s*(${quoted}|[^"=<>!()\s][^"=<>!()]*?(?<!\s))\s+(not\s+)?in\s*\((.*)\)${suffix}`, 'is');
const givenQuoted = new RegExp(String.raw`^\s*(has|lacks)\s+(${quoted})\s*$`, 'i');
const comparison = new RegExp(
  String.raw`^\s*(${quoted}|[^"=<>\s][^=<>]*?(?<!\s))\s*(!=|<=|>=|=|<|>)\s*(${quoted}|\S(?:.*?\S)??|)${suffix}`,
  'is',
);
const given = /^\s*(has|lacks)\s+(\S(?:.*\S)?)\s*$/is;

const bare = (text: string): string => {
  const trimmed = text.trim();
  return trimmed.length > 1 && trimmed.startsWith('"') && trimmed.endsWith('"') ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed;
};

/**
 * Reads a condition: `price <= 20`, `language in (de, en)`, `has discount`. Names and values that contain signs of the grammar are in quotation
 * marks, doubled within. Undefined where the text is no condition.
 */
export function parseCondition(text: string): Condition | undefined {
  return readMembership(text) ?? readGiven(givenQuoted.exec(text)) ?? readComparison(text) ?? readGiven(given.exec(text));
}

function readMembership(text: string): Condition | undefined {
  const match = membership.exec(text);
  if (!match) return undefined;
  const [, column = '', not, list = '', orMissing] = match;
  const value = splitList(list);
  return value.length === 0 ? undefined : { column: bare(column), is: not ? 'not in' : 'in', value, ...(orMissing && { orMissing: true }) };
}

function readGiven(match: RegExpExecArray | null): Condition | undefined {
  if (!match) return undefined;
  const [, word = '', column = ''] = match;
  return { column: bare(column), is: word.toLowerCase() === 'has' ? 'has' : 'lacks', value: '' };
}

function readComparison(text: string): Condition | undefined {
  const match = comparison.exec(text);
  if (!match) return undefined;
  const [, column = '', is = '=', value = '', orMissing] = match;
  // Nothing is neither smaller nor larger.
  if (value === '' && /[<>]/.test(is)) return undefined;
  return { column: bare(column), is: is as Comparison, value: bare(value), ...(orMissing && { orMissing: true }) };
}

/** Parts between commas; a part in quotation marks may contain commas. */
export function splitList(text: string): string[] {
  const parts = text.match(/(?:"(?:[^"]|"")*"|[^,"]|")+?(?=,|$)/g) ?? [];
  return parts.map(bare).filter((part) => part !== '');
}

const plainName = /^[\p{L}\p{N}_][\p{L}\p{N}_.:/ -]*$/u;
const needsQuotes = (text: string): boolean =>
  !plainName.test(text) || /^(has|lacks)\s|\s(in|or missing)$|\s(not )?in\s|^\s|\s$/i.test(text);
const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const nameText = (name: string): string => (needsQuotes(name) ? inQuotes(name) : name);
const valueText = (value: string): string => (/[",()]|^\s|\s$|or\s+missing$/i.test(value) ? inQuotes(value) : value);

/** The text of a condition, which `parseCondition` reads back. */
export function conditionText({ column, is, value, orMissing }: Condition): string {
  const name = nameText(column);
  const end = orMissing === true ? ' or missing' : '';
  if (is === 'has' || is === 'lacks') return `${is} ${name}`;
  if (is === 'in' || is === 'not in') return `${name} ${is} (${[value].flat().map(valueText).join(', ')})${end}`;
  const one = String(value);
  return `${name} ${is} ${one === '' && end !== '' ? '""' : valueText(one)}${end}`.trimEnd();
}
