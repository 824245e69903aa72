import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RankLabError } from '#shared/errors';
import type { Job } from '#shared/schemas/job';
import type { JobLog } from './job-log';
import { JobQueue, type JobContext } from './job-queue';

class MemoryLog implements JobLog {
  readonly saved = new Map<string, Job>();
  load = async (): Promise<Job[]> => [...this.saved.values()];
  save = async (job: Job): Promise<void> => void this.saved.set(job.id, structuredClone(job));
}

async function untilEnded(queue: JobQueue, id: string): Promise<Job> {
  let last: Job | undefined;
  for await (const job of queue.watch(id)) last = job;
  return last!;
}

/** A job that runs until it is cancelled, and then needs a moment to clean up. */
const cooperative =
  (events: string[]) =>
  async ({ signal }: JobContext): Promise<never> => {
    events.push('started');
    while (!signal.aborted) await sleep(1);
    await sleep(20);
    events.push('tidied');
    throw new RankLabError('CANCELLED', 'Cancelled');
  };

describe('JobQueue', () => {
  it('runs a job to its result', async () => {
    const queue = new JobQueue();
    const job = queue.start('build', 'Build the models', async ({ report }) => {
      report?.(0.5, 'half');
      return { count: 3 };
    });
    expect(job).toMatchObject({ kind: 'build', label: 'Build the models', status: 'queued', fraction: 0 });
    expect(await untilEnded(queue, job.id)).toMatchObject({
      status: 'succeeded',
      fraction: 1,
      detail: 'half',
      result: { count: 3 },
      error: null,
    });
  });

  it('keeps a failure with its code, place and remedy', async () => {
    const queue = new JobQueue();
    const job = queue.start('import', 'Import', () =>
      Promise.reject(new RankLabError('IMPORT_FAILED', 'No column “userId”', { place: 'ratings.csv:1', remedy: 'Map it.' })),
    );
    expect((await untilEnded(queue, job.id)).error).toEqual({
      code: 'IMPORT_FAILED',
      message: 'No column “userId”',
      place: 'ratings.csv:1',
      remedy: 'Map it.',
    });
  });

  it('runs jobs of one lane in sequence, and lanes concurrently', async () => {
    const queue = new JobQueue();
    let active = 0;
    let most = 0;
    const run = async (): Promise<void> => {
      most = Math.max(most, ++active);
      await sleep(5);
      active--;
    };
    const same = [1, 2, 3].map((n) => queue.start('k', `${n}`, run));
    await Promise.all(same.map((job) => untilEnded(queue, job.id)));
    expect(most).toBe(1);
    const apart = ['a', 'b'].map((lane) => queue.start('k', lane, run, { lane }));
    await Promise.all(apart.map((job) => untilEnded(queue, job.id)));
    expect(most).toBe(2);
  });

  it('cancels a running job and answers once it has stopped', async () => {
    const queue = new JobQueue();
    const events: string[] = [];
    const job = queue.start('build', 'Build', cooperative(events));
    while (events.length === 0) await sleep(1);
    expect((await queue.cancel(job.id)).status).toBe('cancelled');
    expect(events).toEqual(['started', 'tidied']);
  });

  it('never starts a job that was cancelled in the queue', async () => {
    const queue = new JobQueue();
    const events: string[] = [];
    const first = queue.start('build', 'First', cooperative(events));
    const second = queue.start('build', 'Second', async () => void events.push('second'));
    expect((await queue.cancel(second.id)).status).toBe('cancelled');
    await queue.cancel(first.id);
    await sleep(5);
    expect(events).not.toContain('second');
  });

  it('reports success if the work finished before it could be cancelled', async () => {
    const queue = new JobQueue();
    let proceed = (): void => undefined;
    const job = queue.start('build', 'Build', () => new Promise<void>((resolve) => (proceed = resolve)));
    await sleep(5);
    const cancelling = queue.cancel(job.id);
    proceed();
    expect((await cancelling).status).toBe('succeeded');
  });

  it('notifies a watcher at most 20 times a second, with increasing progress, ending with the final state', async () => {
    const queue = new JobQueue();
    const job = queue.start('build', 'Build', async ({ report }) => {
      for (let i = 0; i < 300; i++) {
        report?.(i === 150 ? 0.1 : i / 300);
        await sleep(1);
      }
    });
    const startedAt = performance.now();
    const fractions: number[] = [];
    for await (const state of queue.watch(job.id)) fractions.push(state.fraction);
    const seconds = (performance.now() - startedAt) / 1000;
    expect(fractions.length).toBeLessThanOrEqual(Math.ceil(seconds * 20) + 3); // the queued, running and final states are sent at once
    expect(fractions.length).toBeGreaterThan(3);
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect(fractions.at(-1)).toBe(1);
  });

  it('stops notifying a watcher that has left', async () => {
    const queue = new JobQueue();
    const job = queue.start('build', 'Build', cooperative([]));
    const watching = new AbortController();
    const seen: string[] = [];
    setTimeout(() => watching.abort(), 10);
    for await (const state of queue.watch(job.id, watching.signal)) seen.push(state.status);
    expect(seen.at(-1)).toBe('running');
    await queue.closeAll();
  });

  it('cancels, watches and closes a job that leaves the list of recent jobs as soon as it ends', async () => {
    const queue = new JobQueue();
    const more = (): Job => queue.start('import', 'More', async () => null, { lane: 'more' });
    const start = (): Job =>
      queue.start('build', 'Build', cooperative([]), { lane: randomUUID(), onEnd: () => void Array.from({ length: 200 }, more) });
    const cancelled = start();
    const watched = untilEnded(queue, cancelled.id);
    expect(await queue.cancel(cancelled.id)).toMatchObject({ id: cancelled.id, status: 'cancelled' });
    expect(await watched).toMatchObject({ id: cancelled.id, status: 'cancelled' });
    expect(() => queue.get(cancelled.id)).toThrow('There is no job');
    const open = start();
    await queue.closeWorkspace();
    expect(() => queue.get(open.id)).toThrow('There is no job');
    await queue.closeAll();
  });

  it('reports jobs ended by a crash as interrupted, and remembers that', async () => {
    const log = new MemoryLog();
    const crashed = new JobQueue();
    await crashed.attachLog(log);
    const events: string[] = [];
    const cut = crashed.start('build', 'Build', cooperative(events));
    const done = crashed.start('export', 'Export', async () => 'files', { lane: 'other' });
    await untilEnded(crashed, done.id);
    while (events.length === 0) await sleep(1);

    const restarted = new JobQueue();
    const state = await log.load();
    const copy = new MemoryLog();
    for (const job of state) await copy.save(job);
    await restarted.attachLog(copy);
    expect(restarted.get(cut.id).status).toBe('interrupted');
    expect(restarted.get(done.id)).toMatchObject({ status: 'succeeded', result: 'files' });
    expect(copy.saved.get(cut.id)?.status).toBe('interrupted');
    expect(await untilEnded(restarted, cut.id)).toMatchObject({ status: 'interrupted' });
    await crashed.closeAll();
  });

  it('cancels all jobs on close and rejects new ones', async () => {
    const queue = new JobQueue();
    const events: string[] = [];
    const first = queue.start('build', 'Build', cooperative(events));
    const second = queue.start('build', 'Build again', cooperative(events));
    while (events.length === 0) await sleep(1);
    await queue.closeAll();
    expect(events).toEqual(['started', 'tidied']);
    expect([queue.get(first.id).status, queue.get(second.id).status]).toEqual(['cancelled', 'cancelled']);
    expect(() => queue.start('build', 'Late', async () => undefined)).toThrow(/shutting down/);
  });

  it('continues when the log fails', async () => {
    const queue = new JobQueue();
    await queue.attachLog({ load: async () => [], save: () => Promise.reject(new Error('disk')) });
    const job = queue.start('build', 'Build', async () => 1);
    expect(await untilEnded(queue, job.id)).toMatchObject({ status: 'succeeded', result: 1 });
  });

  it('names an unknown job', () => {
    const queue = new JobQueue();
    expect(() => queue.get('nobody')).toThrow('There is no job “nobody”');
    expect(() => queue.watch('nobody')).toThrow('There is no job “nobody”');
  });
});
