import type { DuckDBConnection } from '@duckdb/node-api';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { isRankLabError, RankLabError } from '#shared/errors';
import { sqlText } from '#shared/sql-text';
import { temporarySuffix } from '../storage/files/atomic-write';
import { settings } from '../storage/tables/database';
import type { FileOperations } from '../storage/files/file-operations';
import { duckDb } from '../storage/tables/duckdb-module';

const mark = Buffer.from('PAR1');

export async function isParquet(files: FileOperations, path: string): Promise<boolean> {
  const file = await files.open(path, 'read');
  try {
    const head = Buffer.alloc(4);
    return (await file.read(head, 0)) === 4 && head.equals(mark);
  } finally {
    await file.close();
  }
}

export interface RowLimits {
  /** Rows of a preview; text files are sampled anyway. */
  readonly limit?: number | undefined;
  /** Refuses a number of rows that would not fit into memory. */
  readonly requireFits?: ((rows: number, place: string) => void) | undefined;
}

/** Characters of a pattern. */
const wildcard = /[*?[]/;

/** The pattern of all Parquet files of a folder, or of a path with wildcards; undefined for a file. */
export async function parquetGlob(files: FileOperations, path: string): Promise<string | undefined> {
  const facts = await files.stat(path);
  if (facts) return facts.isFolder ? join(path, '**', '*.parquet').replaceAll('\\', '/') : undefined;
  return wildcard.test(path) ? path.replaceAll('\\', '/') : undefined;
}

/** The files that a folder or pattern stands for; none for a single file. */
export async function parquetFiles(files: FileOperations, path: string): Promise<string[]> {
  const glob = await parquetGlob(files, path);
  if (glob === undefined) return [];
  const instance = await duckDb().DuckDBInstance.create(':memory:', settings());
  try {
    const connection = await instance.connect();
    return (await connection.runAndReadAll(`select file from glob(${sqlText(glob)})`)).getRows().map(([file]) => String(file));
  } finally {
    instance.closeSync();
  }
}

/**
 * Writes a Parquet file's rows as CSV (header, comma, every value as text; lists and structures as JSON) into `folder`, so that they go
 * through the same checks as any other file. Row n is on line n + 1. The caller removes it. A pattern reads every file that it matches, with
 * the partitions that folders name (`day=2024-05-01`) as columns; files may differ in columns.
 * @throws IMPORT_FAILED when it is no readable Parquet file, NOT_FOUND when no file matches the pattern.
 */
export async function parquetAsCsv(
  files: FileOperations,
  path: string,
  folder: string,
  { limit, requireFits }: RowLimits = {},
): Promise<string> {
  const { DuckDBInstance } = duckDb();
  await files.makeFolder(folder);
  const target = join(folder, `${randomBytes(6).toString('hex')}.csv${temporarySuffix}`);
  const instance = await DuckDBInstance.create(':memory:', settings());
  try {
    const connection = await instance.connect();
    if (wildcard.test(path)) await requireMatch(connection, path);
    if (requireFits) requireFits(await rowCount(connection, path), path);
    const source = wildcard.test(path)
      ? `read_parquet(${sqlText(path)}, hive_partitioning = true, hive_types_autocast = false, union_by_name = true)`
      : `read_parquet(${sqlText(path)})`;
    const described = await connection.runAndReadAll(`describe select * from ${source}`);
    const columns = described.getRows().map(([name, type]) => {
      const quoted = `"${String(name).replaceAll('"', '""')}"`;
      // Lists and structures as JSON, because elements may contain any character.
      const isNested = /\[\d*\]$|^(STRUCT|MAP|UNION)\(/.test(String(type));
      return `${isNested ? `cast(to_json(${quoted}) as varchar)` : `cast(${quoted} as varchar)`} as ${quoted}`;
    });
    const rows = `select ${columns.join(', ')} from ${source}${limit === undefined ? '' : ` limit ${limit}`}`;
    await connection.run(`copy (${rows}) to ${sqlText(target)} (format csv, header true, delimiter ',', quote '"', escape '"')`);
    connection.closeSync();
    return target;
  } catch (error) {
    await files.remove(target).catch(() => {});
    if (isRankLabError(error)) throw error;
    const message = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
    throw new RankLabError('IMPORT_FAILED', `The Parquet file cannot be read: ${message}`, {
      place: path,
      remedy: 'Check that the file is complete.',
    });
  } finally {
    instance.closeSync();
  }
}

/** From the files' footers; no row is read. */
async function rowCount(connection: DuckDBConnection, pattern: string): Promise<number> {
  const [row] = (await connection.runAndReadAll(`select sum(num_rows) from parquet_file_metadata(${sqlText(pattern)})`)).getRows();
  return Number(row?.[0] ?? 0);
}

async function requireMatch(connection: DuckDBConnection, pattern: string): Promise<void> {
  const [row] = (await connection.runAndReadAll(`select count(*) from glob(${sqlText(pattern)})`)).getRows();
  if (Number(row?.[0] ?? 0) > 0) return;
  throw new RankLabError('NOT_FOUND', `There is no Parquet file ${pattern}`, {
    place: pattern,
    value: pattern,
    remedy: 'Name a file, or a folder or pattern with Parquet files',
  });
}
