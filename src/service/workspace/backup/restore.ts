import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { throwIfCancelled } from '#engine/core/cancellation';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import type { BackupReport } from '#shared/schemas/safety';
import { nodeFileOperations, type FileOperations, type OpenFile } from '../../storage/files/file-operations';
import { guarded, guardedPath } from '../../storage/files/storage-error';
import { checkName, checkWorkspacePath, workspaceFiles } from '../../storage/files/workspace-paths';
import { backupChecksums, backupHead } from './backup';
import { blockSize, padding, readTarHead } from './tar';

const pieceBytes = 1 << 20;
const maxTextBytes = 64 << 20;
const headSchema = z.object({ format: z.literal('ranklab-backup'), version: z.int() });
const checksumsSchema = z.object({ files: z.record(z.string(), z.string()) });

/** Segments of plain names: nothing that leaves the folder, on any system. */
const safeName = /^(?!\.\.?(\/|$))[^/\\\0:*?"<>|]+(\/(?!\.\.?(\/|$))[^/\\\0:*?"<>|]+)*$/;

/**
 * Makes a workspace of a backup, in a new or empty folder. Every byte is checked before the folder takes its name: it is there whole or
 * not at all. @throws CORRUPT_ARTIFACT naming what is damaged, CONFLICT for a folder that holds something, DISK_FULL.
 */
export async function restore(
  file: string,
  target: string,
  context?: TaskContext,
  files: FileOperations = nodeFileOperations,
): Promise<BackupReport> {
  const folder = checkWorkspacePath(target);
  checkName(basename(folder), 'folder name');
  const facts = await guardedPath('read the backup', file, () => files.stat(file));
  if (!facts || facts.isFolder)
    throw new RankLabError('NOT_FOUND', `There is no backup ${file}`, { place: file, remedy: 'Check the path.' });
  await guarded('restore the workspace', folder, () => requireFree(files, folder));
  const unfinished = `${folder}.restoring-${randomBytes(4).toString('hex')}`;
  return guarded(
    `restore ${basename(file)}`,
    folder,
    async () => {
      try {
        const count = await new Restoring(files, file, facts.bytes, context).into(unfinished);
        if (await files.stat(folder)) await files.removeFolder(folder); // it is empty
        await files.rename(unfinished, folder);
        await files.syncFolder(dirname(folder));
        return { path: folder, bytes: facts.bytes, files: count };
      } catch (error) {
        await files.removeFolder(unfinished).catch(() => {});
        throw error;
      }
    },
    facts.bytes,
  );
}

async function requireFree(files: FileOperations, folder: string): Promise<void> {
  const facts = await files.stat(folder);
  if (!facts || (facts.isFolder && (await files.list(folder)).length === 0)) return;
  throw new RankLabError('CONFLICT', `${folder} is there already`, {
    place: folder,
    remedy: 'Name a new or an empty folder; nothing was changed.',
  });
}

class Restoring {
  #at = 0;

  constructor(
    private readonly files: FileOperations,
    private readonly path: string,
    private readonly bytes: number,
    private readonly context?: TaskContext,
  ) {}

  async into(folder: string): Promise<number> {
    const backup = await this.files.open(this.path, 'read');
    try {
      return await this.#unpack(backup, folder);
    } catch (error) {
      if (error instanceof RangeError || error instanceof SyntaxError || error instanceof z.ZodError) throw this.#damaged(error.message);
      throw error;
    } finally {
      await backup.close();
    }
  }

  async #unpack(backup: OpenFile, folder: string): Promise<number> {
    const first = await this.#next(backup);
    if (first?.name !== backupHead) throw this.#damaged('it does not begin like a backup of RankLab');
    const { version } = headSchema.parse(JSON.parse(await this.#text(backup, first.bytes)));
    if (version > 1) {
      throw new RankLabError('WORKSPACE_VERSION', 'The backup was written by a newer RankLab', {
        place: this.path,
        remedy: 'Install the newer RankLab to restore it.',
      });
    }
    const found = new Map<string, string>();
    for (let entry = await this.#next(backup); ; entry = await this.#next(backup)) {
      if (!entry) throw this.#damaged('it ends too early');
      if (entry.name === backupChecksums) {
        this.#compare(found, checksumsSchema.parse(JSON.parse(await this.#text(backup, entry.bytes))).files);
        break;
      }
      if (!safeName.test(entry.name) || entry.name === workspaceFiles.kernelLock)
        throw this.#damaged(`it names a file that is none: ${entry.name.slice(0, 80)}`);
      found.set(entry.name, await this.#unpackFile(backup, join(folder, entry.name), entry.bytes));
      this.context?.report?.(Math.min(0.99, this.#at / this.bytes), entry.name);
    }
    if (!found.has(workspaceFiles.manifest)) throw this.#damaged(`${workspaceFiles.manifest} is missing`);
    return found.size;
  }

  #compare(found: ReadonlyMap<string, string>, expected: Readonly<Record<string, string>>): void {
    for (const [name, checksum] of Object.entries(expected)) {
      if (found.get(name) !== checksum) throw this.#damaged(`${name} ${found.has(name) ? 'does not match its checksum' : 'is missing'}`);
    }
    for (const name of found.keys()) if (!Object.hasOwn(expected, name)) throw this.#damaged(`${name} has no checksum`);
  }

  async #next(backup: OpenFile): Promise<{ name: string; bytes: number } | null> {
    const entry = readTarHead(await this.#exactly(backup, blockSize));
    if (!entry?.isLongName) return entry;
    const name = (await this.#text(backup, entry.bytes)).replace(/\0$/, '');
    const named = readTarHead(await this.#exactly(backup, blockSize));
    return named && { name, bytes: named.bytes };
  }

  async #text(backup: OpenFile, bytes: number): Promise<string> {
    if (bytes > maxTextBytes) throw this.#damaged('a part of it is too long');
    const text = (await this.#exactly(backup, bytes)).toString('utf8');
    this.#at += padding(bytes).length;
    return text;
  }

  async #unpackFile(backup: OpenFile, path: string, bytes: number): Promise<string> {
    if (this.#at + bytes > this.bytes) throw this.#damaged('it ends too early');
    await this.files.makeFolder(dirname(path));
    const file = await this.files.open(path, 'create');
    const hash = createHash('sha256');
    try {
      for (let left = bytes; left > 0;) {
        throwIfCancelled(this.context);
        const piece = await this.#exactly(backup, Math.min(left, pieceBytes));
        hash.update(piece);
        await file.write(piece);
        left -= piece.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await this.files.syncFolder(dirname(path));
    this.#at += padding(bytes).length;
    return hash.digest('hex');
  }

  async #exactly(backup: OpenFile, bytes: number): Promise<Buffer> {
    const target = Buffer.alloc(bytes);
    for (let done = 0; done < bytes;) {
      const read = await backup.read(target.subarray(done), this.#at + done);
      if (read === 0) throw this.#damaged('it ends too early');
      done += read;
    }
    this.#at += bytes;
    return target;
  }

  #damaged(why: string): RankLabError {
    return new RankLabError('CORRUPT_ARTIFACT', `${basename(this.path)} is not a whole backup: ${why}`, {
      place: this.path,
      remedy: 'Restore another backup; nothing was changed.',
    });
  }
}
