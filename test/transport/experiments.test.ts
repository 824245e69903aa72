/** Saved experiments over REST: summaries in a list, single ones in full, and re-run to check that they reproduce. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ExperimentSummary, SavedExperiment } from '#shared/contract/experiment';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let id: string;

interface Ended {
  readonly status: string;
  readonly result: Record<string, unknown>;
}

async function ended(started: { body: unknown }): Promise<Ended> {
  const { jobId } = started.body as { jobId: string };
  for (;;) {
    const job = (await served.call('GET', `/jobs/${jobId}`)).body as Ended;
    if (job.status !== 'queued' && job.status !== 'running') return job;
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

beforeAll(async () => {
  served = await serveWorkspace({ users: 60, videos: 90, interactions: 900 });
  const config = { variants: [{ name: 'Popular', weights: { popularity: 1 } }, { name: 'Fresh' }], metrics: ['ndcg@10', 'coverage@10'] };
  const job = await ended(await served.call('POST', '/experiments', { name: 'first', notes: 'noted', config }));
  expect(job.status).toBe('succeeded');
  id = job.result['experimentId'] as string;
});
afterAll(() => served.discard());

it('has the same numbers in the short list and in full', async () => {
  const whole = (await served.call('GET', `/experiments/${id}`)).body as SavedExperiment;
  expect((await served.call('GET', `/experiments/saved/${id}`)).body).toEqual(whole);
  const arms = [{ variant: 'default' }, { variant: { name: 'other' } }];
  expect((await served.call('POST', '/experiments/online', { id, arms })).status).toBe(409);
  const list = (await served.call('GET', '/experiments?limit=5&search=noted')).body as { total: number; experiments: ExperimentSummary[] };
  expect(list.total).toBe(1);
  const [summary] = list.experiments;
  expect(summary).not.toHaveProperty('result');
  expect(summary).toMatchObject({ id, name: 'first', notes: 'noted', variantNames: ['Popular', 'Fresh'] });
  const best = whole.result.variants.find(({ name }) => name === summary.bestVariant);
  expect(summary.metrics.map(({ value }) => value)).toEqual(best?.metrics.map(({ value }) => value));
  expect((await served.call('GET', '/experiments?search=elsewhere')).body).toEqual({ total: 0, experiments: [] });
});

it('reproduces without storing the second run, and names the first difference after new data', async () => {
  const again = await ended(await served.call('POST', `/experiments/${id}/reproduce`, {}));
  expect(again).toMatchObject({ status: 'succeeded', result: { difference: null } });
  expect((await served.call('GET', '/experiments')).body).toMatchObject({ total: 1 });

  const late = { userId: 'u01', videoId: 'v01', kind: 'view', timestampMs: Date.UTC(2030, 0, 1) };
  expect((await served.call('POST', '/interactions', late)).status).toBeLessThan(300);
  await served.restart();
  const changed = await ended(await served.call('POST', `/experiments/${id}/reproduce`, {}));
  expect(changed.status).toBe('succeeded');
  expect(changed.result['difference']).toMatch(/ became /);
  expect(await served.call('POST', '/experiments/nothing/reproduce', {})).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
});
