import { describe, expect, it } from 'vitest';
import type { Fingerprint, ItemId, ItemRow, UserId, UserRow } from '#shared/ids';
import { candidateSettingsSchema, type CandidateSettings } from '#shared/schemas/variant';
import { csrFromTriplets } from '../core/linear-algebra/matrix';
import { Vocabulary } from '../core/containers/vocabulary';
import type { CandidateRequest, TrainingView } from '../model/training-view';
import { retrieveCandidates } from './merge';

/**
 * Eight items on two axes of content, three users: u0 watched 0 and 1, u1 watched 0, u2 nothing. Items 6 and 7 are unknown
 * at training time. Only u0 has factors.
 */
const ITEMS = 8;
const interactions = csrFromTriplets(3, ITEMS, [0, 0, 1], [0, 1, 0], [1, 1, 1]);
const content = Float32Array.from([1, 0, 1, 0, 0.8, 0.6, 0, 1, 0.6, 0.8, 0, 0, 1, 0, 1, 0]);
const numbers = Array.from({ length: ITEMS }, (_, i) => i);
const titles = ['red apple', 'red pear', 'blue apple', 'blue car', 'green car car', '', 'red car', 'apple'];
const none = new Int32Array(0);

const view: TrainingView = {
  dataset: {
    name: 'eight',
    users: { ids: new Vocabulary<UserId, UserRow>('user', ['u0', 'u1', 'u2'] as UserId[]), columns: {} },
    items: {
      ids: new Vocabulary<ItemId, ItemRow>(
        'video',
        numbers.map((i) => `v${i}` as ItemId),
      ),
      titles,
      descriptions: titles.map(() => ''),
      tags: titles.map(() => []),
      categories: { labels: [], offsets: new Int32Array(ITEMS + 1), codes: none },
      creators: { labels: [], codes: new Int32Array(ITEMS).fill(-1) },
      publishedAtMs: new Float64Array(ITEMS).fill(NaN),
      durationSeconds: new Float64Array(ITEMS).fill(NaN),
      columns: {},
    },
    interactions: {
      count: 3,
      users: Int32Array.of(0, 0, 1),
      items: Int32Array.of(0, 1, 0),
      kinds: ['view'],
      kindCodes: new Uint8Array(3),
      values: new Float64Array(3).fill(NaN),
      timestampsMs: Float64Array.of(10, 20, 15),
      columns: {},
    },
    fingerprint: 'eight' as Fingerprint,
  },
  positions: Int32Array.of(0, 1, 2),
  interactions,
  itemUserCounts: Float64Array.of(2, 1, 0, 5, 5, 3, 9, 9),
  knownItems: Uint8Array.of(1, 1, 1, 1, 1, 1, 0, 0),
  referenceTimeMs: 20,
  latestNowMs: 20,
  latestTimestampMs: 20,
  embeddings: {
    count: ITEMS,
    dimensions: 2,
    vectors: content,
    provider: 'local',
    model: 'hand',
    textRecipe: 'hand',
    normalized: true,
    latestTimestampMs: NaN,
    fingerprint: 'hand' as Fingerprint,
  },
  factors: {
    method: 'truncated-svd',
    factorCount: 1,
    userCount: 3,
    itemCount: ITEMS,
    userFactors: Float32Array.of(2, 0, 0),
    itemFactors: Float32Array.of(0.9, 0.8, 0.1, 0.7, -0.5, 0, 0.95, 0.2),
    singularValues: Float64Array.of(1),
    explainedVarianceFractions: Float64Array.of(1),
    latestTimestampMs: 20,
    fingerprint: 'hand' as Fingerprint,
  },
  contentIndex: undefined,
  factorIndex: undefined,
  embedQuery: async (text) => (text === 'up' ? Float32Array.of(0, 5) : Float32Array.of(0, 0)),
  seed: 1,
};

const settings = (sources: string[], overrides: object = {}): CandidateSettings =>
  candidateSettingsSchema.parse({ sources: sources.map((id) => ({ id })), ...overrides });
const user = (userRow: number, exclude: Int32Array = none): CandidateRequest => ({ userRow, exclude });
const itemsOf = async (request: CandidateRequest, candidateSettings: CandidateSettings): Promise<number[]> => [
  ...(await retrieveCandidates(view, [request], candidateSettings))[0].items,
];

