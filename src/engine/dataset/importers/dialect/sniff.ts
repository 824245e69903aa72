import type { FileOptions } from '#shared/schemas/dataset';
import { hasHeaderRow } from '../headers';
import { detectDelimiter } from './delimiter';
import { cutRecords, type RecordDialect } from './records';

export interface Dialect extends RecordDialect {
  readonly syntax: 'delimited' | 'json';
  /** Lines before the table. */
  readonly skipLines: number;
}

const judged = 64 * 1024;

/** Detects the dialect from the beginning of a file's text; options override. */
export function sniffDialect(text: string, options: Pick<FileOptions, 'delimiter' | 'quotes'> = {}): Dialect {
  const beginning = text.slice(0, judged);
  if (options.delimiter === undefined && looksLikeJson(beginning))
    return { syntax: 'json', delimiter: ',', quotes: 'double', skipLines: 0 };
  const declared = /^sep=(.+?)\r?\n/i.exec(beginning)?.[1];
  const comment = commentMark(beginning);
  const skipLines = declared === undefined ? (comment === undefined ? linesBefore(beginning) : 0) : 1;
  const table = withoutComments(beginning.slice(endOfLines(beginning, skipLines)), comment);
  const delimiter = options.delimiter ?? declared ?? detectDelimiter(table);
  return { syntax: 'delimited', delimiter, quotes: options.quotes ?? quotesOf(table, delimiter), skipLines, ...(comment && { comment }) };
}

/** Most lines before a table that are taken for its title. */
const mostTitleLines = 10;

/**
 * How many lines of a report's title are before the table: lines without the delimiter that every line below them has, equally often. A line of a
 * section (`7:`) and of sequences is data, and so is the header of a single column whose cells are lists.
 */
function linesBefore(text: string): number {
  const lines = text.split(/\r\n|\n|\r/, 400);
  if (lines.length < mostTitleLines) return 0;
  for (const delimiter of [',', '\t', ';', '|']) {
    const has = (line: string | undefined): boolean => line?.includes(delimiter) === true;
    const first = lines.findIndex(has);
    if (first < 1 || first > mostTitleLines) continue;
    const title = lines.slice(0, first).filter((line) => line.trim() !== '');
    const below = lines.slice(first, -1).filter((line) => line !== '');
    const isTitle =
      title.length > 0 && title.every((line) => /\p{L}/u.test(line) && !/[,\t;|]|:\s*$|^[[{"]/.test(line)) && lines[0]?.trim() !== '';
    if (isTitle && below.length > 5 && below.every(has) && !isOneWideHeader(lines, first, delimiter)) return first;
  }
  return 0;
}

/** Whether one word above the lines is the name of their only column: no header is below it. */
function isOneWideHeader(lines: readonly string[], first: number, delimiter: string): boolean {
  const word = lines[0]?.trim() ?? '';
  if (first !== 1 || /\s/.test(word)) return false;
  return !hasHeaderRow(lines.slice(1, 21).map((line) => line.split(delimiter)));
}

/** Where the line after the first `count` begins. */
export function endOfLines(text: string, count: number): number {
  const lineEnd = /\r\n|\n|\r/g;
  for (let line = 0; line < count; line++) if (!lineEnd.exec(text)) return text.length;
  return lineEnd.lastIndex;
}

/** Whether the text holds JSON objects, one after the other or in a list. */
function looksLikeJson(text: string): boolean {
  const first = /^\s*\[?\s*\{/.exec(text);
  if (!first) return false;
  return /^\s*(\}|"[^"\n]*"\s*:)/.test(text.slice(first[0].length));
}

/** The mark of comment lines at the top of the file, where the lines of the table below do not start with it. */
function commentMark(text: string): string | undefined {
  const lines = text.split(/\r\n|\n|\r/, 200).filter((line) => line !== '');
  for (const mark of ['#', '//', '%']) {
    const top = lines.findIndex((line) => !line.startsWith(mark));
    if (top > 0 && lines.slice(top).every((line) => !line.startsWith(mark) || top > 1)) return mark;
  }
  return undefined;
}

const withoutComments = (text: string, mark: string | undefined): string =>
  mark === undefined
    ? text
    : text
        .split(/(?<=\n)/)
        .filter((line) => !line.startsWith(mark))
        .join('');

/** The quoting style with which most lines split into the same number of cells; doubled marks unless another one is better. */
function quotesOf(text: string, delimiter: string): Dialect['quotes'] {
  if (!text.includes('"')) return 'double';
  const cut = (quotes: Dialect['quotes']) => cutRecords(text, { delimiter, quotes }, 500);
  const score = (quotes: Dialect['quotes']): number => {
    const { records, broken } = cut(quotes);
    const widths = new Map<number, number>();
    for (const record of records) widths.set(record.length, (widths.get(record.length) ?? 0) + 1);
    return Math.max(0, ...widths.values()) / Math.max(1, records.length + broken);
  };
  const double = score('double');
  const backslash = text.includes('\\"') ? score('backslash') : 0;
  if (backslash > double || (backslash === double && /[^\\]\\"[^"]/.test(text) && double < 1)) return 'backslash';
  // A single unclosed mark is damage; where unclosed marks are common, they are ordinary characters.
  return cut('double').broken > 2 && double < 0.9 && score('none') > double + 0.05 ? 'none' : 'double';
}
