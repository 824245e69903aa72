/** A server that is slow, refuses, loses points, or is gone in the middle. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { ExactIndex } from '#engine/ann/exact-index';
import type { AnnBackend, AnnIndex } from '#engine/ann/port';
import { createQdrantBackend } from '#service/ann/qdrant/qdrant-backend';
import { qdrantConnectionSchema, type QdrantConnection } from '#shared/schemas/index-engine';
import { clusteredVectors } from '../conformance/ann-reference';
import { startQdrant, type QdrantStandIn } from './qdrant-server';

const d = 128;
/** Three pieces of a load. */
const n = 4_500;
const settings = { dimensions: d, metric: 'inner-product', type: 'Flat' } as const;
const [key, readOnlyKey] = ['a-key-of-the-tests', 'a-key-that-only-reads'];
let seed = 1;
/** Other vectors for each test, so that none finds the collection of another. */
const vectorsOf = (count: number): Float32Array => clusteredVectors(count, d, seed++);

let server: QdrantStandIn;
const indexes: AnnIndex[] = [];
beforeAll(async () => {
  server = await startQdrant({ key, readOnlyKey });
});
afterEach(() => {
  Object.assign(server.faults, { shortAnswers: 0, slowMs: 0, fail: undefined, close: 0, onRequest: undefined });
});
afterAll(async () => {
  for (const index of indexes) index.dispose();
  await server.stop();
});

const backendWith = (more: Partial<QdrantConnection> = {}, given: string | undefined = key): AnnBackend =>
  createQdrantBackend(() => ({ connection: qdrantConnectionSchema.parse({ url: server.url, ...more }), key: given }));
function create(backend = backendWith()): AnnIndex {
  const index = backend.create(settings);
  indexes.push(index);
  return index;
}
const isUpsert = (method: string, path: string): boolean => method === 'PUT' && /_vectors\/points$/.test(path);
const upserts = (): number => server.requests.filter((line) => isUpsert(...(line.split(' ') as [string, string]))).length;
/** Runs `work` at the second piece of a load. */
function atSecondPiece(work: () => void): void {
  let pieces = 0;
  server.faults.onRequest = (method, path) => {
    if (isUpsert(method, path) && ++pieces === 2) work();
  };
}
async function expectExact(index: AnnIndex, vectors: Float32Array): Promise<void> {
  const exact = new ExactIndex(settings);
  await exact.add(vectors);
  const queries = vectors.slice(0, 20 * d);
  const [found, truth] = await Promise.all([index, exact].map((one) => one.search(queries, { neighborCount: 10 })));
  expect(found?.ids).toEqual(truth?.ids);
}
const onlyCollection = (suffix: string): string => [...server.collections.keys()].filter((name) => name.endsWith(suffix)).at(-1) ?? '';

it('finishes a build after the server was gone during the load', async () => {
  const vectors = vectorsOf(n);
  let back: Promise<void> | undefined;
  atSecondPiece(() => {
    back = server.kill().then(() => server.restart());
  });
  const index = create();
  await index.add(vectors);
  expect(back).toBeDefined();
  await back;
  await expectExact(index, vectors);
});

