/** Cancel at the beginning, half-way and at the end of every job that the API can start: the old state or the new one, and no partial file. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { patience } from '../patience';
import type { ServedProgram } from '../security/served-program';
import { filesBelow, followJob, prepareJobs, seenBy, startJob, type JobRequest } from './every-job';

let program: ServedProgram;
let workspace: string;
let jobs: JobRequest[];
let outside: string;

beforeAll(async () => {
  ({ program, workspace, outside, jobs } = await prepareJobs());
});
afterAll(() => program.stop());

it('every route that starts a job is covered', async () => {
  type Route = { responses: { 200?: { content?: { 'application/json'?: { schema?: { required?: string[] } } } } } };
  const { paths } = JSON.parse((await program.call('GET', '/openapi.json')).text) as { paths: Record<string, Record<string, Route>> };
  const starting = Object.entries(paths).filter(([, methods]) =>
    Object.values(methods).some(({ responses }) => responses[200]?.content?.['application/json']?.schema?.required?.join() === 'jobId'),
  );
  expect(starting.length).toBeGreaterThan(20);
  const tried = jobs.map(([path]) => path.replace(/[0-9a-f]{8}-[0-9a-f-]+/, '{id}'));
  // A cancelled scheduled run is recorded (scheduler.test.ts); adding vectors is one artifact, written as for runs.
  const elsewhere = ['/schedules/{id}/run', '/vectors'];
  expect(starting.map(([path]) => path).filter((path) => !tried.includes(path) && !elsewhere.includes(path))).toEqual([]);
});

it('Cancel at 0, 50 and 99% of every job leaves the old state or the complete new one', { timeout: 600_000 }, async () => {
  const outcomes: Record<string, string[]> = {};
  let before = await seenBy(program, workspace);
  for (const request of jobs) {
    for (const fraction of [0, 0.5, 0.99]) {
      const id = await startJob(program, request);
      if (fraction > 0) await followJob(program, id, (job) => job.fraction >= fraction);
      await program.call('POST', `/jobs/${id}/cancel`, {});
      const job = await followJob(program, id);
      const where = `${request[0]} cancelled at ${fraction}`;
      expect(['cancelled', 'succeeded'], `${where}: ${job.error?.message}`).toContain(job.status);
      (outcomes[request[0]] ??= []).push(job.status);
      const after = await seenBy(program, workspace);
      if (job.status === 'cancelled') expect(after, where).toEqual(before);
      // The list of jobs may still be written.
      await vi.waitFor(
        () =>
          expect(
            [...filesBelow(workspace), ...filesBelow(outside)].filter((name) => name.includes('ranklab-tmp')),
            where,
          ).toEqual([]),
        patience,
      );
      // Whole folders, which must not exist before.
      for (const made of ['restored', 'snapshot'].map((name) => join(outside, name))) {
        if (job.status === 'cancelled') expect(filesBelow(made), where).toEqual([]);
        rmSync(made, { recursive: true, force: true });
      }
      before = after;
    }
  }
  // Otherwise nothing was tried.
  expect(Object.values(outcomes).filter((each) => each.includes('cancelled')).length).toBeGreaterThan(20);
  const { result } = await followJob(program, await startJob(program, ['/workspace/check', {}]));
  expect(result?.['findings']).toEqual([]);
});
