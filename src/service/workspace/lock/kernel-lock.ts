import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import type { DuckDBInstance } from '@duckdb/node-api';
import { temporarySuffix } from '../../storage/files/atomic-write';
import type { FileOperations } from '../../storage/files/file-operations';
import { duckDb } from '../../storage/tables/duckdb-module';
import { duckDbError, isLockConflict } from '../../storage/tables/database-errors';

/**
 * A lock that the operating system releases when the process ends, even by a crash. Node has no such call. DuckDB, which is always available, locks
 * its database file while it is open (fcntl on POSIX systems, an exclusive share mode on Windows); the file locked here is an empty database.
 *
 * A POSIX lock is released when the process closes any descriptor of the file, so nothing else may open it.
 */
interface KernelLock {
  release(): void;
}

/** Real paths of the locks of this process: POSIX locks do not exclude within one process. */
const ownLocks = new Map<string, DuckDBInstance | undefined>();

const options = { memory_limit: '16MB', threads: '1', autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };

/** Undefined while this or another process holds it. The folder of `path` must exist. */
export async function takeKernelLock(files: FileOperations, path: string, realPath: string): Promise<KernelLock | undefined> {
  if (ownLocks.has(realPath)) return undefined;
  ownLocks.set(realPath, undefined);
  try {
    const instance = await openLocked(files, path);
    if (!instance) ownLocks.delete(realPath);
    else ownLocks.set(realPath, instance);
    return instance && { release: () => releaseLock(realPath) };
  } catch (error) {
    ownLocks.delete(realPath);
    throw error;
  }
}

export const isHeldByThisProcess = (realPath: string): boolean => ownLocks.has(realPath);

function releaseLock(realPath: string): void {
  const instance = ownLocks.get(realPath);
  ownLocks.delete(realPath);
  instance?.closeSync();
}

async function openLocked(files: FileOperations, path: string): Promise<DuckDBInstance | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await duckDb().DuckDBInstance.create(path, options);
    } catch (error) {
      const found = duckDbError(error);
      if (found && isLockConflict(found)) return undefined;
      // The lock is free but the file is invalid: a process was killed while creating it.
      if (attempt > 0 || !found || !/not a valid DuckDB database|Corrupt database file|Could not read enough bytes/.test(found.message))
        throw error;
      await writeAgain(files, path);
    }
  }
}

/** In place, because a replaced file would be a different lock. */
async function writeAgain(files: FileOperations, path: string): Promise<void> {
  const fresh = `${path}.${randomBytes(6).toString('hex')}${temporarySuffix}`;
  try {
    (await duckDb().DuckDBInstance.create(fresh, options)).closeSync();
    await writeFile(path, await files.readFile(fresh)); // bypasses `FileOperations`, which never touches locks
  } finally {
    await files.remove(fresh);
  }
}
