import * as fs from 'node:fs';
import { type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { RankLabError } from '#shared/errors';

/** See the workspace's kernel lock. */
export const kernelLockName = 'workspace.lock.db';

/**
 * The port for all disk access of storage. Tests wrap it to fail the n-th operation or to kill
 * the process at a named step; the product uses `nodeFileOperations`.
 */
export interface FileOperations {
  open(path: string, mode: OpenMode): Promise<OpenFile>;
  readFile(path: string): Promise<Buffer>;
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; a missing file is ignored. */
  remove(path: string): Promise<void>;
  removeFolder(path: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Names in a folder, sorted; empty when there is no such folder. */
  list(path: string): Promise<string[]>;
  copyFile(from: string, to: string): Promise<void>;
  /** Undefined when there is nothing at `path`. Follows links. */
  stat(path: string): Promise<FileFacts | undefined>;
  realPath(path: string): Promise<string>;
  /** Makes a rename or a new name durable. */
  syncFolder(path: string): Promise<void>;
  freeBytes(path: string): Promise<number>;
  /** Appends synchronously: the data is in the operating system's cache, so killing the process loses nothing. */
  appendNow(path: string, text: string): void;
  /** Called at each named write step; does nothing in the product. */
  reached(step: WriteStep, subject: string): Promise<void>;
}

/** `append`: create or add to the end; `create`: fail when it exists; `write`: create or empty. */
type OpenMode = 'read' | 'write' | 'append' | 'create';

export interface OpenFile {
  /** Writes all of `data` at the current end. */
  write(data: Uint8Array): Promise<void>;
  /** Reads up to target.length bytes at `position`; 0 at the end. */
  read(target: Uint8Array, position: number): Promise<number>;
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  size(): Promise<number>;
  close(): Promise<void>;
}

interface FileFacts {
  readonly bytes: number;
  readonly isFolder: boolean;
  readonly modifiedAtMs: number;
}

/** The steps at which a crash must leave the old or the new state. Each is announced just before it runs. */
export type WriteStep =
  | 'write'
  | 'fsync'
  | 'rename'
  | 'directory-fsync'
  | 'manifest-swap'
  | 'clean-up'
  | 'log-write'
  | 'log-fsync'
  | 'log-rotate'
  | 'database-begin'
  | 'database-append'
  | 'database-commit'
  | 'database-committed'
  | 'backup'
  | 'migrate';

const flags: Record<OpenMode, string> = { read: 'r', write: 'w', append: 'a+', create: 'wx' };

class NodeFile implements OpenFile {
  constructor(private readonly handle: FileHandle) {}

  async write(data: Uint8Array): Promise<void> {
    for (let done = 0; done < data.length;) done += (await this.handle.write(data, done)).bytesWritten;
  }

  async read(target: Uint8Array, position: number): Promise<number> {
    return (await this.handle.read(target, 0, target.length, position)).bytesRead;
  }

  sync(): Promise<void> {
    return this.handle.datasync();
  }

  truncate(length: number): Promise<void> {
    return this.handle.truncate(length);
  }

  async size(): Promise<number> {
    return (await this.handle.stat()).size;
  }

  close(): Promise<void> {
    return this.handle.close();
  }
}

const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

/** POSIX systems release a file's lock when the process closes any descriptor of it: reading the lock of a workspace would unlock it. */
function requireNotLock(path: string): string {
  if (basename(path) !== kernelLockName) return path;
  throw new RankLabError('INVALID_ARGUMENT', `${kernelLockName} is the lock of a workspace and cannot be read`, { place: path });
}

export const nodeFileOperations: FileOperations = {
  open: async (path, mode) => new NodeFile(await fs.promises.open(requireNotLock(path), flags[mode])),
  readFile: async (path) => fs.promises.readFile(requireNotLock(path)),
  rename: (from, to) => fs.promises.rename(from, to),
  remove: (path) => fs.promises.rm(path, { force: true }),
  removeFolder: (path) => fs.promises.rm(path, { force: true, recursive: true }),
  makeFolder: async (path) => void (await fs.promises.mkdir(path, { recursive: true })),
  copyFile: async (from, to) => fs.promises.copyFile(requireNotLock(from), to),
  realPath: (path) => fs.promises.realpath(path),
  async list(path) {
    try {
      return (await fs.promises.readdir(path)).sort();
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  },
  async stat(path) {
    try {
      const stats = await fs.promises.stat(path);
      return { bytes: stats.size, isFolder: stats.isDirectory(), modifiedAtMs: stats.mtimeMs };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  },
  async syncFolder(path) {
    if (process.platform === 'win32') return; // NTFS journals names itself, and folders cannot be opened
    const handle = await fs.promises.open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async freeBytes(path) {
    const facts = await fs.promises.statfs(path);
    return facts.bavail * facts.bsize;
  },
  appendNow: (path, text) => fs.appendFileSync(path, text),
  reached: async () => {},
};
