/** The catalogue map over REST and RPC: PCA at once, UMAP after its job, both updated when videos are added or removed. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApiDocument } from '#service/http/openapi';
import { createHttpClient } from '#shared/client/http';
import { contract } from '#shared/contract/index';
import type { CatalogueMap } from '#shared/schemas/model';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
const client = () => createHttpClient(`${served.url}/rpc`, { token: served.token });

beforeAll(async () => {
  served = await serveWorkspace({ users: 40, videos: 60, interactions: 600 });
});
afterAll(() => served.discard());

it('places every video by the content of its text, the same over both transports', async () => {
  const map = await client().model.map();
  expect(map).toMatchObject({ method: 'pca', videoCount: 60, withoutVectorCount: 0, leftOutCount: 0, fittedCount: 60 });
  expect(map.x).toBeInstanceOf(Float32Array);
  expect(map.categoryCodes).toBeInstanceOf(Int32Array);
  expect(new Set(map.videoIds).size).toBe(60);
  const [first, second] = map.explainedVarianceFractions ?? [0, 0];
  expect(first).toBeGreaterThan(second);
  expect(first + second).toBeLessThan(1);
  // Principal axes: centred and uncorrelated.
  const sum = (value: (point: number) => number): number => map.videoIds.reduce((total, _id, point) => total + value(point), 0);
  expect(sum((point) => map.x[point] ?? NaN)).toBeCloseTo(0, 3);
  expect(sum((point) => (map.x[point] ?? NaN) * (map.y[point] ?? NaN))).toBeCloseTo(0, 3);
  expect(sum((point) => (map.x[point] ?? NaN) ** 2) / sum((point) => (map.y[point] ?? NaN) ** 2)).toBeCloseTo(first / second, 3);

  const { status, body } = await served.call('GET', '/model/map?method=pca');
  expect(status).toBe(200);
  const rest = body as Record<keyof CatalogueMap, unknown>;
  expect(rest.videoIds).toEqual(map.videoIds);
  expect(rest.x).toEqual([...map.x]);
  expect(rest.userCounts).toEqual([...map.userCounts]);
});

it('describes its arrays as lists in the OpenAPI document', async () => {
  const document = await openApiDocument({ model: contract.model }, '0');
  const text = JSON.stringify(document.paths?.['/model/map']?.get?.responses?.['200']);
  expect(text).toContain('"x":{"type":"array","items":{"type":"number"}');
  expect(text).toContain('"categoryCodes":{"type":"array","items":{"type":"integer"}');
});

it('has no UMAP layout until one is computed, then the same one for the same seed', async () => {
  expect(await served.call('GET', '/model/map?method=umap')).toMatchObject({ status: 409, body: { code: 'NOT_BUILT' } });
  const layOut = async (): Promise<CatalogueMap> => {
    const { jobId } = await client().model.layOut({ seed: 5 });
    for await (const job of await client().job.watch({ id: jobId })) expect(job.status).not.toBe('failed');
    return client().model.map({ method: 'umap' });
  };
  const first = await layOut();
  expect(first).toMatchObject({ method: 'umap', explainedVarianceFractions: null, leftOutCount: 0 });
  expect(await layOut()).toEqual(first);
  // The layout is expensive, so it is stored: another session finds it.
  await served.restart();
  expect(await client().model.map({ method: 'umap' })).toEqual(first);
});

it('includes added videos', async () => {
  const before = await client().model.map();
  const { videoId } = await client().dataset.addVideo({ title: 'A quiet harbour at dawn', categories: [before.categories[0] ?? 'Travel'] });
  const after = await client().model.map();
  expect(after.videoCount).toBe(61);
  expect(after.videoIds.slice(0, 60)).toEqual(before.videoIds);
  expect(after.withoutVectorCount === 1 || after.videoIds[60] === videoId).toBe(true);
  const umap = await client().model.map({ method: 'umap' });
  expect(umap.videoIds).toEqual(before.videoIds);
  expect(umap.leftOutCount).toBe(after.videoIds.length - 60);
});

it('gives a remedy if there are no embeddings', async () => {
  const { jobId } = await client().model.build({ embeddings: null, factors: { factorCount: 8 } });
  for await (const job of await client().job.watch({ id: jobId })) expect(job.status).not.toBe('failed');
  const refused = { status: 409, body: { code: 'NOT_BUILT', remedy: expect.stringContaining('embedding provider') as unknown } };
  expect(await served.call('GET', '/model/map')).toMatchObject(refused);
  expect(await served.call('POST', '/model/map', {})).toMatchObject(refused);
});
