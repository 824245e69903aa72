import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { withFileLock } from '../../scripts/file-lock.mjs';

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ranklab-lock-'));
  lock = join(folder, 'build.lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const module_ = pathToFileURL(resolve(import.meta.dirname, '../../scripts/file-lock.mjs')).href;

/** A process that increments a number in a file in two steps, between which another process would interfere. */
const counting = (times: number): string => `
  import { readFileSync, writeFileSync } from 'node:fs';
  import { setTimeout as delay } from 'node:timers/promises';
  import { withFileLock } from ${JSON.stringify(module_)};
  for (let i = 0; i < ${times}; i++) await withFileLock(process.argv[1], async () => {
    const count = Number(readFileSync(process.argv[2], 'utf8'));
    await delay(2);
    writeFileSync(process.argv[2], String(count + 1));
  }, 1);`;

const run = (code: string, ...args: string[]): Promise<number | null> =>
  new Promise((settle) => spawn(process.execPath, ['--input-type=module', '-e', code, ...args], { stdio: 'inherit' }).on('close', settle));

it('serialises processes', async () => {
  const counter = join(folder, 'count');
  writeFileSync(counter, '0');
  const ends = await Promise.all(Array.from({ length: 4 }, () => run(counting(20), lock, counter)));
  expect(ends).toEqual([0, 0, 0, 0]);
  expect(readFileSync(counter, 'utf8')).toBe('80');
  expect(existsSync(lock)).toBe(false);
});

it('takes over the lock of a killed process', async () => {
  const killed = await run(
    `
    import { withFileLock } from ${JSON.stringify(module_)};
    await withFileLock(process.argv[1], () => process.kill(process.pid, 'SIGKILL'));`,
    lock,
  );
  expect(killed).toBe(null);
  expect(existsSync(lock)).toBe(true);
  expect(await withFileLock(lock, () => 'mine', 1)).toBe('mine');
});

it('takes over a lock so old that its process id must have been reused', async () => {
  writeFileSync(lock, String(process.pid));
  const hourAgo = new Date(Date.now() - 3_600_000);
  utimesSync(lock, hourAgo, hourAgo);
  expect(await withFileLock(lock, () => 'mine', 1)).toBe('mine');
});

it('releases the lock when the work fails', async () => {
  await expect(withFileLock(lock, () => Promise.reject(new Error('broken')), 1)).rejects.toThrow('broken');
  expect(existsSync(lock)).toBe(false);
});
