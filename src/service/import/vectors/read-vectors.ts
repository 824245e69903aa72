import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import type { VectorFile, VectorFileOptions } from '#engine/embeddings/port';
import { isRankLabError, RankLabError } from '#shared/errors';
import { nodeFileOperations, type FileOperations } from '../../storage/files/file-operations';
import { byteBlocks, compressionOf } from '../byte-source';
import { isParquet, parquetAsCsv } from '../parquet';
import { openText } from '../text-source';
import { idsBeside } from './ids-beside';
import { isNpy } from './npy';
import { npyVectors, npzVectors } from './numpy-vectors';
import { readTextVectors } from './text-vectors';
import { isZip } from './zip';

/**
 * Reads vectors computed elsewhere, whatever the file is called: NumPy's .npy and .npz, Parquet, delimited text, JSON Lines, JSON, and the
 * text of word2vec; texts also compressed.
 * @throws NOT_FOUND, or IMPORT_FAILED naming the file and, where there is one, line and column.
 */
export async function readVectorFile(path: string, options: VectorFileOptions = {}, files = nodeFileOperations): Promise<VectorFile> {
  const facts = await files.stat(path);
  if (!facts || facts.isFolder)
    throw new RankLabError('NOT_FOUND', `${path} is ${facts ? 'a folder' : 'not there'}`, {
      place: path,
      value: path,
      remedy: 'Check the path.',
    });
  try {
    return await read(files, path, options);
  } catch (error) {
    if (isRankLabError(error)) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new RankLabError('IMPORT_FAILED', `${path} cannot be read: ${message}`, { place: path });
  }
}

async function read(files: FileOperations, path: string, options: VectorFileOptions): Promise<VectorFile> {
  const head = await headOf(files, path);
  const unpacked = await unpackedArrays(files, path);
  if (unpacked) return isZip(unpacked) ? npzVectors(unpacked, path, options) : npyVectors(unpacked, path);
  if (isNpy(head) || extname(path).toLowerCase() === '.npy') {
    const file = npyVectors(await files.readFile(path), path);
    const rows = file.vectors.length / file.dimensions;
    return { ...file, ...(await idsBeside(files, dirname(path), basename(path), rows)) };
  }
  if (isZip(head)) return npzVectors(await files.readFile(path), path, options);
  if (!(await isParquet(files, path))) return readTextVectors(await openText(files, path), path, options);
  const folder = await mkdtemp(join(tmpdir(), 'ranklab-vectors-'));
  try {
    // Rows of Parquet are numbered from 1; as text they follow a header.
    return await readTextVectors(await openText(files, await parquetAsCsv(files, path, folder), 'utf-8'), path, options, -1);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The bytes of a compressed .npy or .npz; undefined for another file. */
async function unpackedArrays(files: FileOperations, path: string): Promise<Buffer | undefined> {
  const compression = await compressionOf(files, path);
  if (compression === undefined) return undefined;
  const blocks: Buffer[] = [];
  for await (const block of byteBlocks(files, path, compression)) {
    if (blocks.length === 0 && !isNpy(block) && !isZip(block)) return undefined;
    blocks.push(Buffer.from(block));
  }
  return Buffer.concat(blocks);
}

async function headOf(files: FileOperations, path: string): Promise<Buffer> {
  const file = await files.open(path, 'read');
  try {
    const head = Buffer.alloc(8);
    return head.subarray(0, await file.read(head, 0));
  } finally {
    await file.close();
  }
}
