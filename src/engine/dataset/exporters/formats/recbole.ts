import { z } from 'zod';
import { numberCell } from '../../csv-cells';
import { shortFloat, textChunks, type ExportCell, type ExportColumn, type ExportTable, type ExportTableId } from '../export-table';
import type { ExportFile, ExportFormat } from '../format';

const params = z.strictObject({
  name: z
    .string()
    .regex(/^[\p{L}\p{N}_-]{1,80}$/u)
    .default('data')
    .describe('Of the dataset: the files are NAME.inter, NAME.item and NAME.user'),
});

const endings: Partial<Record<ExportTableId, string>> = { users: 'user', videos: 'item', interactions: 'inter', vectors: 'itememb' };
const names: Readonly<Record<string, string>> = {
  video_id: 'item_id',
  published_at_ms: 'published_at',
  timestamp_ms: 'timestamp',
  category: 'categories',
};

/** Atomic files: tab-separated, typed headers, no quotes; times in seconds. */
export const recboleExport: ExportFormat<z.infer<typeof params>> = {
  id: 'recbole',
  label: 'RecBole',
  description: 'Atomic files .inter, .item, .user and .itememb with typed headers.',
  params,
  tables: ['users', 'videos', 'interactions', 'vectors'],
  holdsAll: false,
  write: (tables, { name }) => ({
    files: tables.map((table) => atomicFile(table, name)),
    notes: [
      'RecBole: tabs and line ends in texts are blanks, and blanks in labels are underscores',
      ...(tables.some(({ id }) => id === 'interactions') ? ['RecBole: times are in seconds'] : []),
    ],
  }),
};

function atomicFile(table: ExportTable, name: string): ExportFile {
  const headers = table.columns.map((column) => `${headerName(table.id, column)}:${fieldType(column)}`);
  const line = (row: number): string => table.columns.map((column) => cellText(column.cell(row), column)).join('\t');
  return {
    name: `${name}.${endings[table.id] ?? table.id}`,
    rows: table.count,
    chunks: { [Symbol.iterator]: () => textChunks(table.count, line, `${headers.join('\t')}\n`) },
  };
}

function headerName(table: ExportTableId, { name }: ExportColumn): string {
  if (table === 'vectors') return name === 'vector' ? 'item_emb' : 'iid';
  return (names[name] ?? name).replace(/[\s:]+/g, '_');
}

function fieldType({ type, header }: ExportColumn): string {
  if (type === 'number' || type === 'time') return 'float';
  if (type === 'vector') return 'float_seq';
  // RecBole reads a text as a sequence of words.
  return type === 'labels' || header === 'title' || header === 'description' ? 'token_seq' : 'token';
}

function cellText(cell: ExportCell, { type }: ExportColumn): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return cell.replace(/[\t\r\n]+/g, ' ');
  if (typeof cell === 'number') return numberCell(type === 'time' ? cell / 1000 : cell);
  if (typeof cell === 'boolean') return cell ? '1' : '0';
  if (cell instanceof Float32Array) return Array.from(cell, (value) => numberCell(shortFloat(value))).join(' ');
  return cell.map((label) => label.replace(/\s+/g, '_')).join(' ');
}
