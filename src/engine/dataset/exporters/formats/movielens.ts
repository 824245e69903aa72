import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import type { ExportColumn, ExportTable } from '../export-table';
import type { ExportFile, ExportFormat } from '../format';
import { csvFile } from './csv';

const params = z.strictObject({});
const plain = { delimiter: 'comma', decimalComma: false, byteOrderMark: false, compression: 'none' } as const;

/** ratings.csv and movies.csv as GroupLens publishes them since 2015. */
export const movielensExport: ExportFormat<z.infer<typeof params>> = {
  id: 'movielens',
  label: 'MovieLens',
  description: 'ratings.csv and movies.csv; only interactions with a value are ratings.',
  params,
  tables: ['videos', 'interactions'],
  holdsAll: false,
  write: (tables) => {
    const written = tables.map((table) => (table.id === 'videos' ? movies(table) : ratings(table)));
    return { files: written.map(({ file }) => file), notes: written.flatMap(({ notes }) => notes) };
  },
};

interface ExportedTable {
  readonly file: ExportFile;
  readonly notes: readonly string[];
}

const columnOf = ({ columns }: ExportTable, name: string): ExportColumn => {
  const found = columns.find(({ header }) => header === name);
  if (!found) throw new RankLabError('INTERNAL', `The table has no column ${name}`);
  return found;
};

function movies(table: ExportTable): ExportedTable {
  const category = columnOf(table, 'category');
  const genres = (row: number): string => {
    const labels = category.cell(row);
    return Array.isArray(labels) && labels.length > 0
      ? labels.map((label: string) => label.replaceAll('|', '/')).join('|')
      : '(no genres listed)';
  };
  const columns: ExportColumn[] = [
    { ...columnOf(table, 'video_id'), header: 'movieId' },
    columnOf(table, 'title'),
    { header: 'genres', name: 'genres', type: 'text', cell: genres },
  ];
  const left = table.columns.filter(({ header }) => !['video_id', 'title', 'category'].includes(header)).map(({ name }) => name);
  return { file: csvFile({ ...table, columns }, plain, 'movies.csv'), notes: [`movies.csv has no place for ${left.join(', ')}`] };
}

/** @throws INVALID_ARGUMENT where no interaction has a value. */
function ratings(table: ExportTable): ExportedTable {
  const [value, timestamp] = [columnOf(table, 'value'), columnOf(table, 'timestamp_ms')];
  const rows = Int32Array.from({ length: table.count }, (_, row) => row).filter((row) => value.cell(row) !== null);
  if (rows.length === 0 && table.count > 0) {
    throw new RankLabError('INVALID_ARGUMENT', 'None of the interactions has a value, and MovieLens holds nothing but ratings', {
      place: 'format',
      value: 'movielens',
      remedy: 'Export as csv, parquet, jsonl or recbole.',
    });
  }
  const seconds = (row: number): number | null => {
    const milliseconds = timestamp.cell(row);
    return typeof milliseconds === 'number' ? Math.floor(milliseconds / 1000) : null;
  };
  const columns: ExportColumn[] = [
    { ...columnOf(table, 'user_id'), header: 'userId' },
    { ...columnOf(table, 'video_id'), header: 'movieId' },
    { ...value, header: 'rating' },
    { ...timestamp, header: 'timestamp', cell: seconds },
  ].map((column) => ({ ...column, cell: (place: number) => column.cell(rows[place]) }));
  const left = table.columns.filter(({ header }) => !['user_id', 'video_id', 'value', 'timestamp_ms'].includes(header));
  const without = table.count - rows.length;
  return {
    file: csvFile({ ...table, columns, count: rows.length }, plain, 'ratings.csv'),
    notes: [
      `ratings.csv has no place for ${left.map(({ name }) => name).join(', ')}; times are whole seconds`,
      ...(without > 0 ? [`${without} interactions without a value are left out of ratings.csv`] : []),
    ],
  };
}
