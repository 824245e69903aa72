/** A service with `--root`: what its token can reach on the disk. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mkdtempSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveProgram, type ServedProgram } from './served-program';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-roots-'));
const inside = join(folder, 'inside');
const outside = join(folder, 'outside');
let program: ServedProgram;
beforeAll(async () => {
  for (const place of [inside, outside]) {
    mkdirSync(place);
    writeFileSync(join(place, 'log.csv'), 'user,video,timestamp\nu1,v1,1700000000\nu2,v2,1700000001\n');
  }
  symlinkSync(outside, join(inside, 'link'));
  program = await serveProgram({ arguments: ['--root', inside] });
}, 60_000);
afterAll(async () => {
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
});

const preview = (file: string) => program.call('POST', '/dataset/preview', { file });

it('reads files in its folders', async () => {
  expect(await preview(join(inside, 'log.csv'))).toMatchObject({ status: 200 });
});

it.each([
  join(outside, 'log.csv'),
  '/etc/passwd',
  '/proc/self/environ',
  join(inside, '../outside/log.csv'),
  join(inside, 'link/log.csv'),
  `${inside}-2/x.csv`,
])('reads and writes nothing elsewhere: %s', async (path) => {
  expect(await preview(path)).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/dataset/import', { interactions: path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/dataset/import', { preset: 'movielens', from: path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/experiments/files', { path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/experiments/gate', { baseline: 'default', against: { path } })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/runs', { path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/restore', { file: path, path: join(inside, 'new') })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/restore', { file: join(inside, 'x'), path })).toMatchObject({ status: 403 });
  const embeddings = { provider: 'precomputed', params: { path } };
  expect(await program.call('POST', '/model/build', { embeddings })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/open', { path })).toMatchObject({ status: 403 });
  expect(await program.call('POST', '/workspace/create', { path, name: 'x' })).toMatchObject({ status: 403 });
});
