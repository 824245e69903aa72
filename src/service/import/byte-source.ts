import { Decompress } from 'fzstd';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { RankLabError } from '#shared/errors';
import type { FileOperations, OpenFile } from '../storage/files/file-operations';

const blockBytes = 256 * 1024;

export type Compression = 'gzip' | 'zstd';

/** How the file is compressed, by its first bytes; undefined when it is not. */
export async function compressionOf(files: FileOperations, path: string): Promise<Compression | undefined> {
  const file = await files.open(path, 'read');
  try {
    const head = Buffer.alloc(4);
    await file.read(head, 0);
    if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
    return head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : undefined;
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a file from `position` on, decompressed. A block is valid until the next one; `onRead` hears how many bytes of the file
 * itself have been read. @throws IMPORT_FAILED when the compressed data is damaged.
 */
export async function* byteBlocks(
  files: FileOperations,
  path: string,
  compression: Compression | undefined,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const file = await files.open(path, 'read');
  try {
    if (compression === undefined) yield* rawBlocks(file, onRead);
    else if (compression === 'gzip') yield* gunzipped(rawBlocks(file, onRead));
    else yield* zstdBlocks(rawBlocks(file, onRead));
  } catch (error) {
    if (compression === undefined || error instanceof RankLabError) throw error;
    throw new RankLabError('IMPORT_FAILED', `The ${compression} file cannot be decompressed: ${(error as Error).message}`, {
      place: path,
      remedy: 'Check that the file is complete.',
    });
  } finally {
    await file.close();
  }
}

async function* rawBlocks(file: OpenFile, onRead?: (bytes: number) => void): AsyncGenerator<Buffer> {
  const block = Buffer.alloc(blockBytes);
  for (let position = 0; ;) {
    const read = await file.read(block, position);
    if (read === 0) return;
    position += read;
    yield block.subarray(0, read);
    onRead?.(position);
  }
}

async function* gunzipped(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  // The stream holds on to its chunk, and the block is reused.
  const copies = Readable.from(copied(blocks), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: blockBytes });
  copies.on('error', (error) => gunzip.destroy(error));
  for await (const block of copies.pipe(gunzip)) yield block as Buffer;
}

async function* copied(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for await (const block of blocks) yield Buffer.from(block);
}

async function* zstdBlocks(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let ready: Uint8Array[] = [];
  const stream = new Decompress((data) => ready.push(data));
  for await (const block of blocks) {
    stream.push(Buffer.from(block));
    for (const data of ready) yield Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    ready = [];
  }
  stream.push(new Uint8Array(0), true);
  for (const data of ready) yield Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
