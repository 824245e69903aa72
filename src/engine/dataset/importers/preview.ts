import Papa from 'papaparse';
import { RankLabError } from '#shared/errors';
import type { FileOptions, FilePreview } from '#shared/schemas/dataset';
import { detectDelimiter } from './delimiter';
import { decodeText, detectEncoding } from './encoding';
import { guessMapping } from './guess';
import { hasHeaderRow, uniqueHeaders } from './headers';
import { QuoteScanner } from './quotes';
import { importLimits, readNumber } from './rules';
import { detectTimestampUnit } from './timestamps';

const shownRows = 50;
const judgedRows = 200;

/**
 * What the first bytes of a text file say about it: encoding, delimiter, header, types of columns, and a guess of what
 * it holds. Give a few hundred kilobytes; `isWhole` says that this is all of the file. Options override detection.
 * @throws IMPORT_FAILED for an empty file, or one that is not a table of text.
 */
export function previewCsv(head: Uint8Array, fileName: string, isWhole = false, options: FileOptions = {}): FilePreview {
  if (head.length === 0) throw refused(fileName, 'The file is empty', 'Choose a file with at least a header and one row');
  const { encoding, markBytes } = options.encoding ? { encoding: options.encoding, markBytes: 0 } : detectEncoding(head);
  const decoded = decodeText(head.subarray(markBytes), encoding).replace(/^\ufeff/, '');
  const text = isWhole ? decoded : withoutLastLine(decoded);
  const delimiter = options.delimiter ?? detectDelimiter(text);
  // Never `header: true` or `dynamicTyping`: they turn 007 into 7, rename equal headers and lose `__proto__`.
  const parsed = Papa.parse<string[]>(text, { delimiter, preview: judgedRows + 1, skipEmptyLines: 'greedy' });
  const records = parsed.data;
  if (records.length === 0) throw refused(fileName, 'The file holds nothing but blank lines', 'Choose a file with at least one row');
  const width = records[0]?.length ?? 0;
  if (width > importLimits.columnCount) {
    throw refused(
      fileName,
      `${width} columns; at most ${importLimits.columnCount} are supported`,
      'Check the delimiter, or remove columns',
    );
  }
  const hasHeader = options.hasHeader ?? hasHeaderRow(records);
  const { names, warnings } = hasHeader ? uniqueHeaders(records[0] ?? []) : { names: numberedColumns(width), warnings: [] };
  const rows = hasHeader ? records.slice(1) : records;
  const decimalComma = options.decimalComma ?? (delimiter !== ',' && usesDecimalComma(rows));
  const guess = guessMapping(names, rows);
  const timestampUnit = options.timestampUnit ?? unitOf(guess.mapping['timestamp'] ?? guess.mapping['publishedAt'], names, rows);
  return {
    file: fileName,
    delimiter,
    encoding,
    hasHeader,
    columns: names.map((name, column) =>
      describeColumn(
        name,
        rows.map((row) => row[column] ?? ''),
        decimalComma,
      ),
    ),
    rows: rows.slice(0, shownRows),
    guess: { role: guess.role, mapping: { ...guess.mapping } },
    warnings: [...warnings, ...rowWarnings(rows, width, hasHeader), ...quoteWarnings(head, delimiter, isWhole), ...nulWarnings(text)],
    ...(timestampUnit && { timestampUnit }),
    decimalComma,
  };
}

const refused = (file: string, message: string, remedy: string): RankLabError =>
  new RankLabError('IMPORT_FAILED', `${file}: ${message}`, { place: file, remedy });

const numberedColumns = (count: number): string[] => Array.from({ length: count }, (_, i) => `column ${i + 1}`);

/** The last line of a head may be cut off in the middle. */
function withoutLastLine(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
  return end < 0 ? text : text.slice(0, end + 1);
}

function describeColumn(name: string, cells: readonly string[], decimalComma: boolean): FilePreview['columns'][number] {
  const given = cells.filter((cell) => cell.trim() !== '');
  const isNumber = (cell: string): boolean => 'value' in readNumber(cell, decimalComma);
  const unit = detectTimestampUnit(given);
  const timeWord = /time|date|at$|_ms$|stamp/i.test(name);
  const type =
    given.length === 0
      ? 'empty'
      : unit !== undefined && (unit === 'iso' || unit === 'day-month-year' || timeWord)
        ? 'time'
        : given.every(isNumber)
          ? 'number'
          : 'text';
  return { name, type, samples: [...new Set(given)].slice(0, 5) };
}

function unitOf(column: string | undefined, names: readonly string[], rows: readonly string[][]): FilePreview['timestampUnit'] {
  if (column === undefined) return undefined;
  const index = names.indexOf(column);
  return detectTimestampUnit(rows.map((row) => row[index] ?? ''));
}

/** Some cell is a number only with a comma for the point, and none needs the point. */
function usesDecimalComma(rows: readonly string[][]): boolean {
  const cells = rows.flat();
  return cells.some((cell) => /^\s*[+-]?\d+,\d+\s*$/.test(cell)) && !cells.some((cell) => /^\s*[+-]?\d+\.\d+\s*$/.test(cell));
}

function rowWarnings(rows: readonly string[][], width: number, hasHeader: boolean): string[] {
  const ragged = rows.filter((row) => row.length !== width).length;
  const first = rows.findIndex((row) => row.length !== width);
  return [
    ...(rows.length === 0 ? ['The file has a header and no rows'] : []),
    ...(ragged > 0
      ? [
          `${ragged} of the first ${rows.length} rows do not have ${width} cells, the first of them is row ${first + 1}; such rows are rejected`,
        ]
      : []),
    ...(hasHeader ? [] : ['No header found: columns are numbered']),
  ];
}

function quoteWarnings(head: Uint8Array, delimiter: string, isWhole: boolean): string[] {
  const scanner = new QuoteScanner(delimiter);
  scanner.feed(head);
  const { lines, unterminatedAtLine } = scanner.finish();
  // In a part of a file a quoted cell may simply not have ended yet; one that began long before the end has not.
  if (unterminatedAtLine === undefined || (!isWhole && lines - unterminatedAtLine < 20)) return [];
  return [`A quotation mark opens on line ${unterminatedAtLine} and is never closed; that row will be rejected`];
}

const nulWarnings = (text: string): string[] =>
  text.includes('\0') ? ['The file contains NUL characters; rows with them are rejected'] : [];
