import { cutObjects, objectCells, objectTable } from '#engine/dataset/importers/dialect/json-rows';
import { cutRecords } from '#engine/dataset/importers/dialect/records';
import { endOfLines, sniffDialect, type Dialect } from '#engine/dataset/importers/dialect/sniff';
import { hasHeaderRow, uniqueHeaders } from '#engine/dataset/importers/headers';
import { RankLabError } from '#shared/errors';
import { meaningOf } from './vector-columns';

/** The beginning of a text. */
export interface Head {
  readonly text: string;
  readonly isWhole: boolean;
}

/** How a text of vectors is laid out: as one JSON document, or as rows. */
export interface Layout {
  readonly dialect: Dialect;
  readonly hasHeader: boolean;
  readonly names: readonly string[];
  /** Rows of the head. */
  readonly rows: readonly (readonly string[])[];
}

const headRows = 200;
/** The first column of a file of words and vectors. */
const wordColumn = 'word';

/** One JSON document: a list of lists, or one object. */
export function isDocument({ text, isWhole }: Head): boolean {
  if (/^\s*\[\s*\[/.test(text)) return true;
  if (!/^\s*\{/.test(text)) return false;
  const { objects, end } = cutObjects(text, 2);
  return objects.length === 0 ? !isWhole : objects.length === 1 && text.slice(end).trim() === '' && isWhole;
}

/** @throws IMPORT_FAILED for a text that is no table. */
export function layoutOf({ text, isWhole }: Head, path: string): Layout {
  if (text.trim() === '') throw refused(path, 'is empty');
  if (/[\0-\u0008\u000e-\u001f]/.test(text.slice(0, 4_000)))
    throw refused(path, 'is not a table of text, nor a .npy, .npz or Parquet file');
  const words = wordLayout(text);
  if (words) return words;
  const dialect = sniffDialect(withoutLists(text));
  if (dialect.syntax === 'json') {
    const cells = cutObjects(text, headRows).objects.flatMap((object) => objectCells(object) ?? []);
    return { dialect, hasHeader: true, ...objectTable(cells) };
  }
  const body = text.slice(endOfLines(text, dialect.skipLines));
  const complete = isWhole ? body : body.slice(0, body.lastIndexOf('\n') + 1) || body;
  const { records } = cutRecords(complete, dialect, headRows);
  const [first = []] = records;
  const hasHeader = isHeader(records);
  const names = hasHeader ? uniqueHeaders(first).names : first.map((_, at) => `column ${at + 1}`);
  return { dialect, hasHeader, names, rows: hasHeader ? records.slice(1) : records };
}

/** The commas within lists do not separate cells: in a text with a list in every line, they are left out. */
function withoutLists(text: string): string {
  const lines = text.split(/\r?\n/, headRows).filter((line) => line.trim() !== '');
  const hasLists = lines.length > 1 && lines.slice(1, -1).every((line) => /[\t;|]\s*\[[^\]"]*\]/.test(line));
  return hasLists ? text.replace(/\[[^\]\n"]*\]/g, '[]') : text;
}

/** Columns of vectors are often called 0, 1, 2 …, or like the videos. */
function isHeader(records: readonly (readonly string[])[]): boolean {
  const [first = [], ...rest] = records;
  if (rest.length === 0) return !first.slice(1).some((cell) => isNumber(cell));
  if (hasHeaderRow(records)) return true;
  const numbers = first.filter((cell) => isNumber(cell));
  const isWhole = numbers.length > 1 && numbers.every((cell) => /^\d+$/.test(cell)) && new Set(numbers).size === numbers.length;
  if (!isWhole) return false;
  const [name = ''] = first;
  const isCounted = numbers.every((cell, at) => Number(cell) === Number(numbers[0]) + at);
  const hasFractions = rest.some((row) => row.slice(1).some((cell) => /\d[.,]\d/.test(cell)));
  const isLabel = !isNumber(name) && !/\d/.test(name);
  return name === '' || (hasFractions && (isCounted || isLabel)) || (isCounted && meaningOf(name, true) === 'video');
}

const isNumber = (word: string): boolean => word !== '' && Number.isFinite(Number(word));

/** Words, each followed by its numbers with single blanks or tabs between them, as word2vec, fastText and GloVe write them. */
function wordLayout(text: string): Layout | undefined {
  const texts = text.split(/\r?\n/, headRows).slice(0, -1);
  // Only a line of counts says that tabs separate words and numbers, not columns of a table.
  const delimiter = /^\d+\s\d+$/.test(texts[0] ?? '') && /\t/.test(texts[1] ?? '') ? '\t' : ' ';
  const lines = texts.map((line, at) => line.trimEnd().split(at === 0 && delimiter === '\t' ? /\s/ : delimiter));
  const [first = [], second = []] = lines;
  const hasCounts = first.length === 2 && first.every((word) => /^\d+$/.test(word)) && second.length === Number(first[1]) + 1;
  const width = second.length;
  const isWords = (line: readonly string[]): boolean => line.length === width && line.slice(1).every((word) => isNumber(word));
  if (width < 3 || !isWords(second)) return undefined;
  const hasHeader = !hasCounts && first.length === width && !isWords(first) && !first.some((word) => isNumber(word));
  if (!hasCounts && !hasHeader && !isWords(first)) return undefined;
  const dialect: Dialect = { syntax: 'delimited', delimiter, quotes: 'none', skipLines: hasCounts ? 1 : 0 };
  const names = hasHeader ? first : second.map((_, at) => (at === 0 ? wordColumn : `column ${at + 1}`));
  return { dialect, hasHeader, names, rows: (hasCounts || hasHeader ? lines.slice(1) : lines).filter(isWords) };
}

const refused = (path: string, problem: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${path} ${problem}`, { place: path, remedy: 'Choose a file of vectors' });
