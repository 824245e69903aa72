import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import type { FileOperations } from '../storage/files/file-operations';
import { guarded } from '../storage/files/storage-error';
import { workspaceFiles } from '../storage/files/workspace-paths';

const holderSchema = z.object({
  pid: z.int(),
  host: z.string(),
  /** Distinguishes a process from a later one with the same id; empty where the system does not tell. */
  processStart: z.string(),
  takenAtMs: z.number(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface WorkspaceLock {
  release(): Promise<void>;
}

/**
 * One process writes a workspace. The lock is a file created exclusively; one whose process is gone is taken over.
 * @throws WORKSPACE_LOCKED naming the process (and machine) that has it.
 */
export async function takeLock(files: FileOperations, folder: string): Promise<WorkspaceLock> {
  const path = join(folder, workspaceFiles.lock);
  const mine = describeSelf();
  return guarded('lock the workspace', path, async () => {
    for (let attempt = 0; attempt < 20; attempt++) {
      if (await createExclusively(files, path, mine)) return held(files, path, mine);
      const holder = await readHolder(files, path);
      if (typeof holder === 'object' && isAlive(holder)) throw lockedBy(holder, folder);
      if (holder !== 'gone' && (await takeOver(files, path, mine))) return held(files, path, mine);
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw lockedBy(undefined, folder);
  });
}

/** Tokens of the locks that this process holds: a lock file of ours that is not among them is a left-over. */
const locksOfThisProcess = new Set<string>();

function held(files: FileOperations, path: string, mine: Holder): WorkspaceLock {
  locksOfThisProcess.add(mine.token);
  return {
    /** A lock file that cannot be removed is harmless: it is known to be stale. */
    async release() {
      locksOfThisProcess.delete(mine.token);
      try {
        const holder = await readHolder(files, path);
        if (typeof holder === 'object' && holder.token === mine.token) await files.remove(path);
      } catch {
        // see above
      }
    },
  };
}

async function createExclusively(files: FileOperations, path: string, holder: Holder): Promise<boolean> {
  try {
    const file = await files.open(path, 'create');
    try {
      await file.write(Buffer.from(JSON.stringify(holder)));
      return true;
    } catch (error) {
      await files.remove(path).catch(() => {});
      throw error;
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Replaces a stale lock. Only the process that created the take-over file may do so, and it looks again first, so that two
 * processes that found the same stale lock cannot both end up with it.
 */
async function takeOver(files: FileOperations, path: string, mine: Holder): Promise<boolean> {
  const gate = `${path}.takeover`;
  if (!(await createExclusively(files, gate, mine))) {
    const other = await readHolder(files, gate);
    if (other === 'unreadable' || (typeof other === 'object' && !isAlive(other))) await files.remove(gate);
    return false;
  }
  try {
    const holder = await readHolder(files, path);
    if (holder === 'gone' || (holder !== 'unreadable' && isAlive(holder))) return false;
    await files.remove(path);
    return await createExclusively(files, path, mine);
  } finally {
    await files.remove(gate);
  }
}

/** An empty or torn lock was being written by a process that died, unless it is brand new. */
async function readHolder(files: FileOperations, path: string): Promise<Holder | 'gone' | 'unreadable'> {
  const facts = await files.stat(path);
  if (!facts) return 'gone';
  try {
    const parsed = holderSchema.safeParse(JSON.parse((await files.readFile(path)).toString('utf8')));
    if (parsed.success) return parsed.data;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'gone';
    if (!(error instanceof SyntaxError)) throw error;
  }
  return Date.now() - facts.modifiedAtMs < 300 ? 'gone' : 'unreadable';
}

function describeSelf(): Holder {
  const token = randomBytes(12).toString('hex');
  return { pid: process.pid, host: hostname(), processStart: processStart(process.pid), takenAtMs: Date.now(), token };
}

/** Linux: boot id and start time in ticks. A zombie counts as gone. */
function processStart(pid: number): string {
  if (process.platform !== 'linux') return '';
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return 'dead';
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`;
  } catch {
    return '';
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true; // on a shared disk we cannot know; the message says what to do
  if (holder.pid === process.pid && holder.processStart === processStart(process.pid)) return locksOfThisProcess.has(holder.token);
  const bootedAtMs = Date.now() - uptime() * 1000;
  if (holder.takenAtMs < bootedAtMs - 60_000) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = processStart(holder.pid);
  return holder.processStart === '' || start === '' || start === holder.processStart;
}

function lockedBy(holder: Holder | undefined, folder: string): RankLabError {
  const elsewhere = holder && holder.host !== hostname();
  const who = !holder
    ? 'another process'
    : holder.pid === process.pid && !elsewhere
      ? 'this process'
      : `process ${holder.pid}${elsewhere ? ` on ${holder.host}` : ''}`;
  const remedy = elsewhere
    ? `Close it there. If that machine is no longer running RankLab, delete ${workspaceFiles.lock} in the folder.`
    : 'Close the other RankLab window, server or command that has it open, then try again.';
  return new RankLabError('WORKSPACE_LOCKED', `The workspace is in use by ${who}: ${folder}`, { place: folder, remedy });
}
