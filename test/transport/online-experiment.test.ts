import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assignArm } from '#service/online/assign';
import type { OnlineReport } from '#shared/schemas/online';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let users: string[];
const popular = { weights: { popularity: 1 }, candidates: { sources: [{ id: 'popular', limit: 50 }] } };

beforeAll(async () => {
  served = await serveWorkspace({ users: 200, videos: 120, interactions: 2_000 });
  const { body } = await served.call('GET', '/users?limit=200');
  users = (body as { rows: { userId: string }[] }).rows.map(({ userId }) => userId);
});
afterAll(() => served.discard());

const call = (method: string, path: string, body?: unknown) => served.call(method, path, body);
const recommend = (body: object) => call('POST', '/recommend', { top_k: 3, ...body });
const report = async (id: string): Promise<OnlineReport> => (await call('GET', `/experiments/online/${id}`)).body as OnlineReport;
const watch = (user: string, kind = 'view') => call('POST', '/log_interaction', { user_id: user, video_id: video, kind });
let video = '';

it('an experiment with an unknown variant and a plan that cannot be is refused once, and the service goes on', async () => {
  const arms = [
    { variant: 'no such', share: 1 },
    { variant: 'nor this', share: 1 },
  ];
  const plan = { baselineRate: 0.9, lift: 1 };
  expect(await call('POST', '/experiments/online', { id: 'impossible', arms, plan })).toMatchObject({
    status: 422,
    body: { place: 'plan.lift' },
  });
  expect(await call('POST', '/experiments/online', { id: 'unknown', arms })).toMatchObject({ status: 404, body: { value: 'no such' } });
  // A promise that nobody awaits ends the process when it fails.
  await new Promise((done) => setTimeout(done, 50));
  expect((await call('GET', '/experiments/online')).status).toBe(200);
});

describe('stored variants', () => {
  it('can be named in requests, listed with the default, changed and removed', async () => {
    expect((await call('GET', '/variants')).body).toMatchObject([{ name: 'default' }]);
    expect(await call('PUT', '/variants/most%20watched', popular)).toMatchObject({ status: 200, body: { name: 'most watched' } });
    expect((await call('GET', '/variants')).body).toMatchObject([
      { name: 'default' },
      { name: 'most watched', weights: { popularity: 1 } },
    ]);
    const list = await recommend({ user_id: users[0], variant: 'most watched' });
    expect(list).toMatchObject({ status: 200, body: { variant: 'most watched', experiment: null } });
    const [first] = (list.body as { items: { video_id: string; contributions: { weight: number }[] }[] }).items;
    expect(first?.contributions.filter(({ weight }) => weight !== 0)).toMatchObject([{ signal: 'popularity', weight: 1 }]);
    video = first?.video_id ?? '';
    const inline = await recommend({ user_id: users[0], variant: { ...popular, name: 'inline' } });
    expect((inline.body as { items: { video_id: string }[] }).items[0]?.video_id).toBe(video);
    expect(await recommend({ user_id: users[0], variant: 'no such' })).toMatchObject({ status: 404, body: { value: 'no such' } });
    expect(await call('PUT', '/variants/bad', { weights: { popularity: 1e308 } })).toMatchObject({
      status: 422,
      body: { place: 'weights.popularity' },
    });
    await call('PUT', '/variants/brief', popular);
    expect((await call('DELETE', '/variants/brief')).status).toBe(204);
    expect((await call('DELETE', '/variants/brief')).status).toBe(404);
  });

  it('named default are used if none is named; removal restores the built-in one', async () => {
    const weightsSeen = async () => {
      const { body } = await recommend({ user_id: users[1] });
      return (body as { items: { contributions: { signal: string; weight: number }[] }[] }).items[0]?.contributions
        .filter(({ weight }) => weight !== 0)
        .map(({ signal }) => signal);
    };
    const before = await weightsSeen();
    expect(before?.length).toBeGreaterThan(1);
    await call('PUT', '/variants/default', popular);
    expect(await weightsSeen()).toEqual(['popularity']);
    expect((await call('DELETE', '/variants/default')).status).toBe(204);
    expect(await weightsSeen()).toEqual(before);
  });
});

