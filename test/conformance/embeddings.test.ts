import { describe, expect, it } from 'vitest';
import { embedItems, restoreItemEmbedder, restoreQueryEmbedder, type EmbedSettings } from '#engine/embeddings/embed-items';
import type { EmbeddingPorts, SerializableState } from '#engine/embeddings/port';
import { embeddingProviders } from '#engine/embeddings/registry';
import type { Dataset } from '#engine/model/dataset';
import { smallDataset } from '../fixtures';

const full = smallDataset();
const count = full.items.ids.size;
const EMPTY = 17;
/** The same data with one item without text. */
const dataset: Dataset = {
  ...full,
  items: {
    ...full.items,
    titles: full.items.titles.map((title, row) => (row === EMPTY ? '' : title)),
    descriptions: full.items.descriptions.map((text, row) => (row === EMPTY ? '' : text)),
    tags: full.items.tags.map((tags, row) => (row === EMPTY ? [] : tags)),
    categories: withoutLabelsOf(EMPTY),
  },
};

function withoutLabelsOf(row: number): Dataset['items']['categories'] {
  const { labels, offsets, codes } = full.items.categories;
  const removed = offsets[row + 1] - offsets[row];
  return {
    labels,
    offsets: offsets.map((offset, i) => (i > row ? offset - removed : offset)),
    codes: Int32Array.from([...codes.subarray(0, offsets[row]), ...codes.subarray(offsets[row + 1])]),
  };
}

/** A service that embeds by letter counts, so that vectors depend only on the text. */
const letters = (text: string): number[] =>
  Array.from({ length: 8 }, (_, d) => [...text].filter((c) => c.charCodeAt(0) % 8 === d).length + 0.5);
const ports: EmbeddingPorts = {
  embedTexts: async (texts) => ({ vectors: texts.map(letters), tokens: texts.length }),
  sentenceEncoder: {
    find: async () => ({ version: 'letters-1', file: 'model.onnx', pooling: 'mean', maxTokens: 512 }),
    encode: async (texts) => ({ vectors: texts.map((text) => Float32Array.from(letters(text))), tokens: texts.length, cutTexts: 0 }),
  },
  readVectors: async () => ({
    keys: [{ name: 'id', cells: [...full.items.ids.ids].reverse(), says: 'video' as const }],
    notes: [],
    dimensions: 4,
    vectors: Float32Array.from({ length: count * 4 }, (_, i) => (Math.floor(i / 4) === count - 1 - EMPTY ? 0 : Math.sin(i + 1))),
  }),
};

const params: Readonly<Record<string, Record<string, unknown>>> = {
  local: { dimensions: 16 },
  onnx: { path: 'letters' },
  openai: { baseUrl: 'http://localhost:1/v1', model: 'letters' },
  precomputed: { path: 'vectors.npy' },
};
const settings = (provider: string, overrides: Partial<EmbedSettings> = {}): EmbedSettings => ({
  provider,
  params: params[provider],
  seed: 3,
  fitItems: new Uint8Array(count).fill(1),
  latestTimestampMs: 123,
  ...overrides,
});

const row = (vectors: Float32Array, dimensions: number, item: number): Float32Array =>
  vectors.subarray(item * dimensions, (item + 1) * dimensions);
const norm = (vector: Float32Array): number => Math.hypot(...vector);

