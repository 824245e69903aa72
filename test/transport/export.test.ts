/** A workspace with logged, added, edited and removed data is exported over REST and by the command line, and is the same after an import. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importRequestSchema, type ExportReport } from '#shared/schemas/dataset';
import { Workspace } from '#service/workspace/stored-workspace';
import { ranklab } from '../cli/run-cli';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let folder: string;

interface Job {
  readonly status: string;
  readonly result: ExportReport;
  readonly error?: { readonly code: string };
}
interface Part {
  readonly content: string;
  readonly next: number | null;
  readonly bytes: number;
}

const get = async (path: string): Promise<unknown> => (await served.call('GET', path)).body;

async function exported(request: unknown): Promise<Job> {
  const { jobId } = (await served.call('POST', '/dataset/export', request)).body as { jobId: string };
  for (;;) {
    const job = (await get(`/jobs/${jobId}`)) as Job;
    if (job.status !== 'queued' && job.status !== 'running') return job;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

/** A file of the last export, part by part as a client reads it. */
async function download(name: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let from: number | null = 0; from !== null;) {
    const part = (await get(`/dataset/exported?name=${name}&from=${from}`)) as Part;
    parts.push(Buffer.from(part.content, 'base64'));
    from = part.next;
  }
  return Buffer.concat(parts);
}

async function readBack(from: string) {
  const workspace = await Workspace.create(join(mkdtempSync(join(folder, 'back-')), 'w'), 'back');
  const { dataset } = await workspace.importer.importFiles(importRequestSchema.parse({ preset: 'ranklab', from, mode: 'replace' }));
  await workspace.close();
  return dataset;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ranklab-export-'));
  served = await serveWorkspace({ users: 60, videos: 90, interactions: 900 });
  const interaction = { userId: 'newcomer', videoId: 'v01', kind: 'view', timestampMs: Date.UTC(2030, 0, 1) };
  const video = { videoId: 'added', title: '=1+1; "ü"', description: 'two\nlines', tags: ['a|b', 'c\\'], categories: ['Drama'] };
  expect((await served.call('POST', '/videos', video)).status).toBeLessThan(300);
  expect((await served.call('POST', '/interactions', interaction)).status).toBeLessThan(300);
  expect((await served.call('POST', '/interactions', { ...interaction, videoId: 'added' })).status).toBeLessThan(300);
  expect((await served.call('DELETE', '/videos/v02')).status).toBeLessThan(300);
  const edited = { title: 'Edited', description: 'later', tags: ['new'], categories: ['Sport'], creator: 'ann' };
  expect((await served.call('PUT', '/videos/v03', edited)).status).toBeLessThan(300);
});
afterAll(async () => {
  await served.discard();
  rmSync(folder, { recursive: true, force: true });
});

it('a client reads the requested data part by part, in total the whole workspace', async () => {
  const job = await exported({ what: 'all', format: 'csv', options: { delimiter: 'semicolon', decimalComma: true, byteOrderMark: true } });
  expect(job.status).toBe('succeeded');
  const target = mkdtempSync(join(folder, 'rest-'));
  for (const { name, bytes } of job.result.files) {
    const content = await download(name);
    expect(content.length, name).toBe(bytes);
    writeFileSync(join(target, name), content);
  }
  const back = await readBack(target);
  expect(back.users.ids.find('newcomer')).toBeDefined();
  const row = back.items.ids.find('added')!;
  expect([back.items.titles[row], back.items.descriptions[row], back.items.tags[row]]).toEqual(['=1+1; "ü"', 'two\nlines', ['a|b', 'c\\']]);
  expect(back.items.ids.find('v02')).toBeUndefined();
  const edited = back.items.ids.find('v03')!;
  expect([back.items.titles[edited], back.items.descriptions[edited], back.items.tags[edited]]).toEqual(['Edited', 'later', ['new']]);
  expect(back.interactions.timestampsMs.filter((ms) => ms === Date.UTC(2030, 0, 1))).toHaveLength(2);
  expect(readFileSync(join(target, 'videos.csv'), 'utf8').startsWith('\ufeffvideo_id;')).toBe(true);
  expect(job.result.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['vectors.csv', 'user-factors.csv', 'video-factors.csv']),
  );
});

it('a cancelled export keeps the files of the previous one', async () => {
  const { files } = (await exported({ what: 'all', format: 'csv' })).result;
  const before = await Promise.all(files.map(({ name }) => download(name)));
  let status = '';
  // The export may be faster than the request that cancels it.
  for (let attempt = 0; attempt < 30 && status !== 'cancelled'; attempt++) {
    const { jobId } = (await served.call('POST', '/dataset/export', { what: 'all', format: 'csv' })).body as { jobId: string };
    await served.call('POST', `/jobs/${jobId}/cancel`, {});
    const ended = async (): Promise<string> => ((await get(`/jobs/${jobId}`)) as Job).status;
    while (['queued', 'running'].includes((status = await ended()))) await new Promise((resume) => setTimeout(resume, 10));
  }
  expect(status).toBe('cancelled');
  expect(await Promise.all(files.map(({ name }) => download(name)))).toEqual(before);
});

it('invalid requests are rejected by name', async () => {
  const refused = await exported({ what: 'factors', format: 'movielens' });
  expect(refused).toMatchObject({ status: 'failed', error: { code: 'INVALID_ARGUMENT' } });
  expect(await served.call('GET', '/dataset/exported?name=../workspace.json&from=0')).toMatchObject({ status: 422 });
  expect(await served.call('GET', '/dataset/exported?name=nothing.csv&from=0')).toMatchObject({ status: 404 });
  expect(await served.call('POST', '/dataset/export', { filter: { users: 0 } })).toMatchObject({ status: 422 });
});

it('the command line writes the same workspace in every suitable format, and the same sample for the same seed', async () => {
  await served.restart();
  const copy = join(folder, 'copy');
  await exported({ what: 'all', format: 'csv' });
  const names = ['users.csv', 'videos.csv', 'interactions.csv'];
  const source = mkdtempSync(join(folder, 'source-'));
  for (const name of names) writeFileSync(join(source, name), await download(name));
  const { fingerprint } = await readBack(source);
  expect(ranklab('import', '--workspace', copy, '--preset', 'ranklab', '--from', source, '--quiet').status).toBe(0);
  for (const [format, ...more] of [['csv', '--bom', '--delimiter', ';', '--decimal-comma'], ['jsonl'], ['parquet']]) {
    const out = join(folder, `cli-${format}`);
    const run = ranklab('export', '--workspace', copy, '--out', out, '--format', format, ...more, '--json', '--quiet');
    expect([run.status, run.stderr]).toEqual([0, '']);
    expect((JSON.parse(run.stdout) as ExportReport).files.map(({ name }) => name)).toContain(`videos.${format}`);
    expect((await readBack(out)).fingerprint, format).toBe(fingerprint);
  }
  const samples = ['7', '7', '8'].map((seed, at) => {
    const out = join(folder, `sample-${at}`);
    expect(ranklab('export', '--workspace', copy, '--out', out, '--users', '10', '--seed', seed, '--only-used', '--quiet').status).toBe(0);
    return readFileSync(join(out, 'users.csv'), 'utf8');
  });
  expect(samples[0].trim().split('\n')).toHaveLength(11);
  expect(samples[1]).toBe(samples[0]);
  expect(samples[2]).not.toBe(samples[0]);
  expect(ranklab('export', '--workspace', copy, '--out', join(folder, 'x'), '--users', '0', '--json').status).toBe(2);
});
