import { readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/**
 * One process per folder. The first one's process id is in a file; a second one writes its arguments beside it, where
 * the first one watches, and gets false.
 */
export function holdLock(folder: string, args: readonly string[], second: (args: string[], folder: string) => void): boolean {
  const lock = join(folder, 'instance.lock');
  const call = join(folder, 'second-instance.json');
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch {
    if (isAlive(Number(readFileSync(lock, 'utf8')))) {
      writeFileSync(call, JSON.stringify({ args, folder: process.cwd() }));
      return false;
    }
    writeFileSync(lock, String(process.pid));
  }
  watch(folder, (_event, name) => {
    if (name !== 'second-instance.json') return;
    try {
      const request = JSON.parse(readFileSync(call, 'utf8')) as { args: string[]; folder: string };
      rmSync(call);
      second(request.args, request.folder);
    } catch {
      // Partly written, or already read: another event of the same file follows or was handled before.
    }
  });
  process.on('exit', () => rmSync(lock, { force: true }));
  return true;
}
