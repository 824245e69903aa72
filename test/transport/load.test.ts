import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

/** `bench/load.ts` does the same for a minute. */
const clients = 200;

let served: ServedWorkspace;
beforeAll(async () => {
  served = await serveWorkspace({ users: 100, videos: 200, interactions: 2_000 });
});
afterAll(() => served.discard());

interface Page {
  readonly total: number;
  readonly rows: Record<string, string>[];
}
const page = async (path: string): Promise<Page> => (await served.call('GET', path)).body as Page;

it('answers every client and loses no write while many request lists and others log and add', async () => {
  const users = (await page('/users?limit=100')).rows.map((row) => row['userId']);
  const videos = (await page('/videos?limit=100')).rows.map((row) => row['videoId']);
  const before = { interactions: (await page('/interactions?limit=1')).total, videos: (await page('/videos?limit=1')).total };
  const statuses: number[] = [];
  let logged = 0;
  const added: string[] = [];
  let writing = true;
  const reader = async (client: number): Promise<void> => {
    for (let round = 0; writing; round++) {
      const { status } = await served.call('POST', '/recommend', { user_id: users[(round * clients + client) % users.length], top_k: 5 });
      statuses.push(status);
    }
  };
  const logger = async (): Promise<void> => {
    for (let n = 0; n < 30; n++) {
      const { status } = await served.call('POST', '/log_interaction', {
        user_id: users[n % 7],
        video_id: videos[n % 11],
        timestamp: 1_700_000_000 + n,
      });
      if (status === 200) logged++;
    }
  };
  const adder = async (): Promise<void> => {
    for (let n = 0; n < 5; n++) {
      const { status, body } = await served.call('POST', '/add_video', { title: `Added under load, number ${n}`, tags: [`loadtag${n}`] });
      if (status === 200) added.push((body as { id: string }).id);
    }
  };
  const readers = Array.from({ length: clients }, (_, client) => reader(client));
  await Promise.all([logger(), adder()]);
  writing = false;
  await Promise.all(readers);

  expect(statuses.length).toBeGreaterThanOrEqual(clients);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect([logged, added.length]).toEqual([30, 5]);
  const expected = { interactions: before.interactions + 30, videos: before.videos + 5 };
  expect({ interactions: (await page('/interactions?limit=1')).total, videos: (await page('/videos?limit=1')).total }).toEqual(expected);
  await served.restart();
  expect({ interactions: (await page('/interactions?limit=1')).total, videos: (await page('/videos?limit=1')).total }).toEqual(expected);
  for (const id of added) expect((await served.call('GET', `/videos/${id}`)).status).toBe(200);
  // Every write queues among two hundred readers, which takes a while on a slow machine.
}, 180_000);
