/** A table that exists is compared with the workspace before it is searched, and only read. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExactIndex } from '#engine/ann/exact-index';
import type { AnnIndex, AnnMetric } from '#engine/ann/port';
import { createPgvectorBackend } from '#service/ann/pgvector/pgvector-backend';
import { pgvectorConnectionSchema } from '#shared/schemas/index-engine';
import { clusteredVectors } from '../conformance/ann-reference';
import { startPglite, type PgliteServer } from './pglite-server';

const d = 16;
const n = 400;
const vectors = clusteredVectors(n, d, 7);
const ids = Array.from({ length: n }, (_, row) => `video "${row}"\\`);
let server: PgliteServer;

const connect = async () => {
  const { Client } = (await import('pg')).default;
  const client = new Client({ connectionString: server.url });
  await client.connect();
  return client;
};
const run = async (sql: string, values: unknown[] = []): Promise<void> => {
  const client = await connect();
  await client.query(sql, values);
  await client.end();
};
const attach = async (table: object, metric: AnnMetric = 'cosine', own = vectors): Promise<AnnIndex | undefined> => {
  const attached = { content: { table: 'shop.videos', idColumn: 'video_id', metric, ...table } };
  const connection = pgvectorConnectionSchema.parse({ url: server.url, attached });
  const backend = createPgvectorBackend(() => ({ connection, password: undefined }));
  return backend.attach?.({ which: 'content', ids, vectors: own, settings: { dimensions: d, metric, type: 'HNSW16' } });
};

beforeAll(async () => {
  server = await startPglite();
  await run(`create extension vector; create schema shop;
    create table shop.videos (video_id text primary key, title text, embedding vector(${d}))`);
  const text = (row: number): string => `[${[...vectors.subarray(row * d, (row + 1) * d)].join(',')}]`;
  // Every video twice: the second, of another shop, must never be found.
  const all = [...ids.map((id, row) => [id, text(row)]), ...ids.map((id, row) => [`other ${id}`, text(row)])];
  await run('insert into shop.videos (video_id, embedding) select * from unnest($1::text[], $2::vector[])', [
    all.map(([id]) => id),
    all.map(([, vector]) => vector),
  ]);
});
afterAll(() => server.stop());

describe('an attached table', () => {
  it.each(['cosine', 'inner-product', 'l2'] as const)('gives the exact neighbours by %s where it has no index', async (metric) => {
    const index = await attach({}, metric);
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
  });

  it('uses the index of the table, completes its answers, and changes nothing', async () => {
    await run('create index on shop.videos using hnsw (embedding vector_cosine_ops)');
    const index = await attach({});
    const found = await index?.search(vectors.slice(0, 20 * d), { neighborCount: n });
    for (let q = 0; q < 20; q++) expect(new Set(found?.ids.subarray(q * n, (q + 1) * n)).size).toBe(n);
    expect(index?.stats()).toMatchObject({ count: n, description: expect.stringContaining('attached shop.videos · hnsw') as string });
    expect(index?.stats().notes?.join()).toContain('compared with every row');
    await index?.remove(Int32Array.of(0));
    expect((await index?.search(vectors.slice(0, d), { neighborCount: 1 }))?.ids[0]).not.toBe(0);
    expect((await (await attach({}))?.search(vectors.slice(0, d), { neighborCount: 1 }))?.ids[0]).toBe(0);
  });

  it.each([
    ['another metric', () => attach({ metric: 'l2' }, 'cosine'), 'is attached for l2'],
    ['an index for another metric', () => attach({}, 'l2'), 'none for l2'],
    ['other dimensions', () => attach({ table: 'shop.short' }), 'has 3 dimensions'],
    ['other vectors', () => attach({}, 'cosine', clusteredVectors(n, d, 8)), 'has another vector for'],
    ['missing videos', () => attach({ table: 'shop.half' }), 'holds 200 of the 400 videos'],
    ['no such table', () => attach({ table: 'shop.nosuch' }), 'does not exist'],
    ['no such column', () => attach({ idColumn: 'nosuch' }), 'has no column nosuch'],
    ['no vectors', () => attach({ vectorColumn: 'title' }), 'not vectors'],
  ])('is refused for %s', async (_, attempt, words) => {
    await run(`create table if not exists shop.short (video_id text, embedding vector(3));
      create table if not exists shop.half as select * from shop.videos where video_id like 'video%' limit 200`);
    await expect(attempt()).rejects.toThrow(words);
  });
});
