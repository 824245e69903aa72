import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSettingsSchema } from '#shared/schemas/model';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { createRuntime, type Runtime } from '#service/runtime';
import type { AnnIndex } from '#engine/ann/port';
import { GrowingView } from '#engine/pipeline/growth/growing-view';
import type { OpenWorkspace } from '#service/workspace/open-workspace';
import { variant } from '../fixtures';

const folder = join(mkdtempSync(join(tmpdir(), 'ranklab-growing-')), 'workspace');
let runtime: Runtime;
let workspace: OpenWorkspace;
const open = async (create: boolean): Promise<void> => {
  runtime = createRuntime();
  await (create ? runtime.session.create(folder, 'growing') : runtime.session.open(folder));
  workspace = runtime.session.current();
};
const list = (context: { user: string } | { query: string } | { video: string }, settings = {}, limit = 10) =>
  workspace.lists.recommend({ context, limit, variant: variant(settings), exclude: [], side: 'serving', relevance: { rule: 'any' } });
const rawOf = async (user: string, video: string, signal: string): Promise<number | undefined> => {
  const { items } = await list({ user }, { candidates: { sources: [{ id: 'popular', limit: 10_000 }], poolSize: 10_000 } }, 1000);
  return items.find((item) => item.videoId === video)?.contributions.find((part) => part.signal === signal)?.raw;
};

const onlySimilarity = { weights: { similarity: 1 } };
let twin: string;
let original: string;
let edited: string;
let copied: string;

/** The properties of a video except its id, to create another one from. */
async function contentOf(row: number) {
  const { items } = await workspace.dataset();
  const { offsets, codes, labels } = items.categories;
  return {
    videoId: items.ids.ids[row],
    title: items.titles[row],
    description: items.descriptions[row],
    tags: [...items.tags[row]],
    categories: Array.from(codes.subarray(offsets[row], offsets[row + 1]), (code) => labels[code]),
  };
}

beforeAll(async () => {
  process.env['RANKLAB_CONFIG_DIR'] = mkdtempSync(join(tmpdir(), 'ranklab-config-'));
  await open(true);
  await workspace.generate(generatorParamsSchema.parse({ users: 80, videos: 150, interactions: 2_000 }));
  await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['serving']);
});
afterAll(() => runtime.shutDown());