describe('retrieveCandidates', () => {
  it('orders by the source and returns only items known at training time, unless universe is all', async () => {
    expect(await itemsOf(user(0), settings(['factors']))).toEqual([0, 1, 3, 2, 4]);
    expect(await itemsOf(user(0), settings(['factors'], { universe: 'all' }))).toEqual([6, 0, 1, 3, 7, 2, 4]);
    expect(await itemsOf(user(0), settings(['factors']))).toEqual([0, 1, 3, 2, 4]);
    expect(await itemsOf(user(0), settings(['popular']))).toEqual([3, 4, 5, 0, 1, 2]);
  });

  it('removes excluded items before cutting to the pool size', async () => {
    const cut = settings(['factors'], { poolSize: 2 });
    expect(await itemsOf(user(0), cut)).toEqual([0, 1]);
    expect(await itemsOf(user(0, Int32Array.of(0, 1)), cut)).toEqual([3, 2]);
    const limited = candidateSettingsSchema.parse({ sources: [{ id: 'popular', limit: 2 }] });
    expect(await itemsOf(user(0, Int32Array.of(3, 4)), limited)).toEqual([5, 0]);
  });

  it('merges by reciprocal rank and records which source contributed each item', async () => {
    const [pool] = await retrieveCandidates(view, [user(0)], settings(['factors', 'popular']));
    // Item 3 is third by factors and first by popularity.
    expect(pool.items[0]).toBe(3);
    expect(pool.scores[0]).toBeCloseTo(1 / 63 + 1 / 61, 15);
    expect(pool.sourceIds).toEqual(['factors', 'popular']);
    const mask = (item: number): number => pool.sourceMasks[pool.items.indexOf(item)];
    expect([mask(3), mask(5), mask(2)]).toEqual([3, 2, 3]);
  });

  it('falls back to content and popularity for users unknown to the sources', async () => {
    const [known, unknownWithHistory, newcomer] = await retrieveCandidates(view, [user(0), user(1), user(2)], settings(['factors']));
    expect(known.sourceIds).toEqual(['factors']);
    expect(unknownWithHistory.sourceIds).toEqual(['factors', 'content', 'popular']);
    expect(unknownWithHistory.count).toBe(6);
    // By content u1's nearest items are item 0 itself, 1, 2, 4, 3; the content source's bit follows that of the requested source.
    expect(unknownWithHistory.sourceMasks[[...unknownWithHistory.items].indexOf(5)]).toBe(0b100);
    expect(unknownWithHistory.sourceMasks[[...unknownWithHistory.items].indexOf(2)]).toBe(0b110);
    expect([...newcomer.items]).toEqual([3, 4, 5, 0, 1, 2]);
    expect(newcomer.sourceMasks.every((mask) => mask === 0b100)).toBe(true);
  });

  it('retrieves for queries by embedding and by words, and for seed videos by content', async () => {
    const query = (queryText: string): CandidateRequest => ({ queryText, exclude: none });
    expect(await itemsOf(query('up'), settings(['content']))).toEqual([3, 4, 2, 0, 1]);
    expect(await itemsOf(query('Apple red'), settings(['text-query']))).toEqual([0, 1, 2]);
    expect(await itemsOf({ videoRow: 3, exclude: Int32Array.of(3) }, settings(['similar-to-video']))).toEqual([4, 2, 0, 1]);
    expect(await itemsOf(query('zebra'), settings(['text-query']))).toEqual([3, 4, 5, 0, 1, 2]);
  });

  it('retrieves videos similar to each of a user’s latest videos', async () => {
    const recentFirst = {
      ...view,
      dataset: { ...view.dataset, interactions: { ...view.dataset.interactions, items: Int32Array.of(3, 0, 0) } },
    };
    const one = candidateSettingsSchema.parse({ sources: [{ id: 'similar-to-video', params: { recentCount: 1 } }] });
    const two = candidateSettingsSchema.parse({ sources: [{ id: 'similar-to-video', params: { recentCount: 2 } }] });
    const [latest] = await retrieveCandidates(recentFirst, [user(0)], one);
    expect([...latest.items]).toEqual([0, 1, 2, 4, 3]);
    const [both] = await retrieveCandidates(recentFirst, [user(0, Int32Array.of(0, 3))], two);
    expect([...both.items]).toEqual([1, 2, 4]);
  });

  it('prepares a source once per view and parameters, and retries after a failure', async () => {
    const { candidateSources } = await import('./registry');
    const source = candidateSources.get('als');
    const original = source.prepare.bind(source);
    let prepared = 0;
    source.prepare = (...args) => {
      prepared++;
      return original(...args);
    };
    const own: TrainingView = { ...view };
    const candidateSettings = candidateSettingsSchema.parse({ sources: [{ id: 'als', params: { factorCount: 1, iterations: 1 } }] });
    await expect(retrieveCandidates(own, [user(0)], candidateSettings, { signal: { aborted: true } })).rejects.toThrow('Cancelled');
    await retrieveCandidates(own, [user(0)], candidateSettings);
    await retrieveCandidates(own, [user(1)], candidateSettings);
    expect(prepared).toBe(2);
    await retrieveCandidates({ ...view }, [user(0)], candidateSettings);
    expect(prepared).toBe(3);
    source.prepare = original;
  });

  it('keeps preparing a source for other callers when one of them cancels', async () => {
    const { candidateSources } = await import('./registry');
    const source = candidateSources.get('als');
    const original = source.prepare.bind(source);
    const signal = { aborted: false };
    let first = true;
    source.prepare = async (of, params, context) => {
      if (!first) return original(of, params, context);
      first = false;
      await Promise.resolve();
      signal.aborted = true;
      return original(of, params, context);
    };
    const own: TrainingView = { ...view };
    const candidateSettings = candidateSettingsSchema.parse({ sources: [{ id: 'als', params: { factorCount: 1, iterations: 1 } }] });
    const cancelled = retrieveCandidates(own, [user(0)], candidateSettings, { signal });
    const uncancelled = retrieveCandidates(own, [user(0)], candidateSettings);
    await expect(cancelled).rejects.toThrow('Cancelled');
    expect((await uncancelled)[0].count).toBeGreaterThan(0);
    source.prepare = original;
  });

  it('names an unknown source and an invalid parameter', async () => {
    await expect(retrieveCandidates(view, [user(0)], settings(['popular', 'magic']))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { place: 'candidates.sources.1.id', value: 'magic' },
    });
    const bad = candidateSettingsSchema.parse({ sources: [{ id: 'ease', params: { lambda: -1 } }] });
    await expect(retrieveCandidates(view, [user(0)], bad)).rejects.toThrow(/candidates\.sources\.0\.params\.lambda/);
    const large = candidateSettingsSchema.parse({ sources: [{ id: 'ease', params: { sideLimit: 2 } }] });
    await expect(retrieveCandidates(view, [user(0)], large)).rejects.toThrow(/3 × 3 matrix, beyond the limit of 2/);
  });
});
