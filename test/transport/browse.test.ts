/** Pages of users, videos and interactions over REST, selected by conditions on columns; what an export would write is counted by the same conditions. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importRequestSchema } from '#shared/schemas/dataset';
import { ranklab } from '../cli/run-cli';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let folder: string;
let request: ReturnType<typeof importRequestSchema.parse>;
interface Page {
  readonly total: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

async function page(path: string, query: Readonly<Record<string, string | readonly string[]>>): Promise<{ status: number; body: Page }> {
  const parts = Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, String(value)]));
  return (await served.call('GET', `${path}?${new URLSearchParams(parts).toString()}`)) as { status: number; body: Page };
}

async function ids(path: '/users' | '/videos' | '/interactions', ...where: string[]): Promise<unknown[]> {
  const { status, body } = await page(path, { where });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.total).toBe(body.rows.length);
  return body.rows.map((row) => row[path === '/videos' ? 'videoId' : 'userId']);
}

beforeAll(async () => {
  served = await serveWorkspace({ users: 5, videos: 6, interactions: 12 });
  folder = mkdtempSync(join(tmpdir(), 'ranklab-browse-'));
  const file = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
    return join(folder, name);
  };
  request = importRequestSchema.parse({
    preset: 'generic',
    mode: 'replace',
    users: file('users.csv', ['user_id,country,age', 'u1,DE,30', 'u2,FR,41', 'u3,,17', 'u4,DE,9']),
    videos: file('videos.csv', [
      'video_id,title,price,licensed_on,moods',
      'v1,One,0.99,2024-01-05,calm|slow',
      'v2,Two,20,2024-05-01,loud',
      'v3,"Three, ""x""",,2023-12-31,',
      'v4,Four,7,,slow',
    ]),
    interactions: file('log.csv', [
      'user_id,video_id,timestamp,device,position',
      ...['u1,v1', 'u1,v2', 'u2,v1', 'u3,v4', 'u4,v3'].map((pair, at) => `${pair},170406720${at},${at % 2 ? 'tv' : 'phone'},${at + 1}`),
    ]),
  });
  const { jobId } = (await served.call('POST', '/dataset/import', request)).body as { jobId: string };
  let job: { status: string } = { status: '' };
  do {
    job = (await served.call('GET', `/jobs/${jobId}`)).body as typeof job;
    await new Promise((resume) => setTimeout(resume, 20));
  } while (['queued', 'running'].includes(job.status));
  expect(job).toMatchObject({ status: 'succeeded' });
});
afterAll(async () => {
  await served.discard();
  rmSync(folder, { recursive: true, force: true });
});

it('columns that conditions can name are listed with their types, those of the files first', async () => {
  const { body } = await served.call('GET', '/dataset/columns');
  expect(body).toMatchObject({
    users: [{ name: 'country', type: 'text' }, { name: 'age' }, { name: 'user' }],
    interactions: [
      { name: 'device', type: 'text' },
      { name: 'position', type: 'number' },
      ...['kind', 'value', 'timestamp', 'user', 'video'].map((name) => ({ name })),
    ],
  });
  expect((body as { videos: unknown[] }).videos.slice(0, 3)).toEqual([
    { name: 'price', type: 'number' },
    { name: 'licensed_on', type: 'date' },
    { name: 'moods', type: 'labels' },
  ]);
});

it('pages hold the rows for which all conditions hold, with their number', async () => {
  expect(await ids('/videos', 'price <= 7')).toEqual(['v1', 'v4']);
  expect(await ids('/videos', 'price <= 7 or missing')).toEqual(['v1', 'v3', 'v4']);
  expect(await ids('/videos', 'licensed_on >= 2024-01-01', 'price > 1')).toEqual(['v2']);
  expect(await ids('/videos', 'moods = slow')).toEqual(['v1', 'v4']);
  expect(await ids('/videos', 'title = "Three, ""x"""')).toEqual(['v3']);
  expect(await ids('/users', 'country in (DE, AT)')).toEqual(['u1', 'u4']);
  expect(await ids('/users', 'lacks country')).toEqual(['u3']);
  expect(await ids('/users', 'age < 18')).toEqual(['u3', 'u4']);
  expect(await ids('/interactions', 'device = tv')).toEqual(['u1', 'u3']);
  expect(await ids('/interactions', 'user = u1', 'position >= 2')).toEqual(['u1']);
  expect((await page('/videos', { where: 'has price', offset: '1', limit: '1' })).body).toMatchObject({
    total: 3,
    rows: [{ videoId: 'v2' }],
  });
  expect((await page('/videos', { where: 'has price', search: 'o' })).body).toMatchObject({ total: 3, rows: [{ videoId: 'v1' }, {}, {}] });
  expect((await page('/videos', { where: 'has price', search: 'four' })).body).toMatchObject({ total: 1, rows: [{ videoId: 'v4' }] });
});

it('a condition that cannot be applied is refused with its place', async () => {
  expect(await page('/videos', { where: ['has price', 'prize < 3'] })).toMatchObject({
    status: 422,
    body: {
      code: 'INVALID_ARGUMENT',
      place: 'where[1]',
      value: 'prize',
      remedy: expect.stringContaining('price, licensed_on, moods') as string,
    },
  });
  expect(await page('/videos', { where: 'price < cheap' })).toMatchObject({
    status: 422,
    body: { detail: expect.stringContaining('holds numbers, and “cheap” is none') as string },
  });
  expect(await page('/videos', { where: 'cheap' })).toMatchObject({ status: 422, body: { place: 'where[0]' } });
});

it('removed videos and their interactions are on no page', async () => {
  expect((await served.call('DELETE', '/videos/v2')).status).toBeLessThan(300);
  expect(await ids('/videos', 'price > 5')).toEqual(['v4']);
  expect(await ids('/interactions', 'user = u1')).toEqual(['u1']);
  expect(await ids('/interactions', 'video != v1')).toEqual(['u3', 'u4']);
  expect((await served.call('POST', '/videos/v2/restore')).status).toBeLessThan(300);
});

it('the number of rows that an export would write is the number that it writes', async () => {
  const filter = { where: { users: ['country = DE'], interactions: ['position < 5'] }, onlyUsed: true };
  const { body } = await served.call('POST', '/dataset/export/count', { filter });
  expect(body).toEqual({ users: 1, videos: 2, interactions: 2 });
  expect(await served.call('POST', '/dataset/export/count', { filter: { where: { videos: ['prize = 1'] } } })).toMatchObject({
    status: 422,
    body: { place: 'filter.where.videos.0' },
  });
});

it('the command line counts and writes the same rows', () => {
  const path = join(folder, 'copy');
  const files = ['interactions', 'videos', 'users'].flatMap((role) => [
    `--${role}`,
    String((request as unknown as Record<string, string>)[role]),
  ]);
  expect(ranklab('import', '--workspace', path, ...files, '--quiet').status).toBe(0);
  const flags = ['--where-users', 'country = DE', '--where', 'position < 5', '--only-used', '--json', '--quiet'];
  const counted = ranklab('export', '--workspace', path, ...flags, '--check');
  expect([counted.status, JSON.parse(counted.stdout)]).toEqual([0, { users: 1, videos: 2, interactions: 2 }]);
  const written = ranklab('export', '--workspace', path, '--out', join(folder, 'out'), ...flags);
  const rows = (JSON.parse(written.stdout) as { files: { name: string; rows: number }[] }).files.map((file) => [file.name, file.rows]);
  expect(Object.fromEntries(rows)).toMatchObject({ 'users.csv': 1, 'videos.csv': 2, 'interactions.csv': 2 });
  expect(ranklab('export', '--workspace', path)).toMatchObject({ status: 2, stderr: expect.stringContaining('--out') as string });
});
