import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RankLabClient } from '#shared/contract/index';
import type { Job } from '#shared/schemas/job';
import { forkService, type ServiceProcess } from './service-process';

let folder: string;
let service: ServiceProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'ranklab-service-'));
  service = await forkService({ XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder, HOME: folder });
});
afterEach(async () => {
  service.child.kill('SIGKILL');
  await service.exited;
  rmSync(folder, { recursive: true, force: true });
});

async function finished(client: RankLabClient, jobId: string): Promise<Job> {
  let last: Job | undefined;
  for await (const job of await client.job.watch({ id: jobId })) last = job;
  return last!;
}

async function generated(client: RankLabClient, interactions: number): Promise<void> {
  await client.system.createWorkspace({ path: join(folder, 'workspace'), name: 'Test' });
  const { jobId } = await client.dataset.generate({ users: 300, videos: 200, interactions });
  expect(await finished(client, jobId)).toMatchObject({ status: 'succeeded' });
}

describe('the service process', () => {
  it('serves the contract on every connection, and stops on request', async () => {
    const [one, two] = [service.connect(), service.connect()];
    expect(await one.client.system.health()).toMatchObject({ status: 'ok', workspace: null });
    expect(await two.client.job.list()).toEqual([]);
    one.close();
    await expect(one.client.system.health()).rejects.toMatchObject({ code: 'SERVICE_GONE' });
    expect(await two.client.system.health()).toMatchObject({ status: 'ok' });
    service.send({ type: 'stop' });
    expect(await service.exited).toBe(0);
    await expect(two.client.system.health()).rejects.toMatchObject({ code: 'SERVICE_GONE' });
  });

  it('has told its parent which workspace is open when a page knows it, and keeps it when it is stopped', async () => {
    const { client } = service.connect();
    const path = join(folder, 'workspace');
    await client.system.createWorkspace({ path, name: 'Test' });
    expect(service.workspaces).toEqual([path]);
    await client.system.closeWorkspace();
    expect(service.workspaces).toEqual([path, null]);
    await client.system.openWorkspace({ path });
    service.send({ type: 'stop' });
    await service.exited;
    expect(service.workspaces).toEqual([path, null, path]);
  });

  it('exits when its parent has exited', async () => {
    service.child.disconnect();
    expect(await service.exited).toBe(0);
  });

  it('survives malformed messages from its parent and on a port', async () => {
    const { client } = service.connect();
    await client.system.health();
    service.child.send({ type: 'channel-data', channel: 1, data: 'not a message' });
    service.child.send({ type: 'channel-data', channel: 99, data: 'nobody' });
    service.child.send({ type: 'channel-data', channel: 1, data: '{"i":1}' });
    service.child.send({ type: 'channel-data', channel: 1, data: 42 });
    expect(await client.system.health()).toMatchObject({ status: 'ok' });
  });

  it('answers during a build', async () => {
    const { client } = service.connect();
    await generated(client, 20_000);
    const { jobId } = await client.model.build({ factors: { factorCount: 64 } });
    let answersWhileRunning = 0;
    let status = 'queued';
    while (status === 'queued' || status === 'running') {
      ({ status } = await client.job.get({ id: jobId }));
      await client.dataset.users({ limit: 5 });
      if (status === 'running') answersWhileRunning++;
    }
    expect(status).toBe('succeeded');
    expect(answersWhileRunning).toBeGreaterThan(2);
  });

  it('after a kill during a build, a new process reports “interrupted” and has every interaction', async () => {
    const first = service.connect();
    await generated(first.client, 20_000);
    const before = await first.client.dataset.interactions({ limit: 1 });
    const [user] = (await first.client.dataset.users({ limit: 1 })).rows;
    const [video] = (await first.client.dataset.videos({ limit: 1 })).rows;
    for (let i = 0; i < 5; i++) await first.client.dataset.logInteraction({ userId: user.userId, videoId: video.videoId });
    const { jobId } = await first.client.model.build({ factors: { factorCount: 64 } });
    while ((await first.client.job.get({ id: jobId })).status !== 'running') await sleep(1);
    const hanging = first.client.job.watch({ id: jobId }).then(async (events) => {
      for await (const _ of events) continue;
    });
    const ended = expect(hanging).rejects.toMatchObject({ code: 'SERVICE_GONE' });
    service.child.kill('SIGKILL');
    await service.exited;
    await ended;

    service = await forkService();
    const { client } = service.connect();
    await client.system.openWorkspace({ path: join(folder, 'workspace') });
    expect(await client.job.get({ id: jobId })).toMatchObject({ status: 'interrupted' });
    expect((await client.dataset.interactions({ limit: 1 })).total).toBe(before.total + 5);
  });

  it('keeps keys in memory only', async () => {
    const canary = 'sk-canary-0123456789abcdef';
    service.send({ type: 'secrets', values: { OPENAI_API_KEY: canary, NODE_OPTIONS: '--inspect' } });
    const { client } = service.connect();
    await generated(client, 2_000);
    const report = await client.system.doctor();
    expect(report.checks.find(({ name }) => name === 'OpenAI key')).toMatchObject({ status: 'ok' });
    await expect(client.system.openWorkspace({ path: join(folder, canary) })).rejects.not.toThrow(canary);
    service.send({ type: 'secrets', values: {} });
    expect((await client.system.doctor()).checks.find(({ name }) => name === 'OpenAI key')).toMatchObject({ status: 'none' });
    service.send({ type: 'stop' });
    await service.exited;
    expect(service.output()).not.toContain(canary);
    expect(JSON.stringify(report)).not.toContain(canary);
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, file);
      if (statSync(path).isFile()) expect(await containsText(path, canary), path).toBe(false);
    }
  });
});

async function containsText(path: string, text: string): Promise<boolean> {
  const { readFile } = await import('node:fs/promises');
  return (await readFile(path)).includes(text);
}
