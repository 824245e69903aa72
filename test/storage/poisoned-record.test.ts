/** Data that a service accepted must never make its workspace unreadable. */
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { serveWorkspace, type ServedWorkspace } from '../transport/served-workspace';
import { sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

const line = (value: unknown): string => {
  const text = JSON.stringify(value);
  return `${crc32(text).toString(16).padStart(8, '0')} ${text}\n`;
};
const video = (videoId: string, more: object = {}) => ({
  op: 'video',
  video: { videoId, title: videoId, description: '', tags: [], categories: [], ...more },
});

describe('extreme values over the API', () => {
  let served: ServedWorkspace;
  beforeAll(async () => {
    served = await serveWorkspace({ users: 20, videos: 30, interactions: 200 });
  });
  afterAll(() => served.discard());

  it.each([
    ['/add_video', { title: 't', duration_seconds: 1e308 }, 'duration_seconds'],
    ['/add_video', { title: 't', published_at: 1e300 }, 'published_at'],
    ['/videos', { title: 't', durationSeconds: 1e308 }, 'durationSeconds'],
    ['/videos', { title: 't', publishedAtMs: -1e300 }, 'publishedAtMs'],
    ['/log_interaction', { user_id: 'u', video_id: 'v01', value: 1e308 }, 'value'],
    ['/log_interaction', { user_id: 'u', video_id: 'v01', timestamp: 1e300 }, 'timestamp'],
    ['/interactions', { userId: 'u', videoId: 'v01', timestampMs: 1e18 }, 'timestampMs'],
  ])('%s rejects %j and continues', async (route, body, field) => {
    expect(await served.call('POST', route, body)).toMatchObject({ status: 422, body: { place: field } });
    expect((await served.call('GET', '/videos')).status).toBe(200);
    expect((await served.call('POST', '/recommend', { user_id: 'u01' })).status).toBe(200);
  });

  it('a timestamp far in the future does not move “now” for other data', async () => {
    const list = async () => {
      const variant = { name: 'fresh', weights: { freshness: 1 } };
      const { body } = await served.call('POST', '/recommend', { query: 'a', variant, top_k: 30 });
      const { items } = body as { items: { video_id: string; contributions: { signal: string; raw: number }[] }[] };
      return items.map(({ video_id, contributions }) => [video_id, contributions.find(({ signal }) => signal === 'freshness')?.raw]);
    };
    const before = await list();
    const timestamp = '2199-12-31T00:00:00Z';
    expect((await served.call('POST', '/log_interaction', { user_id: 'traveller', video_id: 'v01', timestamp })).status).toBe(200);
    await served.call('POST', '/recommend', { user_id: 'traveller' });
    expect(await list()).toEqual(before);
    await served.restart();
    expect(await list()).toEqual(before);
  });
});

it('records that cannot be applied are set aside with their reason, and the others are applied', async () => {
  const path = join(temporaryFolder(), 'w');
  const workspace = await Workspace.create(path, 'Poisoned');
  await workspace.data.saveDataset(sampleDataset(), 'made by hand');
  await workspace.close();
  const log = join(path, 'log');
  mkdirSync(log, { recursive: true });
  for (const name of readdirSync(log))
    if (name.endsWith('.jsonl')) expect(readFileSync(join(log, name), 'utf8').split('\n')).toHaveLength(2);
  const events = [
    video('good-1'),
    video('long', { durationSeconds: 1e308 }),
    video('late', { publishedAtMs: 1e300 }),
    { op: 'i', u: 'new', v: 'good-1', k: 'view', x: 1e300, t: 5 },
    { op: 'i', u: 'new', v: 'good-1', k: 'view', t: 6 },
    { op: 'from another version' },
    video('good-2', { durationSeconds: 2 ** 40 / 1024 }),
  ];
  writeFileSync(join(log, '000000000000001.jsonl'), events.map((event, i) => line([i + 1, event])).join(''));

  for (const round of ['on opening', 'when opened again']) {
    const again = await Workspace.open(path);
    const dataset = (await again.data.loadDataset())!;
    expect(dataset.items.ids.ids.slice(3), round).toEqual(['good-1', 'good-2']);
    expect(dataset.interactions.count, round).toBe(7);
    expect(again.info.problems.map(({ file, line: number, keptAs }) => [file, number, keptAs])).toEqual(
      [2, 3, 4, 6].map((number) => ['log', number, 'set-aside/records.jsonl']),
    );
    expect(again.info.problems[0]?.reason).toContain('durationSeconds');
    await again.close();
  }
  const kept = readFileSync(join(path, 'set-aside/records.jsonl'), 'utf8').trim().split('\n');
  expect(kept.map((text) => (JSON.parse(text) as { sequence: number }).sequence)).toEqual([2, 3, 4, 6]);
  expect(JSON.parse(kept[0] ?? '')).toMatchObject({ event: events[1], reason: expect.stringContaining('durationSeconds') as string });
});
