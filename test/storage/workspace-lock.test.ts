import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

describe('the lock', () => {
  const lock = (path: string): Record<string, unknown> =>
    JSON.parse(readFileSync(join(path, 'workspace.lock'), 'utf8')) as Record<string, unknown>;

  it('keeps a second one out, in this process and in another, and names the holder', async () => {
    const path = join(temporaryFolder(), 'w');
    const workspace = await Workspace.create(path, 'x');
    await expect(Workspace.open(path)).rejects.toMatchObject({
      code: 'WORKSPACE_LOCKED',
      message: expect.stringContaining('this process'),
    });
    await workspace.close();
    // A process that lives (our parent) holds it.
    const file = join(path, 'workspace.lock');
    const holder = { pid: process.ppid, host: hostname(), processStart: '', takenAtMs: Date.now(), token: 't' };
    writeFileSync(file, JSON.stringify(holder));
    await expect(Workspace.open(path)).rejects.toMatchObject({
      code: 'WORKSPACE_LOCKED',
      message: expect.stringContaining(`process ${process.ppid}`),
      details: { remedy: expect.stringContaining('Close') },
    });
    expect(lock(path)['token']).toBe('t');
    writeFileSync(file, JSON.stringify({ ...holder, host: 'elsewhere' }));
    await expect(Workspace.open(path)).rejects.toMatchObject({ message: expect.stringContaining('on elsewhere') });
  });

  it('of a process that is gone is taken over', async () => {
    const path = join(temporaryFolder(), 'w');
    await (await Workspace.create(path, 'x')).close();
    const dead = spawnSync(process.execPath, ['-e', '0']).pid;
    const file = join(path, 'workspace.lock');
    const gone = { pid: dead, host: hostname(), processStart: '', takenAtMs: Date.now(), token: 'old' };
    const reused = { ...gone, pid: process.ppid, processStart: 'another start' };
    const beforeBoot = { ...gone, pid: process.ppid, takenAtMs: 0 };
    for (const holder of [gone, reused, beforeBoot]) {
      writeFileSync(file, JSON.stringify(holder));
      const workspace = await Workspace.open(path);
      expect(lock(path)).toMatchObject({ pid: process.pid });
      await workspace.close();
    }
    for (const torn of ['', '{"pid":']) {
      writeFileSync(file, torn);
      const workspace = await Workspace.open(path);
      expect(lock(path)).toMatchObject({ pid: process.pid });
      await workspace.close();
    }
  });

  it('goes to one of many who find it stale at the same time', async () => {
    const path = join(temporaryFolder(), 'w');
    await (await Workspace.create(path, 'x')).close();
    const dead = spawnSync(process.execPath, ['-e', '0']).pid;
    writeFileSync(
      join(path, 'workspace.lock'),
      JSON.stringify({ pid: dead, host: hostname(), processStart: '', takenAtMs: Date.now(), token: 'old' }),
    );
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => Workspace.open(path)));
    const opened = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'WORKSPACE_LOCKED' });
    await opened[0].value.close();
  });
});
