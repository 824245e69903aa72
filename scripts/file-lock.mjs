import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Maximum duration of guarded work; older locks are stale, even if another process has their process id. */
const longestMs = 15 * 60_000;

/**
 * Runs `work` while holding the lock file; waits for other holders. The file names the process, so that a lock of a killed process is taken over.
 */
export async function withFileLock(path, work, pollMs = 100) {
  while (!take(path)) {
    if (isLeftOver(path)) clear(path);
    else await delay(pollMs);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function isLeftOver(path) {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (!facts) return false;
  if (Date.now() - facts.mtimeMs > longestMs) return true;
  const holder = holderOf(path);
  return holder !== undefined && !isAlive(holder);
}

/** Undefined between the creation of the file and its first byte. */
function holderOf(path) {
  try {
    const text = readFileSync(path, 'utf8');
    return text === '' ? undefined : Number(text);
  } catch {
    return undefined;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}

/** Renamed before it is removed: if two processes clear it concurrently, the second may have caught the first one's new lock, and restores it. */
function clear(path) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (!isLeftOver(aside)) linkSync(aside, path);
  } catch {
    // another process was faster
  } finally {
    rmSync(aside, { force: true });
  }
}
