import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { FileOperations } from './file-operations';
import { isRankLabError } from '#shared/errors';
import { diskFull, isDiskFull } from '../../system-failures';
import { storageError } from './storage-error';

/** Suffix of temporary files, so that opening a workspace can remove those left by a crash. */
export const temporarySuffix = '.ranklab-tmp';

interface AtomicWriteOptions {
  /** Checked against the free space before writing, and reported when the disk is full. */
  readonly bytes?: number;
  /** For messages: "save the index". */
  readonly doing?: string;
}

/**
 * Writes `chunks` so that `path` holds either the old or the complete new content: temporary file → fsync → rename → fsync of the folder.
 * @throws DISK_FULL (naming the bytes needed) or IO_FAILED; the old file is then intact and the temporary one removed.
 */
export async function writeAtomically(
  files: FileOperations,
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { bytes, doing = `write ${basename(path)}` }: AtomicWriteOptions = {},
): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}${temporarySuffix}`;
  let attempted = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      attempted += chunk.length;
      yield chunk;
    }
  };
  try {
    if (bytes !== undefined) await requireSpace(files, dirname(path), bytes, doing);
    try {
      await writeDurably(files, temporary, counted());
      await files.reached('rename', path);
      await files.rename(temporary, path);
    } catch (error) {
      await files.remove(temporary).catch(() => {});
      throw error;
    }
    await files.reached('directory-fsync', path);
    await files.syncFolder(dirname(path));
  } catch (error) {
    if (!isDiskFull(error) || isRankLabError(error)) throw storageError(error, doing, path);
    throw diskFull(doing, path, { bytes: bytes ?? attempted, atLeast: bytes === undefined }, undefined, error);
  }
}

/** Writes a new file and waits until its content is on the disk. The name itself becomes durable with its folder. */
export async function writeDurably(
  files: FileOperations,
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const file = await files.open(path, 'write');
  try {
    await files.reached('write', path);
    for await (const chunk of chunks) await file.write(chunk);
    await files.reached('fsync', path);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** @throws DISK_FULL saying how many bytes are needed and free. */
export async function requireSpace(files: FileOperations, folder: string, bytes: number, doing: string): Promise<void> {
  const free = await files.freeBytes(folder).catch(() => Number.POSITIVE_INFINITY);
  if (free < bytes) throw diskFull(doing, folder, { bytes, atLeast: false }, free);
}

/** Removes temporary files in `folder` and, with `depth` 1, in the folders directly in it. */
export async function sweepTemporaries(files: FileOperations, folder: string, depth = 0): Promise<void> {
  for (const name of await files.list(folder)) {
    const path = join(folder, name);
    if (name.endsWith(temporarySuffix)) await files.remove(path).catch(() => {});
    else if (depth > 0 && (await files.stat(path))?.isFolder) await sweepTemporaries(files, path, depth - 1);
  }
}
