import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RankLabError } from '#shared/errors';
import type { FaissNodeIndex, FaissNodeModule } from './faiss-node-module';

const mark = Buffer.from('RLFNODE1');
const digestSize = 32;

/**
 * Mark, SHA-256 of the rest, number of rows, the rows' ids, then the FAISS file. faiss-node crashes on damaged files, so only files with a correct
 * digest are passed to it; its toBuffer leaks memory, so it writes to a file.
 */
export async function encodeFaissNode(index: FaissNodeIndex, ids: readonly number[]): Promise<Uint8Array> {
  const file = await inTemporaryFolder(async (path) => {
    index.write(path);
    return readFile(path);
  });
  const head = Buffer.alloc(4);
  head.writeUInt32LE(ids.length);
  const rest = Buffer.concat([head, Buffer.from(Int32Array.from(ids).buffer), file]);
  return Buffer.concat([mark, createHash('sha256').update(rest).digest(), rest]);
}

/** @throws CORRUPT_ARTIFACT for anything encodeFaissNode did not write. */
export async function decodeFaissNode(bytes: Uint8Array, module: FaissNodeModule): Promise<{ index: FaissNodeIndex; ids: number[] }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rest = buffer.subarray(mark.length + digestSize);
  const digest = buffer.subarray(mark.length, mark.length + digestSize);
  const genuine = buffer.subarray(0, mark.length).equals(mark) && createHash('sha256').update(rest).digest().equals(digest);
  if (!genuine || rest.length < 4)
    throw new RankLabError('CORRUPT_ARTIFACT', 'The index is damaged: its checksum does not match', { remedy: 'Build the index again' });
  const rows = rest.readUInt32LE();
  const ids = Array.from({ length: rows }, (_, row) => rest.readInt32LE(4 + 4 * row));
  const index = await inTemporaryFolder(async (path) => {
    await writeFile(path, rest.subarray(4 + 4 * rows));
    return module.Index.read(path);
  });
  return { index, ids };
}

async function inTemporaryFolder<Result>(work: (path: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'ranklab-index-'));
  try {
    return await work(join(folder, randomUUID()));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