it('sends what an interrupted load has stored only once, and is not found before it is complete', async () => {
  const vectors = vectorsOf(n);
  const signal = { aborted: false };
  atSecondPiece(() => (signal.aborted = true));
  await expect(create().add(vectors, undefined, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  const stored = onlyCollection('_vectors');
  expect([...server.aliases.values()]).not.toContain(stored);
  const before = upserts();
  const index = create();
  await index.add(vectors);
  expect(upserts() - before).toBeLessThan(3);
  expect([...server.aliases.values()]).toContain(stored);
  await expectExact(index, vectors);
  const again = upserts();
  await create().add(vectors);
  expect(upserts()).toBe(again);
});

it('rejects points that were changed by somebody else, and starts anew', async () => {
  const vectors = vectorsOf(n);
  const signal = { aborted: false };
  atSecondPiece(() => (signal.aborted = true));
  await expect(create().add(vectors, undefined, { signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  server.faults.onRequest = undefined;
  const changed = server.collections.get(onlyCollection('_vectors'))?.points.get(1)?.vectors[''];
  changed?.fill(1);
  await expect(create().add(vectors)).rejects.toMatchObject({ code: 'INDEX_FAILED', details: { place: 'index.backend' } });
  const index = create();
  await index.add(vectors);
  await expectExact(index, vectors);
});

it('stops, or scans exactly with a note, while the server is unavailable', async () => {
  const vectors = vectorsOf(300);
  const [stopping, scanning] = [create(backendWith({ patienceSeconds: 0.2 })), create(backendWith({ whenUnavailable: 'scan' }))];
  for (const index of [stopping, scanning]) {
    await index.add(vectors);
    index.answerWithoutEngine?.(vectors);
  }
  const query = vectors.slice(0, d);
  await server.kill();
  try {
    await expect(stopping.search(query, { neighborCount: 5 })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('Qdrant at 127.0.0.1') as string,
    });
    const found = await scanning.search(query, { neighborCount: 5 });
    expect(found.ids[0]).toBe(0);
    expect(found.degradedBecause).toMatch(/Qdrant at .*exact scan/);
  } finally {
    await server.restart();
  }
});

it('asks again at once where only the connection was closed', async () => {
  const impatient = backendWith({ patienceSeconds: 0 });
  server.faults.close = 1;
  expect(await impatient.probe?.()).toEqual({ engine: 'Qdrant 1.15.4' });
  server.faults.close = 2;
  expect((await impatient.probe?.())?.unavailableBecause).toContain('cannot be reached');
});

it('waits for a cluster that lacks servers, and says so when its patience ends', async () => {
  const vectors = vectorsOf(100);
  const index = create(backendWith({ patienceSeconds: 3 }));
  await index.add(vectors);
  server.faults.fail = { status: 500, error: 'Service internal error: Not enough replicas to read', times: 2 };
  expect((await index.search(vectors.slice(0, d), { neighborCount: 1 })).ids[0]).toBe(0);
  server.faults.fail = { status: 503, error: 'Service unavailable', times: 1 };
  const impatient = create(backendWith({ patienceSeconds: 0 }));
  await expect(impatient.add(vectors)).rejects.toMatchObject({
    code: 'UNAVAILABLE',
    message: expect.stringContaining('is not available') as string,
  });
});

it('names the fault: key, permission, version, another server, time', async () => {
  const vectors = vectorsOf(100);
  const refused = await backendWith({}, 'not-the-key-at-all').probe?.();
  expect(refused?.unavailableBecause).toMatch(/Qdrant at .* refuses the API key/);
  expect(refused?.unavailableBecause).not.toContain('not-the-key-at-all');
  expect((await backendWith({}, readOnlyKey).probe?.())?.engine).toBe('Qdrant 1.15.4');
  await expect(create(backendWith({}, readOnlyKey)).add(vectors)).rejects.toMatchObject({ code: 'FORBIDDEN' });

  const old = await startQdrant({ version: '1.9.2' });
  expect((await backendWith({ url: old.url }).probe?.())?.unavailableBecause).toContain('install 1.10 or later');
  await old.stop();
  expect((await backendWith({ url: 'http://127.0.0.1:9' }).probe?.())?.unavailableBecause).toContain('cannot be reached: ');

  const index = create(backendWith({ timeoutSeconds: 2, patienceSeconds: 0 }));
  await index.add(vectors);
  server.faults.slowMs = 10_000;
  await expect(index.search(vectors.slice(0, d), { neighborCount: 1 })).rejects.toMatchObject({ code: 'TIMED_OUT' });
});

it('names a collection that is half gone, gone, or of another dimension', async () => {
  const vectors = vectorsOf(300);
  const backend = backendWith();
  const index = create(backend);
  await index.add(vectors);
  const bytes = await index.serialize();
  const stored = server.collections.get(onlyCollection('_vectors'));
  stored?.points.delete(7);
  await expect(backend.deserialize(bytes, settings)).rejects.toMatchObject({
    code: 'CORRUPT_ARTIFACT',
    message: expect.stringContaining('299 of 300') as string,
  });
  Object.assign(stored?.config.vectors ?? {}, { size: 3 });
  await expect(index.search(vectors.slice(0, d), { neighborCount: 1 })).rejects.toMatchObject({
    code: 'INDEX_FAILED',
    message: expect.stringContaining('expected dim: 3, got 128') as string,
  });
  server.collections.delete(onlyCollection('_vectors'));
  await expect(index.search(vectors.slice(0, d), { neighborCount: 1 })).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
  await expect(backend.deserialize(bytes, settings)).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
});

it('opens a collection with a key that only reads, and under another prefix', async () => {
  const vectors = vectorsOf(100);
  const index = create();
  await index.add(vectors);
  const bytes = await index.serialize();
  for (const backend of [backendWith({}, readOnlyKey), backendWith({ prefix: 'another' })])
    await expectExact(await backend.deserialize(bytes, settings), vectors);
});

it('drops collections with an expired lease only, and gives one back whose lease is extended meanwhile', async () => {
  const kept = vectorsOf(100);
  const index = create();
  await index.add(kept);
  const bytes = await index.serialize();
  const keptName = onlyCollection('_vectors');
  const expire = (): void => {
    for (const { payload } of server.collections.get('ranklab_leases')?.points.values() ?? []) Object.assign(payload, { leasedUntil: 1 });
  };
  expire();
  let changes = 0;
  server.faults.onRequest = (method, path) => {
    // The first change of aliases completes the new collection, the second takes an expired one out of reach.
    if (method !== 'POST' || path !== '/collections/aliases' || ++changes !== 2) return;
    for (const { payload } of server.collections.get('ranklab_leases')?.points.values() ?? [])
      if (keptName.startsWith(String(payload['name']))) Object.assign(payload, { leasedUntil: 1e10 });
  };
  await create().add(vectorsOf(100));
  const left = [...server.collections.keys()].filter((name) => name.endsWith('_vectors'));
  expect(left).toHaveLength(2);
  expect(left).toContain(keptName);
  server.faults.onRequest = undefined;
  expect((await (await backendWith().deserialize(bytes, settings)).search(kept.slice(0, d), { neighborCount: 1 })).ids[0]).toBe(0);
});
