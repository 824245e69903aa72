import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import type { SavedExperiment } from '#shared/contract/experiment';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { variantSchema } from '#shared/schemas/variant';
import { JobQueue, type JobContext } from '../jobs/job-queue';
import { silentLogger } from '../logger';
import { nodeFileOperations } from '../storage/files/file-operations';
import { cancelledRun } from './measure-scheduled';
import { Scheduler, type ScheduledWorkspace } from './scheduler';
import { Schedules } from './schedules';

const hour = 3_600_000;
const start = Date.parse('2026-01-01T00:10:00Z');
const saved = {
  id: 'x',
  name: 'Nightly',
  config: experimentConfigSchema.parse({ variants: [variantSchema.parse({ name: 'A' })] }),
  result: { variants: [] },
} as unknown as SavedExperiment;

let folder: string;
let schedules: Schedules;
let scheduler: Scheduler;
let jobs: JobQueue;
let measured: number;
/** What the measurement does. */
let measure: (context: JobContext) => Promise<void>;
const untilCancelled = ({ signal }: JobContext) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));

beforeEach(() => {
  vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  folder = mkdtempSync(join(tmpdir(), 'ranklab-schedules-'));
  measured = 0;
  measure = () => Promise.resolve();
  open();
});
afterEach(async () => {
  scheduler.watch(undefined);
  await jobs.closeAll();
  await schedules.close();
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

function open(): void {
  jobs = new JobQueue();
  schedules = new Schedules(nodeFileOperations, folder);
  scheduler = new Scheduler(jobs, silentLogger);
  const workspace = {
    schedules,
    latestDataset: () => Promise.resolve({ fingerprint: `data ${++measured}` }),
    models: { settings: () => Promise.resolve({}) },
    signals: { all: () => Promise.resolve({}) },
    experiments: {
      run: async (_config: unknown, context: JobContext) => {
        await measure(context);
        return { result: { testUserCount: 3, testLooks: measured }, variants: [] };
      },
    },
  } as unknown as ScheduledWorkspace;
  scheduler.watch(workspace);
}

const create = () => schedules.create({ id: 'nightly', experimentId: 'x', cron: '0 * * * *', timeZone: 'UTC', keep: 3 }, saved);
const runs = async () => (await schedules.history('nightly')).runs;
const times = async () => (await runs()).map(({ plannedAtMs }) => new Date(plannedAtMs ?? 0).toISOString().slice(11, 16));
/** Lets the clock go on, and what is due be done. */
const pass = async (ms: number): Promise<void> => {
  for (let past = 0; past < ms; past += 60_000) {
    await vi.advanceTimersByTimeAsync(Math.min(60_000, ms - past));
    await new Promise((resolve) => setImmediate(resolve));
  }
};
/** Until that many runs are recorded; the disk takes its time, which is not faked. */
const recorded = (count: number) =>
  vi.waitFor(async () => {
    await new Promise((resolve) => setImmediate(resolve));
    expect(await runs()).toHaveLength(count);
  }, 10_000);

it('measures at each planned time, keeps the latest runs and names the next time', async () => {
  expect(await create()).toMatchObject({ nextAtMs: start + (50 * hour) / 60, runCount: 0, lastRun: null });
  await pass(hour / 2);
  expect(measured).toBe(0);
  await pass(4 * hour);
  await recorded(3);
  expect(await times()).toEqual(['02:00', '03:00', '04:00']);
  expect(measured).toBe(4);
  expect((await schedules.summary('nightly')).nextAtMs).toBe(Date.parse('2026-01-01T05:00:00Z'));
});

it('runs once for all times missed while it was not running', async () => {
  await create();
  scheduler.watch(undefined);
  await schedules.close();
  vi.setSystemTime(start + 10 * hour);
  open();
  await pass(1_000);
  await recorded(1);
  expect(await times()).toEqual(['01:00']);
  expect(measured).toBe(1);
  expect((await schedules.summary('nightly')).nextAtMs).toBe(Date.parse('2026-01-01T11:00:00Z'));
});

it('starts no second run while one is in progress, and measures again afterwards', async () => {
  let finish = (): void => undefined;
  measure = () => new Promise<void>((resolve) => (finish = resolve));
  await create();
  await pass(3 * hour);
  expect(measured).toBe(1);
  measure = () => Promise.resolve();
  finish();
  await recorded(1);
  await pass(hour);
  await recorded(3);
  expect(measured).toBe(3); // the ended one; one for the times meanwhile; the next
});

it('does not make up for times missed while paused', async () => {
  await create();
  expect(await schedules.change({ id: 'nightly', paused: true })).toMatchObject({ nextAtMs: null });
  await pass(2 * hour);
  await schedules.change({ id: 'nightly', paused: false });
  await pass(1_000);
  expect(measured).toBe(0);
  await pass(hour);
  await recorded(1);
  expect(measured).toBe(1);
});

it('records a failed and a cancelled run, and continues', async () => {
  measure = () => Promise.reject(new Error('out of memory'));
  await create();
  await pass(hour);
  await recorded(1);
  expect(await runs()).toMatchObject([{ status: 'failed', error: { code: 'INTERNAL', message: 'out of memory' }, metrics: [] }]);
  expect(jobs.list()).toMatchObject([{ status: 'failed' }]);
  measure = untilCancelled;
  await pass(hour);
  const [running] = jobs.list().filter(({ status }) => status === 'running');
  await jobs.cancel(running?.id ?? '');
  await recorded(2);
  measure = () => Promise.resolve();
  await pass(hour);
  await recorded(3);
  expect((await runs()).map(({ status }) => status)).toEqual(['failed', 'cancelled', 'measured']);
});

it('repeats a run that was cancelled by closing the workspace', async () => {
  measure = untilCancelled;
  await create();
  await pass(hour);
  await vi.waitFor(() => expect(measured).toBe(1));
  scheduler.watch(undefined);
  await jobs.closeWorkspace();
  expect(await runs()).toEqual([]);
  await schedules.close();
  measure = () => Promise.resolve();
  open();
  await pass(1_000);
  await recorded(1);
  expect(await times()).toEqual(['01:00']);
});

it('records a run that is cancelled while queued, and continues', async () => {
  let finish = (): void => undefined;
  jobs.start('import', 'Import', () => new Promise<void>((resolve) => (finish = resolve)));
  await create();
  await pass(hour);
  const [queued] = jobs.list().filter(({ status }) => status === 'queued');
  await jobs.cancel(queued?.id ?? '');
  await recorded(1);
  expect(await runs()).toMatchObject([{ status: 'cancelled', elapsedMs: 0 }]);
  finish();
  await pass(hour);
  await recorded(2);
  expect((await runs()).at(-1)).toMatchObject({ status: 'measured' });
});

it('waits before it repeats a run that could not be recorded', async () => {
  await create();
  const addRun = schedules.addRun.bind(schedules);
  schedules.addRun = () => Promise.reject(new Error('disk full'));
  await pass(52 * 60_000);
  await vi.waitFor(() => expect(jobs.list()).toMatchObject([{ status: 'failed' }]));
  expect(measured).toBe(1);
  await pass(hour / 12);
  expect(measured).toBe(1);
  schedules.addRun = addRun;
  await pass(hour / 4);
  await recorded(1);
  expect(measured).toBe(2);
});

it('keeps the last measurement and the last planned run, whatever number of runs follow', async () => {
  await create();
  await pass(hour);
  await recorded(1);
  const [planned] = await runs();
  await schedules.change({ id: 'nightly', keep: 1 });
  for (let n = 0; n < 3; n++) await schedules.addRun('nightly', { ...cancelledRun(null, Date.now()), status: 'unchanged' });
  expect((await runs()).map(({ status }) => status)).toEqual(['measured', 'unchanged']);
  expect((await schedules.summary('nightly')).lastMeasured).toEqual(planned);
  expect((await schedules.summary('nightly')).nextAtMs).toBe(Date.parse('2026-01-01T02:00:00Z'));
});
