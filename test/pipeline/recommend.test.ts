import { beforeAll, describe, expect, it } from 'vitest';
import { poolOf } from '#engine/pipeline/pools';
import { Recommender } from '#engine/pipeline/recommend';
import { seenItems } from '#engine/pipeline/training-view';
import { whyNot } from '#engine/pipeline/why-not/why-not';
import { RankLabError } from '#shared/errors';
import { smallDataset, timeSide, variant, viewOf } from '../fixtures';

let recommender: Recommender;
beforeAll(async () => {
  const dataset = smallDataset();
  recommender = new Recommender(await viewOf(dataset, timeSide(dataset)));
});

describe('a recommended list', () => {
  it.each([
    ['weighted sum', {}],
    ['z-scores', { normalization: 'z-score' as const }],
    ['ranks and negative weights', { normalization: 'rank' as const, weights: { popularity: -0.4, factors: 1, trending: 0.3 } }],
    ['MMR', { mmrLambda: 0.6 }],
    ['one per creator', { filters: { maxPerCreator: 1 } }],
  ])('has contributions that sum to every score (%s)', async (_name, settings) => {
    for (const target of [{ userRow: 3 }, { queryText: 'guitar lesson for beginners' }, { videoRow: 5 }]) {
      const list = await recommender.recommend(target, variant(settings), 10);
      expect(list.length).toBeGreaterThan(0);
      for (const entry of list) {
        const sum = entry.contributions.reduce((total, part) => total + part.contribution, 0);
        expect(sum).toBeCloseTo(entry.score, 12);
      }
      const scores = list.map((entry) => entry.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(list.map((entry) => entry.position)).toEqual(list.map((_, i) => i + 1));
    }
  });

  it('excludes watched videos by default', async () => {
    const seen = new Set(seenItems(recommender.view, 3));
    const fresh = await recommender.recommend({ userRow: 3 }, variant(), 100);
    expect(fresh.filter((entry) => seen.has(entry.item))).toEqual([]);
    const all = await recommender.recommend({ userRow: 3 }, variant({ candidates: { removeSeen: false } }), 200);
    expect(all.filter((entry) => seen.has(entry.item)).length).toBeGreaterThan(0);
  });

  it('excludes the seed video, excluded videos and filtered categories', async () => {
    const { labels, offsets, codes } = recommender.view.dataset.items.categories;
    const first = await recommender.recommend({ videoRow: 5 }, variant(), 10);
    expect(first.map((entry) => entry.item)).not.toContain(5);
    const excluded = await recommender.recommend({ videoRow: 5 }, variant(), 10, [first[0].item]);
    expect(excluded.map((entry) => entry.item)).not.toContain(first[0].item);
    const label = labels[codes[offsets[first[0].item]]];
    const filtered = await recommender.recommend({ videoRow: 5 }, variant({ filters: { excludeCategories: [label] } }), 10);
    for (const entry of filtered) expect(labels[codes[offsets[entry.item]]]).not.toBe(label);
  });

  it('limits the number of videos per creator', async () => {
    const { codes } = recommender.view.dataset.items.creators;
    const list = await recommender.recommend({ userRow: 3 }, variant({ filters: { maxPerCreator: 1 } }), 20);
    const creators = list.map((entry) => codes[entry.item]).filter((code) => code >= 0);
    expect(new Set(creators).size).toBe(creators.length);
  });

  it('names an unknown signal, its place and the known ones', async () => {
    const failure = await recommender.recommend({ userRow: 1 }, variant({ weights: { freshnes: 1 } }), 5).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RankLabError);
    expect(failure).toMatchObject({ code: 'INVALID_ARGUMENT', details: { place: 'weights.freshnes' } });
    expect((failure as Error).message).toContain('freshness');
  });
});

describe('why-not names the stage that removed a video', () => {
  const ask = (item: number, settings = {}, limit = 10) =>
    whyNot(recommender, { target: { userRow: 3 }, item, variant: variant(settings), limit });

  it('seen', async () => expect((await ask(seenItems(recommender.view, 3)[0])).stage).toBe('seen'));

  it('unknown at training time', async () => {
    expect((await ask(recommender.view.knownItems.indexOf(0))).stage).toBe('unknown-at-training');
  });

  it('listed', async () => {
    const [top] = await recommender.recommend({ userRow: 3 }, variant(), 10);
    expect(await ask(top.item)).toMatchObject({ stage: 'listed', position: 1 });
  });

  it('filtered', async () => {
    const [top] = await recommender.recommend({ userRow: 3 }, variant(), 10);
    const { labels, offsets, codes } = recommender.view.dataset.items.categories;
    expect((await ask(top.item, { filters: { excludeCategories: [labels[codes[offsets[top.item]]]] } })).stage).toBe('filtered');
  });

  it('not retrieved, with every source’s position', async () => {
    const settings = { candidates: { sources: [{ id: 'popular', limit: 3 }] } };
    const everything = await recommender.recommend(
      { userRow: 3 },
      variant({ candidates: { sources: [{ id: 'popular', limit: 10_000 }], poolSize: 10_000 } }),
      300,
    );
    const rare = everything[everything.length - 1].item;
    const answer = await ask(rare, settings);
    expect(answer.stage).toBe('not-retrieved');
    expect(answer.sources[0]).toMatchObject({ id: 'popular', limit: 3 });
    expect(answer.sources[0].position).toBeGreaterThan(3);
  });

  it('cut by the pool, with its position in the merge', async () => {
    const wide = variant();
    const { pools } = await poolOf(recommender.view, { userRow: 3 }, wide.candidates, []);
    const cut = pools[0].items[20];
    const answer = await ask(cut, { candidates: { poolSize: 10 } });
    expect(answer).toMatchObject({ stage: 'cut-by-pool', poolPosition: 21 });
  });

  it('outranked, with a change of one weight that a re-run confirms', async () => {
    const list = await recommender.recommend({ userRow: 3 }, variant(), 40);
    let confirmed = 0;
    for (const { item, position } of list.slice(10, 30)) {
      const answer = await ask(item);
      expect(answer).toMatchObject({ stage: 'outranked', position });
      for (const lift of answer.lifts.slice(0, 2)) {
        const lifted = variant({ weights: { ...variant().weights, [lift.signal]: lift.to } });
        const again = await recommender.recommend({ userRow: 3 }, lifted, 10);
        expect(again.find((entry) => entry.item === item)?.position).toBe(lift.position);
        confirmed++;
      }
    }
    expect(confirmed).toBeGreaterThan(5);
  });
});
