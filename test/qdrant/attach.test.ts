/** A collection that exists is compared with the workspace before it is searched, and only read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExactIndex } from '#engine/ann/exact-index';
import type { AnnIndex, AnnMetric } from '#engine/ann/port';
import { createQdrantBackend } from '#service/ann/qdrant/qdrant-backend';
import { qdrantConnectionSchema } from '#shared/schemas/index-engine';
import { clusteredVectors } from '../conformance/ann-reference';
import { startQdrant, type QdrantStandIn } from './qdrant-server';

const d = 16;
const n = 400;
const vectors = clusteredVectors(n, d, 7);
const ids = Array.from({ length: n }, (_, row) => `video "${row}"`);
const readOnlyKey = 'a-key-that-only-reads';
const distances = { cosine: 'Cosine', 'inner-product': 'Dot', l2: 'Euclid' } as const;
let server: QdrantStandIn;

const backendWith = (attached: object) => {
  const connection = qdrantConnectionSchema.parse({ url: server.url, attached: { content: attached } });
  return createQdrantBackend(() => ({ connection, key: readOnlyKey }));
};
const request = (metric: AnnMetric, own: Float32Array, videoIds: readonly string[]) =>
  ({ which: 'content', ids: videoIds, vectors: own, settings: { dimensions: d, metric, type: 'HNSW16' } }) as const;
const attach = async (collection: object, metric: AnnMetric = 'cosine', own = vectors, videoIds = ids): Promise<AnnIndex | undefined> =>
  backendWith({ collection: `shop-${metric}`, idField: 'video_id', metric, ...collection }).attach?.(request(metric, own, videoIds));

async function put(path: string, body: object): Promise<void> {
  const response = await fetch(`${server.url}/collections/${path}`, {
    method: 'PUT',
    headers: { 'api-key': 'key' },
    body: JSON.stringify(body),
  });
  expect(await response.text()).toContain('"ok"');
}

const row = (r: number): number[] => [...vectors.subarray(r * d, (r + 1) * d)];
beforeAll(async () => {
  server = await startQdrant({ key: 'key', readOnlyKey });
  for (const distance of Object.values(distances)) {
    const name = `shop-${Object.entries(distances).find(([, one]) => one === distance)?.[0]}`;
    await put(name, { vectors: { size: d, distance } });
    // Every video twice: the second, of another shop, must never be found.
    const points = ids.flatMap((id, r) => [
      { id: r, vector: row(r), payload: { video_id: id, title: 'x' } },
      { id: n + r, vector: row(r), payload: { video_id: `other ${id}` } },
    ]);
    await put(`${name}/points`, { points });
    await put(`${name}/index`, { field_name: 'video_id', field_schema: 'keyword' });
  }
  await put('numbered', { vectors: { text: { size: d, distance: 'Dot' }, short: { size: 3, distance: 'Dot' } } });
  await put('numbered/points', {
    points: ids.map((_, r) => ({ id: r, vector: { text: row(r), short: [1, 2, 3] }, payload: { number: 7 * r } })),
  });
  await put('half', { vectors: { size: d, distance: 'Cosine' } });
  await put('half/points', { points: ids.slice(0, 200).map((id, r) => ({ id: r, vector: row(r), payload: { video_id: id } })) });
  await put('twice', { vectors: { size: d, distance: 'Cosine' } });
  await put('twice/points', { points: [...ids, 'video "3"'].map((id, r) => ({ id: r, vector: row(r % n), payload: { video_id: id } })) });
});
afterAll(() => server.stop());

async function expectNeighbours(index: AnnIndex | undefined, metric: AnnMetric): Promise<void> {
  const exact = new ExactIndex({ dimensions: d, metric, type: 'Flat' });
  await exact.add(vectors);
  const deny = Array.from({ length: 8 }, (_, q) => Int32Array.of(q, q + 1));
  for (const filter of [undefined, { allow: Int32Array.from({ length: 40 }, (_, i) => 10 * i) }, { deny: Int32Array.of(3, 4, 5) }]) {
    const options = { neighborCount: 10, deny, ...(filter && { filter }) };
    const queries = vectors.slice(0, 8 * d);
    const [found, truth] = [await index?.search(queries, options), await exact.search(queries, options)];
    expect(found?.ids).toEqual(truth?.ids);
    found?.scores.forEach((score, i) => expect(score).toBeCloseTo(truth?.scores[i] ?? NaN, 4));
  }
}

describe('an attached collection', () => {
  it.each(['cosine', 'inner-product', 'l2'] as const)('gives the neighbours by %s, with a key that only reads', async (metric) => {
    await expectNeighbours(await attach({}, metric), metric);
  });

  it('may have the ids as those of its points, or as numbers in its payload, and several vectors', async () => {
    const numbers = ids.map((_, r) => String(r));
    const named = { collection: 'numbered', vectorName: 'text' };
    await expectNeighbours(await attach({ ...named, idField: null }, 'inner-product', vectors, numbers), 'inner-product');
    const sevenfold = numbers.map((number) => String(7 * Number(number)));
    await expectNeighbours(await attach({ ...named, idField: 'number' }, 'inner-product', vectors, sevenfold), 'inner-product');
  });

  it('completes short answers, and says how often', async () => {
    server.faults.shortAnswers = 20;
    const index = await attach({});
    const found = await index?.search(vectors.slice(0, 5 * d), { neighborCount: n });
    server.faults.shortAnswers = 0;
    for (let q = 0; q < 5; q++) expect(new Set(found?.ids.subarray(q * n, (q + 1) * n)).size).toBe(n);
    expect(index?.stats().notes?.join()).toContain('compared with every row');
    expect(index?.stats()).toMatchObject({ count: n, description: expect.stringContaining('attached shop-cosine · hnsw') as string });
  });

  it('is reported with every check before anything searches it', async () => {
    const metric = 'cosine';
    const backend = backendWith({ collection: 'shop-cosine', idField: 'video_id', metric });
    const report = await backend.checkAttachment?.(request(metric, vectors, ids));
    expect(report).toMatchObject({ table: 'shop-cosine', passed: true, remedy: null });
    expect(report?.checks.map(({ name, passed }) => [name, passed])).toEqual(
      ['metric', 'dimensions', 'index', 'videos', 'sample'].map((name) => [name, true]),
    );
    expect(report?.checks[2]?.detail).toContain('with an index of video_id');
    const other = await backend.checkAttachment?.(request(metric, clusteredVectors(n, d, 8), ids));
    expect(other).toMatchObject({ passed: false, remedy: expect.stringContaining('remove the attachment') as string });
  });

  it.each([
    ['another metric', () => attach({ metric: 'l2' }, 'cosine'), 'is attached for l2'],
    ['another distance', () => attach({ collection: 'shop-cosine' }, 'l2'), 'is compared by Cosine, not by Euclid'],
    ['other dimensions', () => attach({ collection: 'numbered', vectorName: 'short' }, 'inner-product'), 'has 3 dimensions'],
    ['several vectors', () => attach({ collection: 'numbered' }, 'inner-product'), 'has several vectors: text, short'],
    ['no such vector', () => attach({ collection: 'numbered', vectorName: 'image' }, 'inner-product'), 'has no vector image'],
    ['other vectors', () => attach({}, 'cosine', clusteredVectors(n, d, 8)), 'has another vector for'],
    ['missing videos', () => attach({ collection: 'half' }), 'holds 200 of the 400 videos'],
    ['videos that are there twice', () => attach({ collection: 'twice' }), 'several points for one id'],
    ['no such collection', () => attach({ collection: 'nosuch' }), 'does not exist'],
    ['no such field', () => attach({ idField: 'nosuch' }), 'has no field nosuch'],
  ])('is refused for %s', async (_, attempt, words) => {
    await expect(attempt()).rejects.toThrow(words);
  });
});
