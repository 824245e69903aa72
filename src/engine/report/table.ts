import papaparse from 'papaparse';
import { inertText } from '../core/text/inert-text';

/** A table with declared column types: text is made inert for spreadsheets, numbers stay numbers. */
export interface Column<Row> {
  readonly name: string;
  /** Numbers are written in the shortest form that reads back equal; NaN and undefined are empty cells. */
  readonly value: (row: Row) => string | number | undefined;
}

const blockSize = 5_000;

/** RFC 4180 with "\n" line ends and a header line. Written in blocks, so that millions of rows need no second copy. */
export function writeCsv<Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): string {
  const parts = [unparse([columns.map((column) => inertText(column.name))])];
  let block: string[][] = [];
  for (const row of rows) {
    block.push(columns.map((column) => cell(column.value(row))));
    if (block.length < blockSize) continue;
    parts.push(unparse(block));
    block = [];
  }
  if (block.length > 0) parts.push(unparse(block));
  return parts.join('');
}

const unparse = (rows: string[][]): string => `${papaparse.unparse(rows, { newline: '\n' })}\n`;

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return inertText(value);
  return Number.isNaN(value) ? '' : String(value);
}
