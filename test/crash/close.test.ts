/** Closing a workspace while each of its jobs runs: they are cancelled, and nothing is written once the answer is there. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServedProgram } from '../security/served-program';
import { filesBelow, followJob, prepareJobs, seenBy, startJob, type JobDocument, type JobRequest } from './every-job';

let program: ServedProgram;
let workspace: string;
let outside: string;
let jobs: JobRequest[];

beforeAll(async () => {
  ({ program, workspace, outside, jobs } = await prepareJobs());
});
afterAll(() => program.stop());

const jobOf = async (id: string): Promise<JobDocument> => JSON.parse((await program.call('GET', `/jobs/${id}`)).text) as JobDocument;
const reopen = () => program.call('POST', '/workspace/open', { path: workspace });

it('no job writes after its workspace was closed', { timeout: 600_000 }, async () => {
  const outcomes: string[] = [];
  for (const request of jobs.filter(([path]) => path !== '/workspace/restore')) {
    const before = await seenBy(program, workspace);
    const id = await startJob(program, request);
    await followJob(program, id, (job) => job.status === 'running');
    expect((await program.call('POST', '/workspace/close', {})).status).toBeLessThan(300);
    const left = [filesBelow(workspace), filesBelow(outside)];
    await sleep(300);
    expect([filesBelow(workspace), filesBelow(outside)], request[0]).toEqual(left);
    expect((await reopen()).status).toBe(200);
    const { status } = await jobOf(id);
    outcomes.push(status);
    expect(['cancelled', 'succeeded'], request[0]).toContain(status);
    if (status === 'cancelled') expect(await seenBy(program, workspace), request[0]).toEqual(before);
  }
  expect(outcomes.filter((status) => status === 'cancelled').length).toBeGreaterThan(10);
});

it('a restore, which writes another folder, continues', async () => {
  const id = await startJob(program, jobs.find(([path]) => path === '/workspace/restore') ?? ['', {}]);
  await program.call('POST', '/workspace/close', {});
  expect((await followJob(program, id)).status).toBe('succeeded');
  expect((await reopen()).status).toBe(200);
});
