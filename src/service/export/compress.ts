import { randomBytes } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import type { Compression } from '#engine/dataset/exporters/compression';
import { sqlText } from '#shared/sql-text';
import { temporarySuffix } from '../storage/files/atomic-write';
import type { FileOperations } from '../storage/files/file-operations';
import { settings } from '../storage/tables/database';
import { duckDb } from '../storage/tables/duckdb-module';

/** Text per compressed frame: more would take memory, less would compress worse. */
const frameBytes = 8 * 1_048_576;

/** The bytes compressed; the same bytes give the same result. `path` is the file that they are for, beside which scratch files may lie. */
export function compressed(
  files: FileOperations,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncIterable<Uint8Array> {
  return compression === 'gzip' ? gzipped(chunks) : zstdFrames(files, path, chunks);
}

async function* gzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gzip = createGzip();
  // Destroys both where either fails or no more is read, so that `chunks` is closed, too; the loop below throws the failure.
  pipeline(Readable.from(chunks, { objectMode: false }), gzip, () => {});
  for await (const block of gzip) yield block as Buffer;
}

/** By DuckDB, since Node compresses zstd only from 22.15 on. Frames that follow each other are one zstd file. */
async function* zstdFrames(files: FileOperations, path: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const scratch = `${path}.${randomBytes(6).toString('hex')}`;
  const [plain, frame] = [`${scratch}.text${temporarySuffix}`, `${scratch}.zst${temporarySuffix}`];
  const instance = await duckDb().DuckDBInstance.create(':memory:', settings());
  try {
    const connection = await instance.connect();
    try {
      for await (const part of parts(chunks)) {
        await write(files, plain, part);
        await connection.run(
          `copy (select content from read_blob(${sqlText(plain)})) to ${sqlText(frame)} (format blob, compression zstd)`,
        );
        yield await contentOf(files, frame);
      }
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
    for (const file of [plain, frame]) await files.remove(file).catch(() => {});
  }
}

/** The bytes in pieces of about a frame; one empty piece for no bytes, so that the file is a valid one. */
async function* parts(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array[]> {
  let pending: Uint8Array[] = [];
  let bytes = 0;
  let count = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    bytes += chunk.length;
    if (bytes < frameBytes) continue;
    yield pending;
    count++;
    [pending, bytes] = [[], 0];
  }
  if (bytes > 0 || count === 0) yield pending;
}

async function write(files: FileOperations, path: string, pieces: readonly Uint8Array[]): Promise<void> {
  const file = await files.open(path, 'write');
  try {
    for (const piece of pieces) await file.write(piece);
  } finally {
    await file.close();
  }
}

async function contentOf(files: FileOperations, path: string): Promise<Uint8Array> {
  const content = new Uint8Array((await files.stat(path))?.bytes ?? 0);
  const file = await files.open(path, 'read');
  try {
    for (let read = 0; read < content.length;) {
      const more = await file.read(content.subarray(read), read);
      if (more === 0) return content.subarray(0, read);
      read += more;
    }
    return content;
  } finally {
    await file.close();
  }
}
