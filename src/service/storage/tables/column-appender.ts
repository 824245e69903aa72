import type { DuckDBConnection, DuckDBDataChunk, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { FileOperations } from '../files/file-operations';
import { duckDb } from './duckdb-module';

/** A column to append: numbers as typed arrays (copied a block at a time), or texts. Nulls only in text columns. */
export type Column = Int32Array | Uint8Array | Float64Array | ArrayLike<string | null>;

const rowsPerChunk = 2048;
const chunksPerYield = 32;

/**
 * Appends equally long columns to a table. Yields to the event loop every 65,536 rows, so that a large save does not block the service.
 */
export async function appendColumns(
  connection: DuckDBConnection,
  files: FileOperations,
  table: string,
  columns: readonly Column[],
): Promise<void> {
  const count = columns[0]?.length ?? 0;
  if (count === 0) return;
  await files.reached('database-append', table);
  const { DuckDBDataChunk, INTEGER, DOUBLE, UTINYINT, VARCHAR } = duckDb();
  const typeOf = (column: Column): DuckDBType =>
    column instanceof Int32Array ? INTEGER : column instanceof Float64Array ? DOUBLE : column instanceof Uint8Array ? UTINYINT : VARCHAR;
  const types = columns.map(typeOf);
  const appender = await connection.createAppender(table);
  try {
    for (let from = 0, chunks = 1; from < count; from += rowsPerChunk, chunks++) {
      const size = Math.min(rowsPerChunk, count - from);
      const chunk = DuckDBDataChunk.create(types, size);
      columns.forEach((column, index) => fill(chunk, index, column, from, size));
      appender.appendDataChunk(chunk);
      if (chunks % chunksPerYield === 0) await new Promise(setImmediate);
    }
  } finally {
    appender.closeSync();
  }
}

function fill(chunk: DuckDBDataChunk, index: number, column: Column, from: number, size: number): void {
  if (isNumeric(column)) {
    const vector = rawVector<typeof column>(chunk, index);
    (vector.items as Float64Array).set(column.subarray(from, from + size));
    vector.flush();
    return;
  }
  const texts: DuckDBValue[] = new Array<DuckDBValue>(size);
  for (let i = 0; i < size; i++) texts[i] = column[from + i] ?? null;
  chunk.setColumnValues(index, texts);
}

const isNumeric = (column: Column): column is Int32Array | Uint8Array | Float64Array => ArrayBuffer.isView(column);

/** The vector's own memory as a typed array: DuckDB's classes keep it private, and appending value by value is 20 times slower. */
export function rawVector<Items>(chunk: DuckDBDataChunk, index: number): { items: Items; flush(): void } {
  return chunk.getColumnVector(index) as unknown as { items: Items; flush(): void };
}
