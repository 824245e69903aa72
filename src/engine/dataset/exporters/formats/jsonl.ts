import { z } from 'zod';
import { shortFloat, textChunks, type ExportCell, type ExportTable } from '../export-table';
import { compressedFile, compressionParam } from '../compression';
import { allTables, type ExportFormat } from '../format';

const params = z.strictObject({ compression: compressionParam });

/** A cell as JSON; lists are arrays. */
const jsonCell = (cell: ExportCell): string => JSON.stringify(cell instanceof Float32Array ? Array.from(cell, shortFloat) : cell);

export const jsonlExport: ExportFormat<z.infer<typeof params>> = {
  id: 'jsonl',
  label: 'JSON Lines',
  description: 'One JSON object a row, with lists as arrays and null for what is not given.',
  params,
  tables: allTables,
  holdsAll: true,
  write: (tables, { compression }) => ({
    // A file without a line could not be read as a table.
    files: tables
      .filter(({ count }) => count > 0)
      .map((table) => ({ ...compressedFile(`${table.id}.jsonl`, compression), rows: table.count, chunks: jsonLines(table) })),
    notes: tables.filter(({ count }) => count === 0).map(({ id }) => `There are no rows for ${id}.jsonl`),
  }),
};

/** `names`: keys in the order of the columns, their headers by default. */
export function jsonLines({ columns, count }: ExportTable, names = columns.map(({ header }) => header)): Iterable<string> {
  const keys = names.map((name) => `${JSON.stringify(name)}:`);
  const line = (row: number): string => `{${columns.map((column, place) => keys[place] + jsonCell(column.cell(row))).join(',')}}`;
  return { [Symbol.iterator]: () => textChunks(count, line) };
}
