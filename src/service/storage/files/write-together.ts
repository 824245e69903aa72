import { basename, dirname } from 'node:path';
import { RankLabError } from '#shared/errors';
import type { FileOperations } from './file-operations';

/**
 * Writes several files that belong together: what `work` writes atomically takes its place once `work` has returned. When it fails or is
 * cancelled, every old file is still there and no new one; only a crash or a failure between the renames leaves some of each. `work` must write through the operations it is given.
 */
export async function writeTogether<Value>(files: FileOperations, work: (files: FileOperations) => Promise<Value>): Promise<Value> {
  /** Temporary files by the path that they will take. */
  const pending = new Map<string, string>();
  const deferred: FileOperations = {
    ...files,
    rename: (from, to) => Promise.resolve(void pending.set(to, from)),
    stat: (path) => files.stat(pending.get(path) ?? path),
    syncFolder: () => Promise.resolve(), // nothing has been renamed yet
  };
  try {
    const value = await work(deferred);
    for (const to of pending.keys()) if ((await files.stat(to))?.isFolder) throw isFolder(to);
    const folders = new Set([...pending.keys()].map((path) => dirname(path)));
    for (const [to, from] of [...pending]) {
      await files.rename(from, to);
      pending.delete(to);
    }
    for (const folder of folders) await files.syncFolder(folder);
    return value;
  } finally {
    for (const from of pending.values()) await files.remove(from).catch(() => {});
  }
}

const isFolder = (path: string): RankLabError =>
  new RankLabError('IO_FAILED', `Could not write ${basename(path)}: there is a folder of that name`, {
    place: path,
    remedy: 'Choose another output folder, or remove that one.',
  });