describe('a catalogue that grows while it serves', () => {
  it('recommends a new video in the next list for a query about it', async () => {
    const { videoId, ...content } = await contentOf(3);
    original = videoId;
    twin = await workspace.addVideo(content);
    expect((await list({ query: content.title })).items.map((item) => item.videoId)).toContain(twin);
    const similar = await list({ video: twin });
    expect(similar.items[0].videoId).toBe(original);
    expect(similar.items.map((item) => item.videoId)).not.toContain(twin);
  });

  it('reports an added video as not known at training time, and an unknown id as not found', async () => {
    await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['evaluation']);
    const videoId = await workspace.addVideo({ title: 'added since', description: '', tags: [], categories: [] });
    const ask = (video: string) =>
      workspace.lists.whyNot({ context: { query: 'guitar' }, video, variant: variant(), limit: 10, side: 'evaluation' });
    expect(await ask(videoId)).toMatchObject({ stage: 'unknown-at-training', video: { videoId, title: 'added since' } });
    await expect(ask('no such video')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await workspace.removeVideo(videoId);
  });

  it('reports that no word of a query is known', async () => {
    const { items } = await workspace.dataset();
    expect((await list({ query: 'xqzzv qqwkx' })).note).toContain('No word of this query is known');
    expect((await list({ query: items.titles[0] ?? '' })).note).toBeNull();
  });

  it('does not go through all interactions where no new video is concerned', async () => {
    const { view } = await workspace.models.recommender('serving');
    let passes = 0;
    const counted = {
      ...view,
      get interactions() {
        passes++;
        return view.interactions;
      },
    };
    await new GrowingView(counted, undefined, undefined).foldItemFactors([]);
    expect(passes).toBe(0);
  });

  it('replaces the vectors of many videos in one pass through each index, and of a single one after it was made', async () => {
    const { view } = await workspace.models.recommender('serving');
    const rows = Array.from({ length: 30 }, (_, row) => row);
    const calls: [name: string, ...ids: number[]][] = [];
    const index = (name: string) =>
      ({
        remove: async (ids: Int32Array) => calls.push([`${name} remove`, ...ids]),
        add: async (_: Float32Array, ids: Int32Array) => calls.push([`${name} add`, ...ids]),
      }) as unknown as AnnIndex;
    const growing = new GrowingView({ ...view }, index('content'), index('factors'));
    await growing.foldItems([...rows, 0]);
    expect(calls.filter(([name]) => name !== 'content add')).toEqual([
      ['content remove', ...rows],
      ['factors remove', ...rows],
      ['factors add', ...rows],
    ]);
    calls.length = 0;
    await growing.foldItems([3]);
    expect(calls).toEqual([
      ['content remove', 3],
      ['content add', 3],
      ['factors remove', 3],
      ['factors add', 3],
    ]);
    const failing = { ...view, embedItem: () => Promise.reject(new Error('no embedding')) };
    calls.length = 0;
    await expect(new GrowingView(failing, index('content'), index('factors')).foldItems([3])).rejects.toThrow('no embedding');
    expect(calls).toEqual([]);
  });

  it('counts a logged interaction at once: popularity changes and the video leaves the user’s list', async () => {
    const [target] = (await list({ user: 'u01' })).items;
    const before = await rawOf('u02', target.videoId, 'popularity');
    await workspace.logInteraction({ userId: 'u01', videoId: target.videoId, kind: 'view' });
    expect((await list({ user: 'u01' }, {}, 100)).items.map((item) => item.videoId)).not.toContain(target.videoId);
    const after = await rawOf('u02', target.videoId, 'popularity');
    if (before !== undefined && after !== undefined && before < 1) expect(after).toBeGreaterThan(before);
  });

  it('gives a new user content and popularity first, and a folded-in vector after the first interaction', async () => {
    const seed = (await list({ user: 'u05' })).items[0].videoId;
    await workspace.logInteraction({ userId: 'newcomer', videoId: seed, kind: 'view' });
    const answer = await list({ user: 'newcomer' });
    expect(answer.note).toBeNull();
    expect(answer.items.length).toBe(10);
    const factorValues = answer.items.map((item) => item.contributions.find((part) => part.signal === 'factors')?.raw ?? 0);
    expect(factorValues.some((value) => value !== 0)).toBe(true);
  });

  it('never lists a removed video again, and reports it as removed', async () => {
    const removedVideo = (await list({ user: 'u07' })).items.map((item) => item.videoId).find((id) => ![twin, original].includes(id))!;
    await workspace.removeVideo(removedVideo);
    for (const settings of [{}, { candidates: { universe: 'all' as const } }]) {
      expect((await list({ user: 'u07' }, settings, 100)).items.map((item) => item.videoId)).not.toContain(removedVideo);
    }
    await expect(workspace.logInteraction({ userId: 'u07', videoId: removedVideo, kind: 'view' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('undoes a removal and gives the previous lists', async () => {
    const before = await list({ user: 'u09' });
    const removedVideo = before.items[0].videoId;
    await workspace.removeVideo(removedVideo);
    expect((await list({ user: 'u09' }, {}, 100)).items.map((item) => item.videoId)).not.toContain(removedVideo);
    await expect(list({ video: removedVideo })).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('removed') });
    await workspace.restoreVideo(removedVideo);
    const after = await list({ user: 'u09' });
    expect(after.items.map(({ videoId, score }) => [videoId, score])).toEqual(before.items.map(({ videoId, score }) => [videoId, score]));
  });

  it('ranks an edited video by its new text', async () => {
    const content = await contentOf(40);
    copied = content.videoId;
    edited = (await contentOf(20)).videoId;
    await workspace.updateVideo({ ...content, videoId: edited });
    expect((await list({ video: copied }, onlySimilarity)).items[0].videoId).toBe(edited);
  });

  it('is unchanged after closing and reopening the workspace', async () => {
    const before = await list({ user: 'newcomer' });
    await runtime.shutDown();
    await open(false);
    const after = await list({ user: 'newcomer' });
    expect(after.items.map((item) => item.videoId)).toEqual(before.items.map((item) => item.videoId));
    after.items.forEach((item, i) => expect(item.score).toBeCloseTo(before.items[i].score, 5));
    expect((await list({ video: original }, onlySimilarity)).items.slice(0, 3).map((item) => item.videoId)).toContain(twin);
    expect((await list({ video: copied }, onlySimilarity)).items[0].videoId).toBe(edited);
  });

  it('folds in a known user’s new interactions again on opening, even if nothing else is new', async () => {
    await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['serving']);
    const similarTo = async (user: string) =>
      (await list({ user }, { weights: { factors: 1 } }, 20)).items.map(({ videoId, score }) => [videoId, Number(score.toFixed(5))]);
    const trained = await similarTo('u13');
    for (const { videoId } of (await list({ user: 'u13' }, { weights: { freshness: 1 } }, 12)).items)
      await workspace.logInteraction({ userId: 'u13', videoId, kind: 'view' });
    const folded = await similarTo('u13');
    expect(folded).not.toEqual(trained);
    await runtime.shutDown();
    await open(false);
    expect(await similarTo('u13')).toEqual(folded);
  });

  it('loses no data that arrives while the models are rebuilt', async () => {
    const rebuilt = workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['serving']);
    const { videoId: originalId, ...content } = await contentOf(60);
    const late = await workspace.addVideo(content);
    await rebuilt;
    expect((await list({ video: originalId }, onlySimilarity)).items.slice(0, 3).map((item) => item.videoId)).toContain(late);
    expect((await list({ video: original }, onlySimilarity)).items.slice(0, 3).map((item) => item.videoId)).toContain(twin);
  });

  it('undoes a removal of a video that the rebuilt models lack', async () => {
    const [{ videoId: removedVideo }] = (await list({ user: 'u11' })).items;
    const popular = await rawOf('u11', removedVideo, 'popularity');
    await workspace.removeVideo(removedVideo);
    await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }), undefined, ['serving']);
    expect((await workspace.dataset()).items.ids.find(removedVideo)).toBeUndefined();
    await workspace.restoreVideo(removedVideo);
    expect(await rawOf('u11', removedVideo, 'popularity')).toBe(popular);
    const factors = (await list({ user: 'u11' }, {}, 100)).items.find(({ videoId }) => videoId === removedVideo)!;
    expect(factors.contributions.find(({ signal }) => signal === 'factors')!.raw).not.toBe(0);
  });
});

