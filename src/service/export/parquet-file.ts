import { randomBytes } from 'node:crypto';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { ParquetColumn } from '#engine/model/table-file';
import type { TaskContext } from '#engine/ports';
import { sqlText } from '#shared/sql-text';
import { temporarySuffix, writeAtomically, writeDurably } from '../storage/files/atomic-write';
import type { FileOperations } from '../storage/files/file-operations';
import { settings } from '../storage/tables/database';
import { duckDb } from '../storage/tables/duckdb-module';

const identifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const blockBytes = 1_048_576;
/** Assumed size of the longest row as JSON until a longer one occurs; DuckDB allocates a multiple of it. */
const assumedRowBytes = 1_048_576;
const lineFeed = 10;
const cancelCheckMs = 50;

/** JSON Lines with the keys c0, c1 … as a Parquet file, never half-written. @throws CANCELLED, DISK_FULL, IO_FAILED. */
export async function writeParquet(
  files: FileOperations,
  path: string,
  lines: AsyncIterable<Uint8Array>,
  columns: readonly ParquetColumn[],
  context: TaskContext,
): Promise<void> {
  const unique = randomBytes(6).toString('hex');
  const [staged, made] = [`${path}.${unique}.jsonl${temporarySuffix}`, `${path}.${unique}.parquet${temporarySuffix}`];
  try {
    let longest = assumedRowBytes;
    const measured = async function* (): AsyncGenerator<Uint8Array> {
      for await (const block of lines) {
        longest = Math.max(longest, longestLine(block) + 1_024);
        yield block;
      }
    };
    await writeDurably(files, staged, measured());
    await convert(staged, made, columns, longest, context);
    throwIfCancelled(context);
    await writeAtomically(files, path, blocks(files, made));
  } finally {
    for (const file of [staged, made]) await files.remove(file).catch(() => {});
  }
}

/** Blocks hold whole lines. */
function longestLine(block: Uint8Array): number {
  let longest = 0;
  for (let start = 0, end = 0; start < block.length; start = end + 1) {
    end = block.indexOf(lineFeed, start);
    if (end < 0) end = block.length;
    longest = Math.max(longest, end - start);
  }
  return longest;
}

async function convert(
  from: string,
  to: string,
  columns: readonly ParquetColumn[],
  longestRow: number,
  context: TaskContext,
): Promise<void> {
  const instance = await duckDb().DuckDBInstance.create(':memory:', settings());
  try {
    const connection = await instance.connect();
    const watch = setInterval(() => context.signal?.aborted && connection.interrupt(), cancelCheckMs);
    try {
      const types = columns.map(({ type }, place) => `'c${place}': '${type}'`).join(', ');
      const names = columns.map(({ name }, place) => `c${place} as ${identifier(name)}`).join(', ');
      const source = `read_json(${sqlText(from)}, format = 'newline_delimited', columns = {${types}}, maximum_object_size = ${longestRow})`;
      await connection.run(`copy (select ${names} from ${source}) to ${sqlText(to)} (format parquet, compression zstd)`);
    } catch (error) {
      throwIfCancelled(context);
      throw error;
    } finally {
      clearInterval(watch);
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

async function* blocks(files: FileOperations, path: string): AsyncGenerator<Uint8Array> {
  const file = await files.open(path, 'read');
  try {
    for (let position = 0; ;) {
      const block = new Uint8Array(blockBytes);
      const read = await file.read(block, position);
      if (read === 0) return;
      position += read;
      yield block.subarray(0, read);
    }
  } finally {
    await file.close();
  }
}
