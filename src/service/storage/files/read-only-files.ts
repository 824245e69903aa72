import { resolve, sep } from 'node:path';
import { RankLabError } from '#shared/errors';
import type { FileOperations } from './file-operations';

/**
 * File operations that change nothing inside `folder`, which belongs to every reader; elsewhere they do what `inner` does.
 * A write throws READ_ONLY naming the snapshot. Making a folder is skipped, because what is written into it would fail.
 */
export function readOnlyFiles(inner: FileOperations, folder: string): FileOperations {
  const root = resolve(folder);
  const isInside = (path: string): boolean => resolve(path) === root || resolve(path).startsWith(`${root}${sep}`);
  const change = async <Value>(path: string, work: () => Promise<Value>): Promise<Value> => {
    if (isInside(path)) throw readOnly(root);
    return work();
  };
  return {
    readFile: (path) => inner.readFile(path),
    list: (path) => inner.list(path),
    stat: (path) => inner.stat(path),
    realPath: (path) => inner.realPath(path),
    freeBytes: (path) => inner.freeBytes(path),
    reached: (step, subject) => inner.reached(step, subject),
    open: async (path, mode) => (mode === 'read' ? inner.open(path, mode) : change(path, () => inner.open(path, mode))),
    rename: (from, to) => change(isInside(from) ? from : to, () => inner.rename(from, to)),
    remove: (path) => change(path, () => inner.remove(path)),
    removeFolder: (path) => change(path, () => inner.removeFolder(path)),
    copyFile: (from, to) => change(to, () => inner.copyFile(from, to)),
    syncFolder: (path) => change(path, () => inner.syncFolder(path)),
    makeFolder: async (path) => (isInside(path) ? undefined : inner.makeFolder(path)),
    appendNow: (path, text) => {
      if (isInside(path)) throw readOnly(root);
      inner.appendNow(path, text);
    },
  };
}

/** A write into a snapshot. */
export const readOnly = (folder: string): RankLabError =>
  new RankLabError('READ_ONLY', `${folder} is a snapshot, which nothing changes`, {
    place: folder,
    remedy: 'Change the workspace that it was made from, and make a new snapshot with “ranklab snapshot”',
  });
