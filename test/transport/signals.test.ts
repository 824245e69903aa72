/** Files of vectors over REST, as a signal and as a candidate source. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let videos: string[];
let users: string[];
beforeAll(async () => {
  served = await serveWorkspace({ users: 60, videos: 90, interactions: 900 });
  const idsOf = async (table: string, name: string): Promise<string[]> => {
    const { body } = await served.call('GET', `/${table}?limit=200`);
    return (body as { rows: Record<string, string>[] }).rows.map((row) => row[name]);
  };
  videos = await idsOf('videos', 'videoId');
  users = await idsOf('users', 'userId');
});
afterAll(() => served.discard());

async function upload(name: string, ids: readonly string[], vectorOf: (row: number) => readonly number[]): Promise<string> {
  const text = ids.map((id, row) => JSON.stringify({ id, vector: vectorOf(row) })).join('\n');
  const form = new FormData();
  form.set('file', new File([text], name));
  form.set('name', name);
  const headers = { authorization: `Bearer ${served.token}` };
  const answer = await fetch(`${served.url}/vectors/upload`, { method: 'POST', headers, body: form });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { sha256: string }).sha256;
}

it('stores, lists and removes files of vectors', async () => {
  const sha256 = await upload('lost.jsonl', videos, (row) => [row, 1]);
  expect((await served.call('GET', '/vectors')).body).toMatchObject([{ sha256, file: 'lost.jsonl', rows: 90, dimensions: 2 }]);
  expect((await served.call('GET', `/vectors/${sha256}`)).body).toMatchObject({ idColumns: ['id'] });
  expect((await served.call('DELETE', `/vectors/${sha256}`)).status).toBeLessThan(300);
  expect(await served.call('GET', `/vectors/${sha256}`)).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});

it('retrieves candidates and ranks by them', async () => {
  // Video v points at angle v; user u looks along the angle of video 10 + u.
  const at = (row: number): [number, number] => [Math.cos(row / 60), Math.sin(row / 60)];
  const settings = { videos: await upload('videos.jsonl', videos, at), users: await upload('users.jsonl', users, (row) => at(row + 10)) };
  const signal = { id: 'towers', kind: 'vector', params: settings, direction: 'higher', knownAt: null };
  expect((await served.call('PUT', '/signals/towers', signal)).body).toMatchObject({ id: 'towers', kind: 'vector' });
  const preview = await served.call('POST', '/signal-preview', { id: 'towers', definition: { kind: 'vector', params: settings } });
  expect(preview.body).toMatchObject({ byUser: true, unit: 'inner product or cosine' });
  const variant = {
    name: 'Towers',
    weights: { towers: 1 },
    candidates: { sources: [{ id: 'vector-files', limit: 5, params: settings }], removeSeen: false },
  };
  const list = await served.call('POST', '/recommend', { user_id: users[7], variant, limit: 5 });
  expect(list).toMatchObject({ status: 200 });
  const found = (list.body as { items: { video_id: string }[] }).items.map(({ video_id }) => video_id);
  expect(found[0]).toBe(videos[17]);
  expect(new Set(found)).toEqual(new Set([15, 16, 17, 18, 19].map((row) => videos[row])));
});

it('names a file that is not stored', async () => {
  const definition = { kind: 'vector', params: { videos: 'f'.repeat(64) } };
  const answer = await served.call('POST', '/signal-preview', { id: 'lost', definition });
  expect(answer).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', detail: expect.stringContaining('Signal “lost”') as string } });
});
