import { readFile } from 'node:fs/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { VectorFile } from '#engine/embeddings/port';
import { isRankLabError, RankLabError } from '#shared/errors';
import { parseNpy } from './npy';

/**
 * Reads vectors computed elsewhere: .npy (rows in the order of the videos), or .csv and .parquet whose first column is the
 * video's id, followed by one column per dimension or by a single list column (in CSV: text like `[0.1, 0.2]`).
 * @throws NOT_FOUND, or IMPORT_FAILED naming the file and, where there is one, the row.
 */
export async function readVectorFile(path: string): Promise<VectorFile> {
  const extension = /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase();
  try {
    if (extension === 'npy') {
      const { columns, data } = parseNpy(await readFile(path), path);
      return { ids: undefined, dimensions: columns, vectors: data };
    }
    if (extension === 'csv') return await readTable(`read_csv(${quoted(path)}, header = true, all_varchar = true)`, path);
    if (extension === 'parquet') return await readTable(`read_parquet(${quoted(path)})`, path);
  } catch (error) {
    if (isRankLabError(error)) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || /No files found/.test(String(error)))
      throw new RankLabError('NOT_FOUND', `There is no file ${path}`, { place: path, value: path, remedy: 'Check the path.' });
    throw new RankLabError('IMPORT_FAILED', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      place: path,
    });
  }
  throw new RankLabError('IMPORT_FAILED', `${path} is not a .npy, .csv or .parquet file`, { place: path });
}

const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;
const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

async function readTable(source: string, path: string): Promise<VectorFile> {
  // Native and large: loaded when a table is read, not when the service starts.
  const { DuckDBArrayValue, DuckDBInstance, DuckDBListValue } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const columns = await columnNames(connection, source);
    const [id, ...values] = columns;
    if (id === undefined || values.length === 0)
      throw new RankLabError('IMPORT_FAILED', `${path} needs an id column and vectors`, { place: path });
    const single = values.length === 1;
    const vector = single
      ? `CAST(${identifier(values[0] ?? '')} AS FLOAT[])`
      : `[${values.map((name) => `CAST(${identifier(name)} AS FLOAT)`).join(', ')}]`;
    const result = await connection.stream(`SELECT CAST(${identifier(id)} AS VARCHAR), ${vector} FROM ${source}`);
    const ids: string[] = [];
    const rows: (readonly unknown[])[] = [];
    for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
      for (const [key, value] of chunk.getRows()) {
        ids.push(typeof key === 'string' ? key : '');
        rows.push(value instanceof DuckDBListValue || value instanceof DuckDBArrayValue ? value.items : []);
      }
    }
    return packed(ids, rows, path);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function columnNames(connection: DuckDBConnection, source: string): Promise<string[]> {
  return (await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`)).columnNames();
}

function packed(ids: string[], rows: readonly (readonly unknown[])[], path: string): VectorFile {
  const dimensions = rows[0]?.length ?? 0;
  const refuse = (row: number, problem: string): never => {
    throw new RankLabError('IMPORT_FAILED', `${path}, vector ${row + 1} (“${ids[row] ?? ''}”): ${problem}`, {
      place: `${path}:${row + 2}`,
    });
  };
  if (dimensions === 0) return refuse(0, 'there is no vector');
  const vectors = new Float32Array(rows.length * dimensions);
  const seen = new Set<string>();
  rows.forEach((row, r) => {
    if (row.length !== dimensions) refuse(r, `${row.length} dimensions instead of ${dimensions}`);
    if (ids[r] === '') refuse(r, 'it has no id');
    if (seen.has(ids[r] ?? '')) refuse(r, 'this id occurs twice');
    seen.add(ids[r] ?? '');
    row.forEach((value, d) => {
      if (typeof value === 'number' && Number.isFinite(value)) vectors[r * dimensions + d] = value;
      else refuse(r, `value ${d + 1} is not a finite number`);
    });
  });
  return { ids, dimensions, vectors };
}
