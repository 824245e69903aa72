/** Only one process writes a workspace: the kernel's lock decides, independent of clocks, process ids and host names. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { sampleDataset } from '../storage/sample-dataset';
import { buildChild } from './build-child';

let child = '';
const folder = mkdtempSync(join(tmpdir(), 'ranklab-lock-'));
const path = join(folder, 'w');
const holder = (): Record<string, unknown> => JSON.parse(readFileSync(join(path, 'workspace.lock'), 'utf8')) as Record<string, unknown>;
const can = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;

beforeAll(async () => {
  child = await buildChild('child');
  const workspace = await Workspace.create(path, 'Locked');
  await workspace.data.saveDataset(sampleDataset('old'), 'first');
  await workspace.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a scenario, under another clock or in other namespaces; resolves to its process once it is ready or has failed. */
function run(scenario: string, ...under: string[]): Promise<{ process: ChildProcess; output: string; held: boolean }> {
  const [command = '', ...args] = [...under, process.execPath, child, path, scenario];
  // A separate process group, because the tools may run it as their child.
  const started = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  return new Promise((settle) => {
    let output = '';
    const look = (data: Buffer): void => {
      output += data.toString();
      if (output.includes('done open')) settle({ process: started, output, held: true });
    };
    started.stdout.on('data', look);
    started.stderr.on('data', look);
    started.once('close', () => settle({ process: started, output, held: false }));
  });
}

async function killed({ process: running }: { process: ChildProcess }): Promise<void> {
  const closed = new Promise((settle) => running.once('close', settle));
  process.kill(-(running.pid ?? 0), 'SIGKILL');
  await closed;
}

describe('a live lock', () => {
  const clocks = ['-3d', '+3d'].map((shift): [string, string[], boolean] => [
    `a clock ${shift}`,
    ['faketime', '-f', shift],
    can('faketime', '--version'),
  ]);
  const namespaces: [string, string[], boolean][] = [
    ['another PID namespace', ['unshare', '--pid', '--fork', '--kill-child'], can('unshare', '--pid', '--fork', 'true')],
    [
      'another host name',
      ['unshare', '--uts', 'sh', '-c', 'hostname other; exec "$@"', 'sh'],
      can('unshare', '--uts', 'hostname', 'other'),
    ],
  ];
  it.each([...clocks, ...namespaces].filter(([, , possible]) => possible))(
    'is respected by a process with %s, and vice versa',
    async (_, under) => {
      const ours = await Workspace.open(path);
      const upload = await ours.saveUpload('mine.csv', Buffer.from('user,video\n'));
      const theirs = await run('hold', ...under);
      expect(theirs.held).toBe(false);
      expect(theirs.output).toContain('WORKSPACE_LOCKED');
      expect(readFileSync(upload, 'utf8')).toBe('user,video\n');
      expect(holder()).toEqual({ pid: process.pid, host: hostname() });
      await ours.close();

      const second = await run('hold', ...under);
      expect(second.held).toBe(true);
      await expect(Workspace.open(path)).rejects.toMatchObject({
        code: 'WORKSPACE_LOCKED',
        details: { remedy: expect.stringContaining('Close') as string },
      });
      await killed(second);
      await (await Workspace.open(path)).close();
    },
  );

  it('needs tools that setup-system.sh installs', () => {
    expect(can('faketime', '--version')).toBe(true);
  });

  it('keeps out a second lock in the same process', async () => {
    const workspace = await Workspace.open(path);
    await expect(Workspace.open(path)).rejects.toMatchObject({
      code: 'WORKSPACE_LOCKED',
      message: expect.stringContaining('this process') as string,
    });
    await expect(Workspace.open(join(path, '..', 'w', '.'))).rejects.toMatchObject({ code: 'WORKSPACE_LOCKED' });
    // Reading the lock file in this process would release the lock.
    await expect(workspace.importer.previewFile(join(path, 'workspace.lock.db'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect((await run('hold')).held).toBe(false);
    await workspace.close();
  });
});

describe('the lock after a crash', () => {
  it('is free despite a leftover note with any content or an incomplete lock file', async () => {
    const lock = join(path, 'workspace.lock.db');
    const whole = readFileSync(lock);
    const notes = [{ pid: process.ppid, host: hostname() }, { pid: 1, host: 'a-container-that-is-gone' }, 'torn {"pid":'];
    for (const note of notes) {
      writeFileSync(join(path, 'workspace.lock'), typeof note === 'string' ? note : JSON.stringify(note));
      const workspace = await Workspace.open(path);
      expect(holder()).toEqual({ pid: process.pid, host: hostname() });
      await workspace.close();
    }
    for (const bytes of [Buffer.alloc(0), whole.subarray(0, 5_000), Buffer.from('not a database')]) {
      writeFileSync(lock, bytes);
      const workspace = await Workspace.open(path);
      expect((await run('hold')).held).toBe(false);
      await workspace.close();
    }
  });

  it('is acquired by exactly one of several concurrent processes', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => run('hold')));
    expect(outcomes.filter(({ held }) => held)).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.held) await killed(outcome);
    const here = await Promise.allSettled(Array.from({ length: 8 }, () => Workspace.open(path)));
    const opened = here.filter((outcome) => outcome.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    await opened[0]?.value.close();
  });
});
