import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import type { FileOperations } from '../../storage/files/file-operations';
import { guarded } from '../../storage/files/storage-error';
import { workspaceFiles } from '../../storage/files/workspace-paths';
import { isHeldByThisProcess, takeKernelLock } from './kernel-lock';

const holderSchema = z.object({ pid: z.int(), host: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface WorkspaceLock {
  release(): Promise<void>;
}

/**
 * Only the process that holds the kernel lock on `workspace.lock.db` writes a workspace, independent of clocks, process ids and host names, which
 * differ in containers. `workspace.lock` describes the owner for messages only.
 * @throws WORKSPACE_LOCKED naming the process (and machine) that has it.
 */
export async function takeLock(files: FileOperations, folder: string): Promise<WorkspaceLock> {
  const path = join(folder, workspaceFiles.kernelLock);
  return guarded('lock the workspace', path, async () => {
    const realPath = join(await files.realPath(folder), workspaceFiles.kernelLock);
    const lock = await takeKernelLock(files, path, realPath);
    if (!lock) throw lockedBy(isHeldByThisProcess(realPath) ? 'this process' : await holderIn(files, folder), folder);
    const note = join(folder, workspaceFiles.lock);
    await writeHolder(files, note).catch(() => {}); // used only for a message
    return {
      async release() {
        await files.remove(note).catch(() => {});
        lock.release();
      },
    };
  });
}

async function writeHolder(files: FileOperations, path: string): Promise<void> {
  const holder: Holder = { pid: process.pid, host: hostname() };
  const file = await files.open(path, 'write');
  try {
    await file.write(Buffer.from(JSON.stringify(holder)));
  } finally {
    await file.close();
  }
}

async function holderIn(files: FileOperations, folder: string): Promise<string> {
  try {
    const holder = holderSchema.parse(JSON.parse((await files.readFile(join(folder, workspaceFiles.lock))).toString('utf8')));
    return `process ${holder.pid}${holder.host === hostname() ? '' : ` on ${holder.host}`}`;
  } catch {
    return 'another process';
  }
}

const lockedBy = (who: string, folder: string): RankLabError =>
  new RankLabError('WORKSPACE_LOCKED', `The workspace is in use by ${who}: ${folder}`, {
    place: folder,
    remedy:
      'Close the RankLab window, server or command that has it open, then try again. The lock ends with its process: no file needs to be deleted.',
  });
