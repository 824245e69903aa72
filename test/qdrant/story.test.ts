/** A workspace moves its indexes to Qdrant through the service: named, filled, compared with the local ones, attached, and lost while it serves. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { SavedExperiment } from '#shared/contract/experiment';
import type { AttachmentReport, IndexEnginesStatus } from '#shared/schemas/index-engine';
import type { ModelStatus } from '#shared/schemas/model';
import type { RecommendOutput } from '#shared/schemas/ranking';
import { clusteredVectors } from '../conformance/ann-reference';
import { serveWorkspace, type ServedWorkspace } from '../transport/served-workspace';
import { startQdrant, type QdrantStandIn } from './qdrant-server';

const videos = 90;
const d = 8;
const vectors = clusteredVectors(videos, d, 3);
const ids = Array.from({ length: videos }, (_, row) => `v${String(row + 1).padStart(2, '0')}`);
const key = 'a-key-of-the-story';
const keyFrom = 'RANKLAB_TEST_QDRANT_KEY';

interface Job {
  readonly status: string;
  readonly result?: Record<string, unknown>;
}

let qdrant: QdrantStandIn;
let served: ServedWorkspace;
let embeddings: object;
let local: SavedExperiment['result'] | undefined;

const post = async <Value>(path: string, body: unknown, method = 'POST'): Promise<Value> => {
  const answer = await served.call(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body as Value;
};
const finished = async (path: string, body: unknown): Promise<Job> => {
  const { jobId } = await post<{ jobId: string }>(path, body);
  const job = await vi.waitFor(
    async () => {
      const now = (await served.call('GET', `/jobs/${jobId}`)).body as Job;
      expect(['queued', 'running']).not.toContain(now.status);
      return now;
    },
    { timeout: 25_000, interval: 20 },
  );
  expect(job, JSON.stringify(job)).toMatchObject({ status: 'succeeded' });
  return job;
};
const connect = (more: object = {}): Promise<IndexEnginesStatus> =>
  post('/model/index-engines', { qdrant: { url: qdrant.url, keyFrom, patienceSeconds: 1, ...more } }, 'PUT');
const build = (backend: string): Promise<Job> =>
  finished('/model/build', { embeddings, factors: { factorCount: 8 }, index: { backend, type: 'Flat' } });
async function compare(): Promise<SavedExperiment['result']> {
  const variants = [{ name: 'Popular', weights: { popularity: 1 } }, { name: 'Default' }];
  const { result } = await finished('/experiments', { name: 'compared', config: { variants, metrics: ['ndcg@10'] } });
  return ((await served.call('GET', `/experiments/${String(result?.['experimentId'])}`)).body as SavedExperiment).result;
}
const indexes = async () => ((await served.call('GET', '/model')).body as ModelStatus).report?.indexes ?? [];

beforeAll(async () => {
  process.env[keyFrom] = key;
  [qdrant, served] = await Promise.all([startQdrant({ key }), serveWorkspace({ users: 60, videos, interactions: 900 })]);
  const file = join(served.path, '..', 'vectors.csv');
  const header = ['id', ...Array.from({ length: d }, (_, i) => `v${i}`)].join(',');
  writeFileSync(file, [header, ...ids.map((id, row) => [id, ...vectors.subarray(row * d, (row + 1) * d)].join(','))].join('\n'));
  embeddings = { provider: 'precomputed', params: { path: file } };
  await build('exact');
  local = await compare();
}, 60_000);
afterAll(async () => {
  await served?.call('PUT', '/model/index-engines', { qdrant: null });
  await served?.discard();
  await qdrant?.stop();
  Reflect.deleteProperty(process.env, keyFrom);
});

it('is named beside another engine, and its key is neither stored nor answered', async () => {
  await post('/model/index-engines', { pgvector: { url: 'postgres://nobody@127.0.0.1:9/none' } }, 'PUT');
  const status = await connect();
  expect(status).toMatchObject({ qdrantFrom: 'settings', hasKey: true, pgvector: { url: 'postgres://nobody@127.0.0.1:9/none' } });
  expect(JSON.stringify(status)).not.toContain(key);
  expect(await post('/model/index-engines', { pgvector: null }, 'PUT')).toMatchObject({ pgvector: null, qdrant: { url: qdrant.url } });
  const refused = await served.call('PUT', '/model/index-engines', { qdrant: { url: 'http://user:secret@host:6333' } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'INVALID_ARGUMENT', place: 'qdrant.url' } });
});

it('is filled, and a comparison over it equals the one over local indexes', async () => {
  await build('qdrant');
  const remote = await compare();
  expect(remote.variants).toEqual(local?.variants);
  expect(remote.indexDescription).toContain('Qdrant 1.15.4 · Flat');
});

it('attaches a collection after comparing it, and finds the same', async () => {
  const put = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${qdrant.url}/collections/${path}`, {
      method: 'PUT',
      headers: { 'api-key': key },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  await put('shop', { vectors: { size: d, distance: 'Cosine' } });
  const points = ids.map((id, row) => ({ id: row, vector: [...vectors.subarray(row * d, (row + 1) * d)], payload: { video_id: id } }));
  await put('shop/points', { points });
  await connect({ attached: { content: { collection: 'shop', idField: 'video_id', metric: 'cosine' } } });
  const answer = await served.call('GET', '/model/attachments');
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  const [report] = answer.body as AttachmentReport[];
  expect(report?.checks.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
    'metric: cosine',
    'dimensions: 8, ids in video_id, vectors as float32',
    'index: hnsw, m = 16, Cosine, without an index of video_id',
    'videos: all 90 of the workspace, each once',
    'sample: 90 vectors are equal',
  ]);
  expect(report).toMatchObject({ backend: 'qdrant', which: 'content', table: 'shop', passed: true, remedy: null });
  await build('qdrant');
  expect((await indexes())[0]).toMatchObject({ origin: 'attached', description: expect.stringContaining('shop') as string });
  expect((await compare()).variants).toEqual(local?.variants);
});

it('lists continue by an exact scan while it is gone, where the connection allows that, and say so', async () => {
  await connect({ whenUnavailable: 'scan' });
  await build('qdrant');
  await qdrant.kill();
  const list = await post<RecommendOutput>('/lists', { context: { user: 'u02' } });
  expect(list.items.length).toBeGreaterThan(0);
  expect(JSON.stringify(list)).toMatch(/Qdrant at 127\.0\.0\.1.*exact scan/);
  await qdrant.restart();
});