describe.each(embeddingProviders.ids)('embedding provider %s', (provider) => {
  it('gives every item a unit vector, zero if it has no text, with its provenance', async () => {
    const { embeddings } = await embedItems(dataset, settings(provider), ports);
    expect(embeddings).toMatchObject({ count, provider, normalized: true, latestTimestampMs: 123 });
    expect(embeddings.vectors).toHaveLength(count * embeddings.dimensions);
    expect(embeddings.model).not.toBe('');
    expect(embeddings.textRecipe).not.toBe('');
    for (let item = 0; item < count; item++) {
      expect(norm(row(embeddings.vectors, embeddings.dimensions, item))).toBeCloseTo(item === EMPTY ? 0 : 1, 5);
    }
  });

  it('gives the same bytes again; the fingerprint depends on the settings', async () => {
    const first = await embedItems(dataset, settings(provider), ports);
    const again = await embedItems(dataset, settings(provider), ports);
    expect(again.embeddings).toEqual(first.embeddings);
    expect(again.state).toEqual(first.state);
    const other = await embedItems(dataset, settings(provider, { seed: 4 }), ports);
    expect(other.embeddings.fingerprint).not.toBe(first.embeddings.fingerprint);
  });

  it('embeds queries into the same space before and after its state was stored, or declares that it cannot', async () => {
    const { embeddings, embedQuery, state } = await embedItems(dataset, settings(provider), ports);
    const stored: SerializableState = {
      provider: state.provider,
      json: JSON.parse(JSON.stringify(state.json)) as Record<string, unknown>,
      arrays: structuredClone(state.arrays),
    };
    const restored = restoreQueryEmbedder(stored, ports);
    if (!embedQuery) {
      expect(restored).toBeUndefined();
      return;
    }
    const query = await embedQuery(dataset.items.titles[3]);
    expect(query).toHaveLength(embeddings.dimensions);
    expect(norm(query)).toBeCloseTo(1, 5);
    expect(await restored?.(dataset.items.titles[3])).toEqual(query);
    expect(norm(await embedQuery('   '))).toBe(0);
  });

  it('embeds a later item like the build would, or declares that it cannot', async () => {
    const { embeddings, state } = await embedItems(dataset, settings(provider), ports);
    const embedItem = restoreItemEmbedder(state, ports);
    if (provider === 'precomputed') {
      expect(embedItem).toBeUndefined();
      return;
    }
    for (const item of [0, EMPTY, 42]) {
      const vector = await embedItem?.(dataset, item);
      row(embeddings.vectors, embeddings.dimensions, item).forEach((value, d) => expect(vector?.[d]).toBeCloseTo(value, 5));
    }
  });

  it('rejects unknown parameters by name', async () => {
    await expect(embedItems(dataset, settings(provider, { params: { ...params[provider], nonsense: 1 } }), ports)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('embeddings.params') as string,
    });
  });

  it('works with exactly the ports that it declares', async () => {
    const { needs } = embeddingProviders.get(provider);
    const available = Object.fromEntries(needs.map((name) => [name, ports[name]])) as EmbeddingPorts;
    await expect(embedItems(dataset, settings(provider), available)).resolves.toBeDefined();
    if (needs.length > 0) await expect(embedItems(dataset, settings(provider), {})).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });
});

const withIds = (id: string) => ({
  keys: [{ name: 'id', cells: [id], says: 'video' as const }],
  notes: [],
  dimensions: 2,
  vectors: Float32Array.of(1, 2),
});

describe('precomputed vectors', () => {
  it('are matched by id, not by order', async () => {
    const { embeddings } = await embedItems(dataset, settings('precomputed'), ports);
    const expected = Float32Array.from({ length: 4 }, (_, d) => Math.sin((count - 1) * 4 + d + 1));
    const [first] = [row(embeddings.vectors, 4, 0)];
    first.forEach((value, d) => expect(value).toBeCloseTo(expected[d] / norm(expected), 5));
  });

  it.each([
    [
      'too few vectors without ids',
      { keys: [], notes: [], dimensions: 2, vectors: new Float32Array(10) },
      /5 vectors without ids for 300 videos/,
    ],
    ['unknown items', withIds('nobody'), /1 ids, none of which is a video/],
    ['missing items', withIds(dataset.items.ids.ids[0]), /lacks 299 of 300 videos/],
  ])('are rejected with %s', async (_name, file, message) => {
    await expect(embedItems(dataset, settings('precomputed'), { readVectors: async () => file })).rejects.toThrow(message);
  });

  it('are rejected with NaN, naming the vector', async () => {
    const file = { keys: [], notes: [], dimensions: 1, vectors: new Float32Array(count).fill(1).fill(NaN, 7, 8) };
    await expect(embedItems(dataset, settings('precomputed'), { readVectors: async () => file })).rejects.toThrow(/first vector 8/);
  });
});

it('an unknown provider is rejected with the known names', async () => {
  await expect(embedItems(dataset, settings('cohere'), ports)).rejects.toThrow(/local, onnx, openai, precomputed/);
});
