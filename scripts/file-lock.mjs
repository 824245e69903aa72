import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Nothing guarded here takes this long; older locks are left-overs, whoever has their process id now. */
const longestMs = 15 * 60_000;

/**
 * Runs `work` while no other process holds the lock file; waits for its turn. The file names the process, so that a lock whose
 * holder was killed is taken over.
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

/** Moved aside before it is removed: when two clear at once, the second may have caught the first one's new lock, and gives it back. */
function clear(path) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (!isLeftOver(aside)) linkSync(aside, path);
  } catch {
    // somebody else was quicker
  } finally {
    rmSync(aside, { force: true });
  }
}
