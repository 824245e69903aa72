import { chmod, mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keptToken } from './kept-token';

it('is the same at every start of a workspace, private, and different for another workspace', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ranklab-token-'));
  const first = await keptToken('/data/films', { folder });
  expect(first).toMatch(/^[A-Za-z0-9_-]{32}$/);
  expect(await keptToken('/data/films/', { folder })).toBe(first);
  expect(await keptToken('/data/music', { folder })).not.toBe(first);
  const [file = ''] = await readdir(join(folder, 'tokens'));
  if (process.platform !== 'win32') expect((await stat(join(folder, 'tokens', file))).mode & 0o077).toBe(0);
});

it('is generated again on request, or if others could have read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ranklab-token-'));
  const first = await keptToken('/data/films', { folder });
  const second = await keptToken('/data/films', { folder, renew: true });
  expect(second).not.toBe(first);
  const [file = ''] = await readdir(join(folder, 'tokens'));
  await chmod(join(folder, 'tokens', file), 0o644);
  if (process.platform !== 'win32') expect(await keptToken('/data/films', { folder })).not.toBe(second);
});

it('serves without a writable folder', async () => {
  expect(await keptToken('/data/films', { folder: '/dev/null/none' })).toMatch(/^[A-Za-z0-9_-]{32}$/);
});
