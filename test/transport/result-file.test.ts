/** A saved run as a `.ranklab` file: written, opened where it is missing, run again, and refused when anything in it was changed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SavedExperiment } from '#shared/contract/experiment';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let id: string;
let file: { name: string; content: string };
const folder = mkdtempSync(join(tmpdir(), 'ranklab-result-'));

async function ended(started: { body: unknown }): Promise<{ status: string; result: Record<string, unknown> }> {
  const { jobId } = started.body as { jobId: string };
  for (;;) {
    const job = (await served.call('GET', `/jobs/${jobId}`)).body as { status: string; result: Record<string, unknown> };
    if (job.status !== 'queued' && job.status !== 'running') return job;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}
const open = (content: string, name = 'given.ranklab') => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return served.call('POST', '/experiments/files', { path });
};

beforeAll(async () => {
  served = await serveWorkspace({ users: 60, videos: 90, interactions: 900 });
  const config = { variants: [{ name: 'Popular', weights: { popularity: 1 } }, { name: 'Fresh' }], metrics: ['ndcg@10'] };
  const job = await ended(await served.call('POST', '/experiments', { name: 'Über/all: 1', config }));
  id = job.result['experimentId'] as string;
  file = (await served.call('GET', `/experiments/${id}/file`)).body as typeof file;
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await served.discard();
});

it('is named after the run, opens without the run, and reproduces there', async () => {
  expect(file.name).toBe('Über all 1.ranklab');
  const before = (await served.call('GET', `/experiments/${id}`)).body as SavedExperiment;
  expect(await open(file.content)).toMatchObject({ status: 200, body: { id, name: 'Über/all: 1', sameData: true } });
  expect((await served.call('GET', '/experiments')).body).toMatchObject({ total: 1 });
  await served.call('DELETE', `/experiments/${id}`);
  expect((await served.call('GET', `/experiments/${id}`)).status).toBe(404);
  expect(await open(file.content)).toMatchObject({ status: 200, body: { id, sameData: true } });
  expect((await served.call('GET', `/experiments/${id}`)).body).toEqual(before);
  expect((await ended(await served.call('POST', `/experiments/${id}/reproduce`, {}))).result).toEqual({ difference: null });
});

it('is rejected if one digit was changed, if it is another file, and if it is missing', async () => {
  const digit = /"value": 0\.\d+?([1-9])/.exec(file.content);
  expect(digit).not.toBeNull();
  const at = (digit?.index ?? 0) + (digit?.[0].length ?? 1) - 1;
  const changed = file.content.slice(0, at) + (digit?.[1] === '9' ? '8' : '9') + file.content.slice(at + 1);
  expect(await open(changed)).toMatchObject({ status: 409, body: { code: 'CORRUPT_ARTIFACT' } });
  for (const content of [
    '',
    'not JSON',
    '[]',
    '{"format":"ranklab-result"}',
    file.content.replace('"formatVersion": 1', '"formatVersion": 2'),
  ])
    expect(await open(content)).toMatchObject({ status: 422, body: { code: 'INVALID_ARGUMENT', place: join(folder, 'given.ranklab') } });
  expect((await served.call('POST', '/experiments/files', { path: join(folder, 'missing.ranklab') })).status).toBe(404);
  expect((await served.call('POST', '/experiments/files', { path: folder })).status).toBe(404);
  expect((await served.call('GET', '/experiments/nothing/file')).status).toBe(404);
  expect((await served.call('GET', '/experiments')).body).toMatchObject({ total: 1 });
});

it('says if it was measured on other data', async () => {
  const interaction = { user_id: 'a new user', video_id: 'v01', kind: 'view' };
  expect((await served.call('POST', '/log_interaction', interaction)).status).toBe(200);
  expect(await open(file.content)).toMatchObject({ status: 200, body: { id, sameData: false } });
});
