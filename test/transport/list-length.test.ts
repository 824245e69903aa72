import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
beforeAll(async () => {
  served = await serveWorkspace({ users: 30, videos: 60, interactions: 600 });
});
afterAll(() => served.discard());

it.each([
  ['/recommend', (user: string) => ({ user_id: user })],
  ['/lists', (user: string) => ({ context: { user } })],
])('%s accepts limit and top_k alike', async (path, asked) => {
  const { body } = await served.call('GET', '/users?limit=1');
  const user = (body as { rows: { userId: string }[] }).rows[0]?.userId ?? '';
  const lengthWith = async (length: object): Promise<number> =>
    ((await served.call('POST', path, { ...asked(user), ...length })).body as { items: unknown[] }).items.length;
  expect(await lengthWith({ limit: 3 })).toBe(3);
  expect(await lengthWith({ top_k: 4 })).toBe(4);
  expect(await lengthWith({ top_k: 5, limit: 5 })).toBe(5);
  expect(await lengthWith({})).toBe(10);
  for (const wrong of [{ top_k: 4, limit: 5 }, { top_k: 0 }, { limit: 0 }, { top_k: 1e9 }, { limit: 1e9 }, { top_k: 2.5 }, { limit: '3' }])
    expect(await served.call('POST', path, { ...asked(user), ...wrong })).toMatchObject({ status: 422 });
});
