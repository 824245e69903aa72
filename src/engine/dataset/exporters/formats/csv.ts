import { z } from 'zod';
import { inertFormula, joinValues, numberCell } from '../../csv-cells';
import { shortFloat, textChunks, type ExportCell, type ExportTable } from '../export-table';
import { compressedFile, compressionParam } from '../compression';
import { allTables, type ExportFile, type ExportFormat } from '../format';

const signs = { comma: ',', semicolon: ';', tab: '\t', pipe: '|' } as const;

const params = z.strictObject({
  delimiter: z.enum(['comma', 'semicolon', 'tab', 'pipe']).default('comma').describe('Between cells; a German Excel expects a semicolon'),
  decimalComma: z.boolean().default(false).describe('1,5 instead of 1.5'),
  byteOrderMark: z.boolean().default(false).describe('Excel then knows that the text is UTF-8'),
  compression: compressionParam,
});
type CsvParams = z.infer<typeof params>;

/** Comma-separated values as the preset `ranklab` reads them, whatever the delimiter and the decimal sign. */
export const csvExport: ExportFormat<CsvParams> = {
  id: 'csv',
  label: 'CSV',
  description: 'One table a file, with headers; texts that a spreadsheet would run as a formula are inert.',
  params,
  tables: allTables,
  holdsAll: true,
  write: (tables, options) => ({ files: tables.map((table) => csvFile(table, options)), notes: [] }),
};

export const csvFile = (table: ExportTable, options: CsvParams, name = `${table.id}.csv`): ExportFile => ({
  ...compressedFile(name, options.compression),
  rows: table.count,
  chunks: { [Symbol.iterator]: () => csvChunks(table, options) },
});

function* csvChunks({ columns, count }: ExportTable, options: CsvParams): Generator<string> {
  const delimiter = signs[options.delimiter];
  const text = textWriter(delimiter);
  const cell = cellWriter(delimiter, options.decimalComma, text);
  const parts = columns.map((column) => ({ ...column, isText: column.type === 'text' }));
  // A vector is one column per dimension, because spreadsheets and most CSV readers do not support lists.
  const headers = columns.flatMap(({ header, type, cell: cellOf }) => (type === 'vector' ? dimensionNames(cellOf, count) : [text(header)]));
  const head = `${options.byteOrderMark ? '\ufeff' : ''}${headers.join(delimiter)}\n`;
  yield* textChunks(count, (row) => parts.map((column) => cell(column.cell(row))).join(delimiter), head);
}

function dimensionNames(cell: (row: number) => ExportCell, count: number): string[] {
  const first = count > 0 ? cell(0) : null;
  return first instanceof Float32Array ? Array.from(first, (_, dimension) => `d${dimension}`) : [];
}

/** Quotes a cell that contains the delimiter, quotes, line ends or outer blanks; formulas are made inert. */
function textWriter(delimiter: string): (value: string) => string {
  const needsQuotes = new RegExp(`["\\r\\n${delimiter === '\t' ? '\\t' : `\\${delimiter}`}]|^\\s|\\s$`);
  return (value) => {
    const inert = inertFormula(value);
    return needsQuotes.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
}

function cellWriter(delimiter: string, decimalComma: boolean, text: (value: string) => string): (cell: ExportCell) => string {
  const number = (value: number): string => {
    const written = numberCell(value);
    if (!decimalComma || !written.includes('.')) return written;
    const withComma = written.replace('.', ',');
    return delimiter === ',' ? `"${withComma}"` : withComma;
  };
  return (cell) => {
    if (cell === null) return '';
    if (typeof cell === 'string') return text(cell);
    if (typeof cell === 'number') return number(cell);
    if (typeof cell === 'boolean') return String(cell);
    if (cell instanceof Float32Array) return Array.from(cell, (value) => number(shortFloat(value))).join(delimiter);
    return cell.length === 0 ? '' : text(joinValues(cell));
  };
}
