/** The interface's state belongs to one workspace: a save that arrives after another one was opened changes nothing. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let folder: string;
beforeAll(async () => {
  served = await serveWorkspace({ users: 5, videos: 6, interactions: 12 });
  folder = mkdtempSync(join(tmpdir(), 'ranklab-state-'));
});
afterAll(async () => {
  await served.discard();
  rmSync(folder, { recursive: true, force: true });
});

const state = (query = '') => served.call('GET', `/state/lab${query}`);
const save = (value: string, workspace?: string) => served.call('PUT', '/state/lab', { value, workspace });

it('a late save of the workspace before is refused, and leaves the state of the open one', async () => {
  const before = served.path;
  expect((await save('of the first', before)).status).toBeLessThan(300);
  const other = join(folder, 'other');
  expect((await served.call('POST', '/workspace/create', { path: other, name: 'other' })).status).toBe(200);
  expect(await save('too late', before)).toMatchObject({
    status: 409,
    body: { code: 'CONFLICT', detail: 'Another workspace is open', place: 'workspace' },
  });
  expect((await state()).body).toEqual({});
  expect((await state(`?workspace=${encodeURIComponent(before)}`)).status).toBe(409);
  expect((await save('of the other', other)).status).toBeLessThan(300);
  expect((await served.call('POST', '/workspace/open', { path: before })).status).toBe(200);
  expect((await state()).body).toEqual({ value: 'of the first' });
});
