/** Types of index measured as a job, and read back over REST and RPC as they were stored. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpClient } from '#shared/client/http';
import type { Job } from '#shared/schemas/job';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
const client = () => createHttpClient(`${served.url}/rpc`, { token: served.token });

beforeAll(async () => {
  served = await serveWorkspace({ users: 40, videos: 80, interactions: 800 });
});
afterAll(() => served.discard());

async function ended(jobId: string): Promise<Job | undefined> {
  let last: Job | undefined;
  for await (const job of await client().job.watch({ id: jobId })) last = job;
  return last;
}

it('is empty before the first benchmark', async () => {
  expect(await client().model.indexBench()).toBeNull();
});

it('runs as a job whose result is stored', async () => {
  const { jobId } = await client().model.benchIndexes({ which: 'factors', types: ['Flat'], neighborCount: 7, queryCount: 20, seed: 1 });
  const job = await ended(jobId);
  expect(job).toMatchObject({ kind: 'index-bench', status: 'succeeded', fraction: 1 });
  const bench = await client().model.indexBench();
  expect(bench).toEqual(job?.result);
  expect(bench).toMatchObject({ which: 'factors', metric: 'inner-product', count: 80, neighborCount: 7, queryCount: 20 });
  expect(bench?.types).toMatchObject([{ type: 'Flat', points: [{ parameter: null, recall: 1 }], problem: null }]);
  expect((await served.call('GET', '/model/index-bench')).body).toEqual(bench);
});

it('reports a type that cannot be built beside the others, and rejects invalid settings', async () => {
  const job = await ended((await client().model.benchIndexes({ types: ['Flat', 'Nonsense'], queryCount: 5 })).jobId);
  expect(job?.status).toBe('succeeded');
  const types = (await client().model.indexBench())?.types ?? [];
  expect(types.map(({ problem }) => problem === null)).toEqual([true, false]);
  expect(types[1]?.points).toEqual([]);
  expect(await served.call('POST', '/model/index-bench', { types: [] })).toMatchObject({ status: 422 });
  expect(await served.call('POST', '/model/index-bench', { neighborCount: 1e9 })).toMatchObject({ status: 422 });
});
