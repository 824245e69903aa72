/** A sweep stopped over HTTP with the best so far, and an A/B test watched while it runs. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHttpClient } from '#shared/client/http';
import type { RankLabClient } from '#shared/contract/index';
import type { Job } from '#shared/schemas/job';
import { abTestInputSchema, type AbTestEvent, type AbTestOutput } from '#shared/schemas/simulate';
import type { SweepOutput } from '#shared/schemas/sweep';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let client: RankLabClient;
const popular = { name: 'Popular', weights: { popularity: 1 } };
const fresh = { name: 'Fresh', weights: { freshness: 1 } };

beforeAll(async () => {
  served = await serveWorkspace({ users: 80, videos: 100, interactions: 1_500 });
  client = createHttpClient(`${served.url}/rpc`, { token: served.token });
});
afterAll(() => served.discard());

const jobOf = async (jobId: string): Promise<Job> => (await served.call('GET', `/jobs/${jobId}`)).body as Job;
async function jobWhen(jobId: string, isReached: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await jobOf(jobId);
    if (isReached(job)) return job;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const isOver = ({ status }: Job): boolean => status !== 'queued' && status !== 'running';

it('stops a running sweep with the best of the settings tried so far, once', async () => {
  const parameters = [{ path: 'weights.freshness', low: 0, high: 1 }];
  const started = await served.call('POST', '/tuning/sweep', { variant: popular, parameters, settings: 50_000 });
  const { jobId } = started.body as { jobId: string };
  await jobWhen(jobId, ({ detail }) => / of 50000 settings/.test(detail ?? ''));
  expect((await served.call('POST', `/tuning/sweep/${jobId}/stop`)).status).toBeLessThan(300);
  const { status, result } = await jobWhen(jobId, isOver);
  const { stoppedEarly, settings, winner, statements, variant } = result as SweepOutput;
  expect([status, stoppedEarly]).toEqual(['succeeded', true]);
  expect(settings.length).toBeGreaterThan(1);
  expect(settings.length).toBeLessThan(50_000);
  expect(settings[winner].metrics[0].value).toBe(Math.max(...settings.map(({ metrics }) => metrics[0].value ?? 0)));
  expect(variant.name).toBe(winner === 0 ? 'Popular' : 'Popular swept');
  expect(statements).toContain('Stopped before every setting was tried');
  expect(await served.call('POST', `/tuning/sweep/${jobId}/stop`)).toMatchObject({
    status: 404,
    body: { code: 'NOT_FOUND', place: 'jobId' },
  });
});

it('refuses an unknown search and an unknown method before it starts a job', async () => {
  const parameters = [{ path: 'weights.freshness', low: 0, high: 1 }];
  expect(await served.call('POST', '/tuning/sweep', { variant: popular, parameters, search: 'nosuch' })).toMatchObject({
    status: 422,
    body: { place: 'search', remedy: 'Use one of: sobol, tpe' },
  });
  expect(await served.call('POST', '/tuning/learn', { variant: popular, method: 'nosuch' })).toMatchObject({
    status: 422,
    body: { place: 'method', remedy: 'Use one of: logistic, coordinate-ascent' },
  });
});

it('streams the plan, the points and every decision of an A/B test', async () => {
  const input = abTestInputSchema.parse({ variants: [popular, fresh], users: 1_000, repetitions: 200, points: 20, outcomes: ['clicks'] });
  const { jobId } = await client.simulate.abTest(input);
  const events: AbTestEvent[] = [];
  for await (const event of await client.simulate.abTestPoints({ jobId })) events.push(event);
  const output = (await jobWhen(jobId, isOver)).result as AbTestOutput;
  expect(events.flatMap(({ points }) => points)).toEqual(output.points);
  expect(events.flatMap(({ looks }) => looks)).toEqual(output.looks);
  expect(events.flatMap(({ plan }) => plan ?? [])).toEqual([output.plan]);
  const decided = events.flatMap(({ decisions }) => decisions);
  expect(decided.map(({ users }) => users)).toEqual(decided.map(({ users }) => users).sort((a, b) => a - b));
  const byRule = (a: { rule: string }, b: { rule: string }): number => (a.rule < b.rule ? -1 : 1);
  expect(decided.sort(byRule)).toEqual([...output.decisions].sort(byRule));
  expect(events.flatMap(({ rules }) => rules).map(({ rule }) => rule)).toEqual(output.decisions.map(({ rule }) => rule));
  expect(events.map(({ done }) => done)).toEqual(events.map((_, e) => e === events.length - 1));
  expect(output.repeated?.count).toBe(200);
});

it('streams decisions while the repetitions still run, ends when the test is cancelled, and knows no stream of another job', async () => {
  // The repetitions simulate 200 million users: they are far from their end when the first decision is there.
  const input = abTestInputSchema.parse({ variants: [popular, fresh], users: 200_000, repetitions: 1_000 });
  const { jobId } = await client.simulate.abTest(input);
  let last: AbTestEvent | undefined;
  let decided = 0;
  for await (const event of await client.simulate.abTestPoints({ jobId })) {
    if (decided === 0 && event.decisions.length > 0) await served.call('POST', `/jobs/${jobId}/cancel`);
    decided += event.decisions.length;
    last = event;
  }
  expect(decided).toBeGreaterThan(0);
  expect(last?.done).toBe(true);
  expect((await jobWhen(jobId, isOver)).status).toBe('cancelled');
  const none = async (): Promise<void> => {
    for await (const event of await client.simulate.abTestPoints({ jobId: 'nosuch' })) expect(event).toBeUndefined();
  };
  await expect(none()).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
