/** What cannot be closed keeps nothing else open: a folder that stayed locked could not be opened again before the process ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { createRuntime } from '#service/runtime';
import { RankLabError } from '#shared/errors';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-failing-close-'));
const runtime = createRuntime();
const { session } = runtime;
afterAll(async () => {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
});

const failing = (): Promise<void> => Promise.reject(new RankLabError('DISK_FULL', 'no room to close'));
const parts = {
  vectors: () => session.current().vectors,
  scores: () => session.current().scores,
  online: () => session.current().online,
  schedules: () => session.current().schedules,
  'rows and log': () => session.current().store.data,
};

it.each(Object.entries(parts))('a workspace opens again though its %s could not be closed', async (name, part) => {
  const path = join(folder, name);
  await session.create(path, 'closing');
  vi.spyOn(part(), 'close').mockImplementation(failing);
  await expect(session.close()).rejects.toThrow('no room to close');
  expect((await session.open(path)).name).toBe('closing');
});

it('a workspace opens in place of one that could not be closed, and that one afterwards', async () => {
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  await session.create(one, 'one');
  await session.create(other, 'other');
  vi.spyOn(session.current().scores, 'close').mockImplementation(failing);
  expect((await session.open(one)).name).toBe('one');
  expect((await session.open(other)).name).toBe('other');
});
