/** Scheduled comparisons over HTTP: measured as saved, again when data change, and on the metrics page. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SavedExperiment } from '#shared/contract/experiment';
import type { Job } from '#shared/schemas/job';
import type { ScheduledRun, ScheduleHistory, ScheduleSummary } from '#shared/schemas/schedule';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
let saved: SavedExperiment;
const variants = [
  { name: 'popular', weights: { popularity: 1 }, candidates: { sources: [{ id: 'popular', limit: 50 }] } },
  { name: 'fresh', weights: { freshness: 1 }, candidates: { sources: [{ id: 'popular', limit: 50 }] } },
];

const call = async <Body>(method: string, path: string, body?: unknown): Promise<Body> =>
  (await served.call(method, path, body)).body as Body;
async function finished<Result>({ jobId }: { jobId: string }): Promise<Result> {
  for (;;) {
    const job = await call<Job>('GET', `/jobs/${jobId}`);
    if (job.status === 'succeeded') return job.result as Result;
    if (job.status !== 'queued' && job.status !== 'running') throw new Error(JSON.stringify(job.error));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const runNow = async (): Promise<ScheduledRun> => finished(await call('POST', '/schedules/nightly/run'));

beforeAll(async () => {
  served = await serveWorkspace({ users: 200, videos: 120, interactions: 2_000 });
  const config = { variants, metrics: ['ndcg@10', 'coverage@10'] };
  const { experimentId } = await finished<{ experimentId: string }>(
    await call('POST', '/experiments', { name: 'Popular or fresh', config }),
  );
  saved = await call('GET', `/experiments/saved/${experimentId}`);
});
afterAll(() => served.discard());

it('is created from a saved comparison, with its next time', async () => {
  const created = await call<ScheduleSummary>('POST', '/schedules', {
    id: 'nightly',
    experimentId: saved.id,
    cron: '30 3 * * *',
    timeZone: 'Europe/Berlin',
  });
  expect(created).toMatchObject({
    name: 'Popular or fresh',
    variants: ['popular', 'fresh'],
    metrics: ['ndcg@10', 'coverage@10'],
    lastRun: null,
  });
  expect(created.nextAtMs).toBeGreaterThan(Date.now());
  const { timesMs } = await call<{ timesMs: number[] }>('POST', '/schedules/preview', {
    cron: '30 3 * * *',
    timeZone: 'Europe/Berlin',
    count: 2,
  });
  expect(timesMs[0]).toBe(created.nextAtMs);
  expect(await served.call('POST', '/schedules', { id: 'nightly', experimentId: saved.id, cron: '@daily' })).toMatchObject({ status: 409 });
  expect(await served.call('POST', '/schedules', { id: 'x', experimentId: saved.id, cron: '99 * * * *' })).toMatchObject({
    status: 422,
    body: { place: 'cron', value: '99 * * * *' },
  });
  expect(await served.call('POST', '/schedules', { id: 'x', experimentId: 'none', cron: '@daily' })).toMatchObject({ status: 404 });
  expect(await served.call('GET', '/schedules/none')).toMatchObject({ status: 404, body: { remedy: 'There are nightly.' } });
});

it('gives the saved numbers again, with intervals, and skips measuring unchanged data', async () => {
  const first = await runNow();
  expect(first).toMatchObject({ status: 'measured', plannedAtMs: null, datasetFingerprint: saved.result.datasetFingerprint });
  for (const { name, metrics, comparisons } of saved.result.variants) {
    for (const { spec, value, evaluatedCount } of metrics) {
      const again = first.metrics.find((metric) => metric.variant === name && metric.spec === spec);
      expect(again).toMatchObject({ value, userCount: evaluatedCount });
      if (spec === 'ndcg@10') expect(again?.low).toBeLessThan(value ?? NaN);
      else expect(again).toMatchObject({ low: null, high: null });
      const comparison = comparisons.find((one) => one.spec === spec);
      if (!comparison) expect(again?.difference).toBeNull();
      else
        expect(again?.difference).toMatchObject({
          value: comparison.difference,
          low: comparison.interval.low,
          verdict: comparison.verdict,
        });
    }
  }
  expect(await runNow()).toMatchObject({ status: 'unchanged', metrics: [], testLooks: null });
});

it('measures the current data, and keeps the history over a restart', async () => {
  const { rows } = await call<{ rows: { userId: string }[] }>('GET', '/users?limit=1');
  const { items } = await call<{ items: { video_id: string }[] }>('POST', '/recommend', { user_id: rows[0]?.userId, top_k: 1 });
  await call('POST', '/log_interaction', { user_id: rows[0]?.userId, video_id: items[0]?.video_id, kind: 'view' });
  const changed = await runNow();
  expect(changed.status).toBe('measured');
  expect(changed.datasetFingerprint).not.toBe(saved.result.datasetFingerprint);
  await served.restart();
  const history = await call<ScheduleHistory>('GET', '/schedules/nightly');
  expect(history.runs.map(({ status }) => status)).toEqual(['measured', 'unchanged', 'measured']);
  expect(history.runs.at(-1)).toEqual(changed);
  expect(history.lastMeasured).toEqual(changed);
});

it('is shown on the metrics page, with the numbers of the saved comparison', async () => {
  const { lastMeasured } = await call<ScheduleHistory>('GET', '/schedules/nightly');
  const page = await (await fetch(`${served.url}/metrics`, { headers: { authorization: `Bearer ${served.token}` } })).text();
  const number = (name: string): number => Number(new RegExp(`^${name.replaceAll(/[{}]/g, '\\$&')} (\\S+)$`, 'm').exec(page)?.[1]);
  const labels = '{schedule="nightly",variant="fresh",metric="ndcg@10"}';
  const metric = lastMeasured?.metrics.find(({ variant, spec }) => variant === 'fresh' && spec === 'ndcg@10');
  expect(number(`ranklab_scheduled_metric${labels}`)).toBe(metric?.value);
  expect(number(`ranklab_scheduled_metric_high${labels}`)).toBe(metric?.high);
  expect(number(`ranklab_scheduled_metric_reference${labels}`)).toBe(saved.result.variants[1]?.metrics[0]?.value);
  expect(number(`ranklab_scheduled_verdict${labels}`)).toBe(
    { better: 1, undecided: 0, worse: -1 }[metric?.difference?.verdict ?? 'better'],
  );
  expect(number('ranklab_scheduled_last_run_failed{schedule="nightly"}')).toBe(0);
  expect(number('ranklab_scheduled_next_run_timestamp_seconds{schedule="nightly"}')).toBeGreaterThan(Date.now() / 1_000);
});

it('is changed, paused and removed', async () => {
  expect(await call('PUT', '/schedules/nightly', { cron: '@hourly', paused: true })).toMatchObject({
    cron: '@hourly',
    nextAtMs: null,
    runCount: 3,
  });
  expect(await served.call('PUT', '/schedules/nightly', { cron: 'never' })).toMatchObject({ status: 422, body: { place: 'cron' } });
  expect((await served.call('DELETE', '/schedules/nightly')).status).toBe(204);
  expect(await call('GET', '/schedules')).toEqual([]);
});
