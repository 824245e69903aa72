import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import type { ExportColumn, ExportTable } from '../export-table';
import type { ParquetColumn } from '../../../model/table-file';
import { allTables, type ExportFormat } from '../format';
import { jsonLines } from './jsonl';

const params = z.strictObject({});

/** Times are whole milliseconds since 1970, as in the other formats, so that every reader gets the same numbers. */
export const parquetExport: ExportFormat<z.infer<typeof params>> = {
  id: 'parquet',
  label: 'Parquet',
  description: 'Typed columns, compressed: for pandas, Polars, Spark and DuckDB.',
  params,
  tables: allTables,
  holdsAll: true,
  write: (tables) => ({
    files: tables.map((table) => ({
      name: `${table.id}.parquet`,
      rows: table.count,
      chunks: jsonLines(
        table,
        table.columns.map((_, place) => `c${place}`),
      ),
      parquet: parquetColumns(table),
    })),
    notes: [],
  }),
};

function parquetColumns({ columns, id }: ExportTable): ParquetColumn[] {
  const seen = new Map<string, string>();
  for (const { header } of columns) {
    const twin = seen.get(header.toLowerCase());
    if (twin !== undefined) {
      throw new RankLabError('INVALID_ARGUMENT', `The columns “${twin}” and “${header}” of the ${id} differ in letter case alone`, {
        place: 'format',
        value: 'parquet',
        remedy: 'Export as csv or jsonl: readers of Parquet do not tell such columns apart.',
      });
    }
    seen.set(header.toLowerCase(), header);
  }
  return columns.map((column) => ({ name: column.header, type: sqlType(column) }));
}

function sqlType({ type, isWhole }: ExportColumn): ParquetColumn['type'] {
  if (type === 'number') return 'DOUBLE';
  if (type === 'time') return isWhole === false ? 'DOUBLE' : 'BIGINT';
  if (type === 'boolean') return 'BOOLEAN';
  if (type === 'labels') return 'VARCHAR[]';
  return type === 'vector' ? 'FLOAT[]' : 'VARCHAR';
}