describe('an online experiment', () => {
  const arms = [{ variant: 'default' }, { variant: 'most watched', share: 1 }];

  it('splits users, attributes events, counts them, and continues after a restart', async () => {
    expect(await call('POST', '/experiments/online', { id: 'home', arms, seed: 5, kinds: ['like'] })).toMatchObject({
      status: 200,
      body: { id: 'home', endedAtMs: null, arms: [{ variant: { name: 'default' } }, { variant: { name: 'most watched' } }] },
    });
    const names = ['default', 'most watched'];
    const some = users.slice(0, 40);
    for (const user of [...some, ...some]) {
      const variant = names[assignArm(user, 'home', 5, [1, 1])];
      expect(await recommend({ user_id: user, experiment: 'home' })).toMatchObject({ body: { variant, experiment: 'home' } });
    }
    const members = (arm: number) => some.filter((user) => assignArm(user, 'home', 5, [1, 1]) === arm);
    const likers = [...members(0).slice(0, 3), ...members(1).slice(0, 6)];
    for (const user of likers) {
      const variant = names[assignArm(user, 'home', 5, [1, 1])];
      expect(await watch(user, 'like')).toMatchObject({ status: 200, body: { variant, experiment: 'home' } });
      await watch(user, 'like'); // one user is one success
    }
    await watch(members(0)[4] ?? '', 'view'); // counts as an interaction, not as a success
    expect(await watch(users[100] ?? '', 'like')).toMatchObject({ body: { variant: null, experiment: null } }); // was given no list

    const before = await report('home');
    const [a, b] = [members(0).length, members(1).length];
    expect(before.arms).toMatchObject([
      { variant: 'default', share: 0.5, users: a, expectedUsers: 20, successes: 3, interactions: { like: 6, view: 1 }, rate: 3 / a },
      { variant: 'most watched', users: b, successes: 6, interactions: { like: 12 }, rate: 6 / b, difference: { value: 6 / b - 3 / a } },
    ]);
    expect(before.arms[1]?.lift?.value).toBeCloseTo(6 / b / (3 / a) - 1, 12);
    expect(before.sampleRatio).toMatchObject({ mismatch: false, degreesOfFreedom: 1, statistic: ((a - 20) ** 2 / 20) * 2 });

    expect((await call('GET', '/experiments/home')).body).toEqual(before);
    await served.restart();
    expect(await report('home')).toEqual(before);
    const [again = ''] = members(1);
    expect(await watch(again, 'share')).toMatchObject({ body: { variant: 'most watched', experiment: 'home' } });
    expect((await call('GET', '/variants')).body).toMatchObject([{ name: 'default' }, { name: 'most watched' }]);
  });

  it('attributes to the variant last assigned, and keeps its variants when stored ones change', async () => {
    await call('POST', '/experiments/online', {
      id: 'later',
      arms: [{ variant: 'most watched' }, { variant: { ...popular, name: 'new' } }],
    });
    const [user = ''] = users;
    const answer = (await recommend({ user_id: user, experiment: 'later' })).body as { variant: string };
    expect(await watch(user)).toMatchObject({ body: { experiment: 'later', variant: answer.variant } });
    await recommend({ user_id: user, experiment: 'home' });
    expect(await watch(user)).toMatchObject({ body: { experiment: 'home' } });
    await call('DELETE', '/variants/most%20watched');
    expect((await recommend({ user_id: user, experiment: 'later' })).status).toBe(200);
  });

  it('reports a sample ratio mismatch', async () => {
    await call('POST', '/experiments/online', { id: 'skewed', arms: [{ variant: 'default' }, { variant: { name: 'b' } }] });
    const ofA = users.filter((user) => assignArm(user, 'skewed', 0, [1, 1]) === 0).slice(0, 60);
    const ofB = users.filter((user) => assignArm(user, 'skewed', 0, [1, 1]) === 1).slice(0, 20);
    for (const user of [...ofA, ...ofB]) await recommend({ user_id: user, experiment: 'skewed' });
    // 60 and 20 where 40 and 40 were expected: chi-square 20 with one degree of freedom.
    const { sampleRatio } = await report('skewed');
    expect(sampleRatio).toMatchObject({ statistic: 20, mismatch: true });
    expect(sampleRatio.pValue).toBeCloseTo(7.744e-6, 8);
  });

  it('ends, is removed, and rejects invalid requests', async () => {
    expect(await call('POST', '/experiments/online/skewed/end')).toMatchObject({
      status: 200,
      body: { endedAtMs: expect.any(Number) as number },
    });
    expect(await recommend({ user_id: users[0], experiment: 'skewed' })).toMatchObject({ status: 409, body: { value: 'skewed' } });
    expect((await call('DELETE', '/experiments/online/later')).status).toBe(204);
    expect((await call('GET', '/experiments/online/later')).status).toBe(404);
    expect((await call('GET', '/experiments/online')).body).toMatchObject([{ id: 'skewed' }, { id: 'home' }]);
    expect((await call('POST', '/experiments/online', { id: 'home', arms })).status).toBe(404); // a variant that was removed
    expect(
      (await call('POST', '/experiments/online', { id: 'home', arms: [{ variant: 'default' }, { variant: { name: 'x' } }] })).status,
    ).toBe(409);
    const twice = [{ variant: 'default' }, { variant: 'default' }];
    expect(await call('POST', '/experiments/online', { id: 'twice', arms: twice })).toMatchObject({ status: 422, body: { place: 'arms' } });
    expect(await recommend({ query: 'film', experiment: 'home' })).toMatchObject({ status: 422, body: { place: 'experiment' } });
    expect((await recommend({ user_id: users[0], experiment: 'no such' })).status).toBe(422);
    expect((await recommend({ user_id: users[0], experiment: 'none' })).status).toBe(404);
    const fresh = [{ variant: 'default' }, { variant: { name: 'x' } }];
    for (const id of ['online', 'saved', 'live']) {
      expect(await call('POST', '/experiments/online', { id, arms: fresh })).toMatchObject({ status: 422, body: { place: 'id' } });
    }
    expect((await call('GET', '/experiments/none')).status).toBe(404);
  });
});
