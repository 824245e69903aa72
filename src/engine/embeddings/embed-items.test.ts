import { describe, expect, it } from 'vitest';
import type { Fingerprint, ItemId, ItemRow, UserId, UserRow } from '#shared/ids';
import { Vocabulary } from '../core/containers/vocabulary';
import type { Dataset } from '../model/dataset';
import { embedItems, explainQuery, restoreQueryEmbedder } from './embed-items';

const subjects = {
  cooking: ['pasta', 'sauce', 'oven', 'baking', 'recipe', 'kitchen', 'garlic'],
  football: ['goal', 'striker', 'league', 'penalty', 'keeper', 'stadium', 'coach'],
  space: ['rocket', 'orbit', 'planet', 'telescope', 'galaxy', 'launch', 'astronaut'],
};
const names = Object.keys(subjects) as (keyof typeof subjects)[];

/** 60 items, item i on subject i mod 3, each with four of the subject's words and one unique word. */
function textDataset(): Dataset {
  const titles = Array.from({ length: 60 }, (_, i) => {
    const words = subjects[names[i % 3]];
    return [0, 1, 2, 3].map((offset) => words[(i * 2 + offset * 3) % words.length]).join(' ') + ` unique${i}`;
  });
  const empty = { labels: [], codes: new Int32Array(60).fill(-1) };
  return {
    name: 'texts',
    users: { ids: new Vocabulary<UserId, UserRow>('user'), columns: {} },
    items: {
      ids: new Vocabulary<ItemId, ItemRow>(
        'video',
        titles.map((_, i) => `v${i}` as ItemId),
      ),
      titles,
      descriptions: titles.map(() => ''),
      tags: titles.map(() => []),
      categories: { labels: [], offsets: new Int32Array(61), codes: new Int32Array(0) },
      creators: empty,
      publishedAtMs: new Float64Array(60).fill(NaN),
      durationSeconds: new Float64Array(60).fill(NaN),
      columns: {},
    },
    interactions: {
      count: 0,
      users: new Int32Array(0),
      items: new Int32Array(0),
      kinds: [],
      kindCodes: new Uint8Array(0),
      values: new Float64Array(0),
      timestampsMs: new Float64Array(0),
      columns: {},
    },
    fingerprint: 'texts' as Fingerprint,
  };
}

const settings = (overrides: object = {}): Parameters<typeof embedItems>[1] => ({
  provider: 'local',
  params: { dimensions: 8 },
  seed: 1,
  fitItems: new Uint8Array(60).fill(1),
  latestTimestampMs: NaN,
  ...overrides,
});

function nearest(vectors: Float32Array, query: Float32Array): number {
  const scores = Array.from({ length: vectors.length / 8 }, (_, i) => query.reduce((sum, value, d) => sum + value * vectors[i * 8 + d], 0));
  return scores.indexOf(Math.max(...scores));
}

describe('local embeddings', () => {
  it('places items of one subject near each other and away from others', async () => {
    const { embeddings } = await embedItems(textDataset(), settings());
    const cosine = (a: number, b: number): number => {
      let sum = 0;
      for (let d = 0; d < 8; d++) sum += embeddings.vectors[a * 8 + d] * embeddings.vectors[b * 8 + d];
      return sum;
    };
    expect(cosine(0, 0)).toBeCloseTo(1, 5);
    let same = 0;
    let different = 0;
    for (let i = 3; i < 60; i += 3) {
      same += cosine(0, i) / 19;
      different += cosine(0, i + 1) / 19;
    }
    expect(same).toBeGreaterThan(0.3);
    expect(Math.abs(different)).toBeLessThan(0.05);
  });

  it('understands queries with misspelt and inflected words, also after a restart', async () => {
    const { embeddings, embedQuery, state } = await embedItems(textDataset(), settings());
    if (!embedQuery) throw new Error('The local provider embeds queries');
    const stored = structuredClone({ ...state, json: JSON.parse(JSON.stringify(state.json)) as Record<string, unknown> });
    const restored = restoreQueryEmbedder(stored);
    for (const [text, subject] of [
      ['telescope galaxy', 2],
      ['rockets', 2],
      ['garlicky pastta', 0],
      ['STADIUM', 1],
    ] as const) {
      const query = await embedQuery(text);
      expect(nearest(embeddings.vectors, query) % 3, text).toBe(subject);
      expect(await restored?.(text)).toEqual(query);
    }
    expect(Array.from(await embedQuery('qqqq zzzz'))).toEqual(new Array(8).fill(0));
  });

  it('explains how it read a query', async () => {
    const { state } = await embedItems(textDataset(), settings());
    const readings = explainQuery(state, 'rockets orbit zzzz') ?? [];
    expect(readings.map(({ term, insteadOf }) => [term, insteadOf])).toEqual([
      ['orbit', undefined],
      ['rocket', 'rockets'],
    ]);
    expect(readings[0].weight).toBeGreaterThan(readings[1].weight);
    expect(readings[1].weight).toBeGreaterThan(0);
  });

  it('learns from the permitted items only', async () => {
    const dataset = textDataset();
    const fitItems = Uint8Array.from({ length: 60 }, (_, i) => (i < 30 ? 1 : 0));
    const before = await embedItems(dataset, settings({ fitItems }));
    const titles = dataset.items.titles.map((title, i) => (i < 30 ? title : 'goal goal orbit sauce nonsense'));
    const after = await embedItems({ ...dataset, items: { ...dataset.items, titles } }, settings({ fitItems }));
    expect(after.embeddings.vectors.subarray(0, 30 * 8)).toEqual(before.embeddings.vectors.subarray(0, 30 * 8));
    expect(after.state).toEqual(before.state);
  });

  it('gives the same bytes again, and a different fingerprint for other settings', async () => {
    const first = await embedItems(textDataset(), settings());
    const again = await embedItems(textDataset(), settings());
    expect(again.embeddings).toEqual(first.embeddings);
    const other = await embedItems(textDataset(), settings({ seed: 2 }));
    expect(other.embeddings.fingerprint).not.toBe(first.embeddings.fingerprint);
  });

  it('handles a catalogue of texts without usable words', async () => {
    const { embeddings, embedQuery } = await embedItems(textDataset(), settings({ fitItems: new Uint8Array(60) }));
    expect(embeddings.vectors.every((value) => value === 0)).toBe(true);
    expect(Array.from((await embedQuery?.('telescope')) ?? [])).toEqual(new Array(8).fill(0));
  });

  it('gives items without text a zero vector', async () => {
    const dataset = textDataset();
    const titles = dataset.items.titles.map((title, i) => (i === 5 ? '' : title));
    const { embeddings } = await embedItems({ ...dataset, items: { ...dataset.items, titles } }, settings());
    expect(Array.from(embeddings.vectors.subarray(40, 48))).toEqual(new Array(8).fill(0));
    expect(embeddings.count).toBe(60);
  });
});
