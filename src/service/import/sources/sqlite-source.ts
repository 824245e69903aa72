import type { Database as SqliteDatabase, SQLiteValue } from 'node-sqlite3-wasm';
import { throwIfCancelled } from '#engine/core/cancellation';
import { isRankLabError, RankLabError } from '#shared/errors';
import { identifier, tableIdentifier, writeCsvTable } from './csv-lines';
import type { SourceAddress, SourceKind, SourceRead, WatermarkValue } from './table-source';

const batchRows = 5_000;

/** A file of SQLite, read without a native library. */
export const sqliteSource: SourceKind = {
  schemes: ['sqlite'],
  label: 'SQLite',
  isFile: true,
  example: 'sqlite:shop.db?table=events',
  async write(address, target, files, read) {
    if (!(await files.stat(address.place))) {
      throw new RankLabError('NOT_FOUND', `There is no file ${address.place}`, { place: address.place, value: address.place });
    }
    const { Database } = await import('node-sqlite3-wasm');
    let database: SqliteDatabase | undefined;
    try {
      database = new Database(address.place, { fileMustExist: true, readOnly: true });
      const { from, values } = selection(address, read);
      const highest = address.watermark === undefined ? undefined : highestOf(database, address.watermark, from, values);
      const limit = read.limit === undefined ? '' : ` limit ${read.limit}`;
      const names = columnsOf(database, from, values);
      await writeCsvTable(files, target, names, batches(database, `select * from ${from}${limit}`, names, values, read));
      return highest;
    } catch (error) {
      if (isRankLabError(error)) throw error;
      throw new RankLabError('IMPORT_FAILED', `SQLite: ${error instanceof Error ? error.message : String(error)}`, {
        place: address.place,
        remedy: 'Check the table or the query; the file is read only.',
      });
    } finally {
      database?.close();
    }
  },
};

function selection({ table, query, watermark }: SourceAddress, { after }: SourceRead): { from: string; values: WatermarkValue[] } {
  const whole = table === undefined ? `(${query ?? ''})` : tableIdentifier(table);
  if (watermark === undefined || after === undefined) return { from: whole, values: [] };
  return { from: `(select * from ${whole} where ${identifier(watermark)} > ?)`, values: [after] };
}

/** The join gives one row even of an empty table, so that the names are known. */
function columnsOf(database: SqliteDatabase, from: string, values: readonly WatermarkValue[]): string[] {
  return Object.keys(database.get(`select source.* from (select 1) left join ${from} as source limit 1`, [...values]) ?? {});
}

function highestOf(database: SqliteDatabase, column: string, from: string, values: readonly WatermarkValue[]): WatermarkValue | undefined {
  const found = database.get(`select max(${identifier(column)}) as highest from ${from}`, [...values])?.['highest'];
  if (typeof found === 'bigint') return String(found);
  return typeof found === 'string' || typeof found === 'number' ? found : undefined;
}

async function* batches(
  database: SqliteDatabase,
  sql: string,
  names: readonly string[],
  values: readonly WatermarkValue[],
  { context }: SourceRead,
): AsyncGenerator<(string | null)[][]> {
  const statement = database.prepare(sql);
  try {
    let batch: (string | null)[][] = [];
    for (const row of statement.iterate([...values])) {
      batch.push(names.map((name) => textOf((row as Record<string, SQLiteValue>)[name] ?? null)));
      if (batch.length < batchRows) continue;
      yield batch;
      batch = [];
      throwIfCancelled(context);
      await new Promise(setImmediate);
    }
    yield batch;
  } finally {
    statement.finalize();
  }
}

function textOf(value: SQLiteValue): string | null {
  if (value === null) return null;
  return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : String(value);
}
