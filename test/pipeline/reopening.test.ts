/** One open workspace per process: reopening the open one is not a conflict. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRuntime, type Runtime } from '#service/runtime';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
let runtime: Runtime;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ranklab-reopening-'));
  process.env['RANKLAB_CONFIG_DIR'] = join(folder, 'configuration');
  runtime = createRuntime();
});
afterEach(async () => {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
});

test('opening the open workspace again returns it with its cached state', async () => {
  const { session } = runtime;
  const path = join(folder, 'Films');
  const created = await session.create(path, 'Films');
  const before = session.current();
  expect(await session.open(path)).toEqual(created);
  expect(await session.open(`${folder}/./Films/`)).toEqual(created);
  expect(session.current()).toBe(before);
});

test('two concurrent requests to open it both receive it', async () => {
  const { session } = runtime;
  const path = join(folder, 'Films');
  await session.create(path, 'Films');
  await session.close();
  const [first, second] = await Promise.all([session.open(path), session.open(path)]);
  expect(second).toEqual(first);
});

test('a failed opening does not block the next one', async () => {
  const { session } = runtime;
  await session.create(join(folder, 'Films'), 'Films');
  const failed = session.open(join(folder, 'nothing'));
  const opened = session.open(join(folder, 'Films'));
  await expect(failed).rejects.toThrow();
  expect((await opened).name).toBe('Films');
});
