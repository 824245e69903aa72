import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { plain, sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

const everything = { search: '', offset: 0, limit: 100 };

async function withSample(): Promise<Workspace> {
  const workspace = await Workspace.create(join(temporaryFolder(), 'w'), 'Test');
  await workspace.data.saveDataset(sampleDataset(), 'made by hand');
  return workspace;
}

describe('the data of a workspace', () => {
  it('is read back as saved, in this process and in the next', async () => {
    const workspace = await withSample();
    const expected = plain(sampleDataset());
    expect(plain((await workspace.data.loadDataset())!)).toEqual(expected);
    await workspace.close();
    const again = await Workspace.open(workspace.path);
    expect(again.info).toMatchObject({ name: 'Test', hasData: true, isBuilt: false });
    expect(plain((await again.data.loadDataset())!)).toEqual(expected);
    await again.close();
  });

  it('is absent at first', async () => {
    const workspace = await Workspace.create(join(temporaryFolder(), 'w'), 'Empty');
    expect(workspace.info.hasData).toBe(false);
    expect(await workspace.data.loadDataset()).toBeUndefined();
    expect(await workspace.data.summary()).toBeNull();
    expect(await workspace.data.users(everything)).toEqual({ total: 0, rows: [] });
    await expect(workspace.data.video('v1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await workspace.close();
  });

  it('is summarised', async () => {
    const workspace = await withSample();
    const summary = await workspace.data.summary();
    expect(summary).toMatchObject({
      name: 'sample',
      users: 4,
      videos: 3,
      interactions: 6,
      kinds: [
        { kind: 'view', count: 5 },
        { kind: 'like', count: 1 },
      ],
      firstTimestampMs: 5,
      lastTimestampMs: 1_600_000_100_000,
      provenance: 'made by hand',
      fingerprint: sampleDataset().fingerprint,
    });
    // Five distinct pairs in 4 × 3 cells; interactions per video are 4, 1, 1.
    expect(summary!.sparsityFraction).toBeCloseTo(1 - 5 / 12, 12);
    expect(summary!.popularityGini).toBeCloseTo((2 * (1 * 1 + 2 * 1 + 3 * 4)) / (3 * 6) - 4 / 3, 12);
    await workspace.close();
  });

  it('is paged and searched', async () => {
    const workspace = await withSample();
    const { data } = workspace;
    expect(await data.users({ search: '', offset: 1, limit: 2 })).toEqual({
      total: 4,
      rows: [
        { userId: '9007199254740993', interactionCount: 1, columns: { __plan: 'pro' } },
        { userId: 'ünï😀', interactionCount: 1, columns: { country: 'FR', __plan: 'free' } },
      ],
    });
    expect((await data.users({ ...everything, search: 'ÜNÏ' })).rows.map((row) => row.userId)).toEqual(['ünï😀']);
    expect((await data.videos({ ...everything, search: 'two, "' })).rows).toEqual([
      {
        videoId: 'https://x.example/?a=1&b="2"',
        title: 'Two, "quoted"\nand broken',
        description: '',
        categories: [],
        tags: [],
        creator: null,
        publishedAtMs: null,
        durationSeconds: null,
        interactionCount: 1,
        columns: { free: false },
      },
    ]);
    expect(await data.video('v1')).toMatchObject({
      categories: ['Drama', 'Comedy'],
      tags: ['a', 'b, c'],
      creator: 'ann',
      interactionCount: 4,
    });
    const page = await data.interactions({ search: '', offset: 1, limit: 2 });
    expect(page.total).toBe(6);
    expect(page.rows.map(({ userId, kind, value, timestampMs }) => [userId, kind, value, timestampMs])).toEqual([
      ['9007199254740993', 'like', null, null],
      ['007', 'view', 5, 1_600_000_100_000],
    ]);
    expect((await data.interactions({ ...everything, search: 'v3' })).total).toBe(1);
    expect((await data.interactions({ ...everything, search: '%' })).total).toBe(0);
    await workspace.close();
  });

  it('shows a user with taste and history, newest first', async () => {
    const workspace = await withSample();
    const profile = await workspace.data.user('007');
    expect(profile.interactionCount).toBe(3);
    expect(profile.columns).toEqual({ country: 'DE', __plan: 'free' });
    // v1 twice (Drama and Comedy each time), v3 once (Comedy).
    expect(profile.taste).toEqual([
      { category: 'Comedy', fraction: 3 / 5 },
      { category: 'Drama', fraction: 2 / 5 },
    ]);
    expect(profile.history.map((row) => row.videoId)).toEqual(['v3', 'v1', 'v1']);
    await expect(workspace.data.user('7')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await workspace.close();
  });

  it('has distributions', async () => {
    const workspace = await withSample();
    const { histograms, popularityCurve } = await workspace.data.distributions();
    expect(popularityCurve).toEqual([4, 1, 1]);
    const perVideo = histograms.find((histogram) => histogram.label === 'Interactions per video')!;
    const names = { label: 'Interactions per video', xName: 'interactions of a video', yName: 'videos' };
    expect(perVideo).toEqual({ ...names, edges: [0, 1, 2, 3, 5], counts: [0, 2, 0, 1] });
    const { values, counts, edges } = histograms.find((histogram) => histogram.label === 'Values')!;
    expect(counts.reduce((sum, count) => sum + count)).toBe(5);
    expect(values).toEqual([...new Set(values)].sort((a, b) => a - b));
    expect(values).toHaveLength(counts.length);
    for (const [i, value] of values!.entries()) expect(value).toSatisfy((v: number) => edges[i] <= v && v <= edges[i + 1]);
    await workspace.close();
  });

  it('grows by logged changes, durably and in order', async () => {
    const workspace = await withSample();
    await workspace.data.appendInteractions([
      { userId: 'new user', videoId: 'v3', kind: 'share', value: 2, timestampMs: 7 },
      { userId: '007', videoId: 'unheard of', kind: 'view' },
    ]);
    await workspace.close();
    const again = await Workspace.open(workspace.path);
    const dataset = (await again.data.loadDataset())!;
    expect([...dataset.users.ids.ids]).toEqual(['007', '9007199254740993', 'ünï😀', '__proto__', 'new user']);
    expect([...dataset.items.ids.ids].slice(3)).toEqual(['unheard of']);
    expect([...dataset.interactions.users.slice(6)]).toEqual([4, 0]);
    expect([...dataset.interactions.items.slice(6)]).toEqual([2, 3]);
    expect(dataset.interactions.kinds).toEqual(['view', 'like', 'share']);
    expect([...dataset.interactions.values.slice(6)]).toEqual([2, NaN]);
    expect(dataset.fingerprint).not.toBe(sampleDataset().fingerprint);
    expect((await again.data.summary())!.fingerprint).toBe(dataset.fingerprint);
    await again.close();
  });

  it('accepts new, edited and removed videos', async () => {
    const workspace = await withSample();
    const { data } = workspace;
    const { videoId: id } = await data.appendVideo({
      title: 'New',
      description: '',
      tags: ['t'],
      categories: ['Drama', 'Sport'],
      creator: 'bob',
    });
    await expect(data.appendVideo({ videoId: 'v1', title: 'x', description: '', tags: [], categories: [] })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await data.updateVideo({ videoId: 'v3', title: 'Three', description: '', tags: [], categories: [], publishedAtMs: 9 });
    await data.removeVideo('https://x.example/?a=1&b="2"');
    await expect(data.removeVideo('https://x.example/?a=1&b="2"')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(data.updateVideo({ videoId: '?', title: 'x', description: '', tags: [], categories: [] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const dataset = (await data.loadDataset())!;
    expect([...dataset.items.ids.ids]).toEqual(['v1', 'v3', id]);
    expect(dataset.items.titles).toEqual(['One', 'Three', 'New']);
    // The interaction with the removed video is removed; later rows moved up.
    expect([...dataset.interactions.items]).toEqual([0, 1, 0, 0, 0]);
    expect(await data.video(id)).toMatchObject({ categories: ['Drama', 'Sport'], creator: 'bob', interactionCount: 0 });
    await workspace.close();
  });

  it('undoes a removal exactly: the same fingerprint, also after reopening', async () => {
    let workspace = await withSample();
    const before = (await workspace.data.loadDataset())!;
    await workspace.data.removeVideo('v1');
    expect(await workspace.data.summary()).toMatchObject({ videos: 2, interactions: 2, kinds: [{ count: 1 }, { count: 1 }] });
    expect((await workspace.data.user('007')).history.map(({ videoId }) => videoId)).toEqual(['v3']);
    expect((await workspace.data.interactions({ search: '', offset: 0, limit: 10 })).total).toBe(2);
    await expect(workspace.data.video('v1')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { path } = workspace;
    await workspace.close();
    workspace = await Workspace.open(path);
    const { video, interactions } = await workspace.data.restoreVideo('v1');
    expect(video).toMatchObject({ videoId: 'v1', title: 'One', categories: ['Drama', 'Comedy'], tags: ['a', 'b, c'], creator: 'ann' });
    expect(interactions.map(({ userId }) => userId)).toEqual(['007', 'ünï😀', '__proto__', '007']);
    expect(plain((await workspace.data.loadDataset())!)).toEqual(plain(before));
    await expect(workspace.data.restoreVideo('v1')).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(workspace.data.restoreVideo('never')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await workspace.close();
  });

  it('allows reuse of the id of a removed video, and then restores nothing over it', async () => {
    const workspace = await withSample();
    const { data } = workspace;
    await data.removeVideo('v1');
    await data.appendVideo({ videoId: 'v1', title: 'Another', description: '', tags: [], categories: [] });
    await data.appendInteractions([{ userId: '007', videoId: 'v1', kind: 'view', timestampMs: 1 }]);
    expect(await data.video('v1')).toMatchObject({ title: 'Another', interactionCount: 1 });
    await expect(data.restoreVideo('v1')).rejects.toMatchObject({ code: 'CONFLICT' });
    await data.removeVideo('v1');
    expect((await data.restoreVideo('v1')).video.title).toBe('Another');
    expect((await data.loadDataset())!.items.ids.ids).toEqual(['https://x.example/?a=1&b="2"', 'v3', 'v1']);
    await workspace.close();
  });

  it('serves reads while clients log quickly, without either blocking the other', async () => {
    const workspace = await withSample();
    let reading = true;
    let logged = 0;
    const client = async (userId: string): Promise<void> => {
      while (reading) {
        await workspace.data.appendInteractions([{ userId, videoId: 'v1', kind: 'view', timestampMs: logged }]);
        logged++;
      }
    };
    const clients = ['a', 'b', 'c', 'd'].map(client);
    const counts: number[] = [];
    for (let i = 0; i < 3; i++) counts.push((await workspace.data.load())!.dataset.interactions.count);
    reading = false;
    await Promise.all(clients);
    expect([...counts].sort((a, b) => a - b)).toEqual(counts);
    expect((await workspace.data.loadDataset())!.interactions.count).toBe(6 + logged);
    await workspace.close();
  });

  it('keeps changes that are logged during a replacement', async () => {
    const workspace = await withSample();
    const saving = workspace.data.saveDataset(sampleDataset('second'), 'again');
    await workspace.data.appendInteractions([{ userId: '007', videoId: 'v1', kind: 'view', timestampMs: 1 }]);
    await saving;
    const dataset = (await workspace.data.loadDataset())!;
    expect(dataset.name).toBe('second');
    expect(dataset.interactions.count).toBe(7);
    await workspace.close();
  });

  it('is not read after the workspace is closed', async () => {
    const workspace = await withSample();
    await workspace.close();
    await expect(workspace.data.users(everything)).rejects.toMatchObject({ code: 'NO_WORKSPACE' });
    await expect(workspace.data.saveDataset(sampleDataset(), 'late')).rejects.toMatchObject({ code: 'NO_WORKSPACE' });
    await expect(workspace.data.appendInteractions([{ userId: 'u', videoId: 'v', kind: 'view' }])).rejects.toMatchObject({
      code: 'NO_WORKSPACE',
    });
  });

  it('rejects a 257th kind', async () => {
    const workspace = await withSample();
    const kinds = Array.from({ length: 254 }, (_, i) => ({ userId: 'u', videoId: 'v1', kind: `k${i}` }));
    await workspace.data.appendInteractions(kinds);
    await expect(workspace.data.appendInteractions([{ userId: 'u', videoId: 'v1', kind: 'too many' }])).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
    });
    expect((await workspace.data.loadDataset())!.interactions.kinds).toHaveLength(256);
    await workspace.close();
  });
});