describe('writes while the models of superseded data are being loaded', () => {
  it('are stored and acknowledged; only the list that asked for the models fails', async () => {
    const place = mkdtempSync(join(tmpdir(), 'ranklab-outdated-'));
    const other = createRuntime();
    await other.session.create(join(place, 'workspace'), 'outdated');
    const outdated = other.session.current();
    await outdated.generate(generatorParamsSchema.parse({ users: 30, videos: 40, interactions: 300, seed: 2 }));
    await outdated.models.build(buildSettingsSchema.parse({ factors: { factorCount: 4 } }), undefined, ['serving']);
    await outdated.generate(generatorParamsSchema.parse({ users: 30, videos: 40, interactions: 300, seed: 3 }));
    const videoId = (await outdated.dataset()).items.ids.ids[0] ?? '';
    const loads = [outdated.models.serving()];
    loads[0].catch(() => undefined);
    await outdated.logInteraction({ userId: 'someone', videoId, kind: 'view' });
    loads.push(outdated.models.serving());
    loads[1].catch(() => undefined);
    const added = await outdated.addVideo({ title: 'meanwhile', description: '', tags: [], categories: [] });
    for (const load of loads) await expect(load).rejects.toMatchObject({ code: 'NOT_BUILT' });
    const { items, interactions } = await outdated.latestDataset();
    expect(items.ids.find(added)).toBeDefined();
    expect(interactions.count).toBe(301);
    await other.shutDown();
    rmSync(place, { recursive: true, force: true });
  });
});
