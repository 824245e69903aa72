import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import type { Dataset } from '#engine/model/dataset';
import { Workspace } from '#service/workspace/stored-workspace';
import { skipReason } from '../skip-reason';
import { sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

/** Mounts a file system of 12 MB, which only root may do. */
const mounted = (folder: string): boolean => spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'ranklab-test', folder]).status === 0;
const possible = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = join('/tmp', `ranklab-mount-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const works = mounted(folder);
  if (works) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true, force: true });
  return works;
})();

function largeDataset(): Dataset {
  const count = 1_200_000;
  const noise = (i: number): number => Math.imul(i + 1, 2_654_435_761) >>> 0;
  return createDataset({
    name: 'large',
    users: userTable({ ids: Array.from({ length: 1_000 }, (_, i) => `u${i}`) }),
    items: itemTable({ ids: Array.from({ length: 1_000 }, (_, i) => `v${i}`) }),
    interactions: interactionTable({
      users: Int32Array.from({ length: count }, (_, i) => noise(i) % 1_000),
      items: Int32Array.from({ length: count }, (_, i) => noise(i * 7) % 1_000),
      values: Float64Array.from({ length: count }, (_, i) => noise(i * 3) / 7),
      timestampsMs: Float64Array.from({ length: count }, (_, i) => noise(i * 5) * 1.1),
    }),
  });
}

describe.runIf(possible)(`a disk that is actually full${skipReason(possible ? undefined : 'file systems cannot be mounted here')}`, () => {
  let disk: string;
  let workspace: Workspace;
  beforeEach(async () => {
    disk = temporaryFolder();
    expect(mounted(disk)).toBe(true);
    workspace = await Workspace.create(join(disk, 'w'), 'Small disk');
    await workspace.data.saveDataset(sampleDataset('old'), 'first');
    await workspace.artifacts.write('serving/factors', { kind: 'factors', inputs: {} }, { a: new Float32Array(10).fill(1) });
  });
  afterEach(async () => {
    await workspace.close();
    spawnSync('umount', [disk]);
  });

  async function expectUnchanged(): Promise<void> {
    expect((await workspace.data.loadDataset())!.fingerprint).toBe(sampleDataset('old').fingerprint);
    expect((await workspace.artifacts.read('serving/factors')).arrays['a'][9]).toBe(1);
    await workspace.close();
    workspace = await Workspace.open(join(disk, 'w'));
    expect((await workspace.data.loadDataset())!.fingerprint).toBe(sampleDataset('old').fingerprint);
    expect((await workspace.artifacts.read('serving/factors')).arrays['a'][9]).toBe(1);
  }

  it('keeps the old data when a save does not fit, states the required space, and works again afterwards', async () => {
    const large = largeDataset();
    await expect(workspace.data.saveDataset(large, 'too much')).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/save the data; it needs [\d.]+ MB \(\d+ bytes\)/),
      details: { remedy: expect.stringContaining('Free some space') },
    });
    await expectUnchanged();
    await workspace.data.saveDataset(sampleDataset('new'), 'second');
    expect((await workspace.data.summary())!.name).toBe('new');
  });

  it('keeps the old artifact when the new one does not fit, and leaves no part of it', async () => {
    const free = () => statfsSync(disk).bavail * statfsSync(disk).bsize;
    const before = free();
    await expect(
      workspace.artifacts.write('serving/factors', { kind: 'factors', inputs: {} }, { a: new Float32Array(4_000_000) }),
    ).rejects.toMatchObject({ code: 'DISK_FULL', message: expect.stringMatching(/it needs 16\.1 MB/) });
    expect(free()).toBeGreaterThan(before - 100_000);
    await expectUnchanged();
  });

  it('keeps the old export when the new one does not fit, and states the required space', async () => {
    const [path] = await workspace.saveExports('generated', [['users.csv', ['old\n']]]);
    const chunks = { *[Symbol.iterator]() { for (let i = 0; i < 20; i++) yield 'x'.repeat(1_000_000); } }; // prettier-ignore
    await expect(workspace.saveExports('generated', [['users.csv', chunks]])).rejects.toMatchObject({
      code: 'DISK_FULL',
      message: expect.stringMatching(/write users\.csv; it needs more than 1\d\.\d MB/),
    });
    expect(readFileSync(path, 'utf8')).toBe('old\n');
    expect(readdirSync(join(workspace.exportsPath, 'generated'))).toEqual(['users.csv']);
    await expectUnchanged();
  });

  it('rejects log entries that do not fit, and keeps acknowledged ones', async () => {
    writeFileSync(join(disk, 'filler'), Buffer.alloc(statfsSync(disk).bavail * statfsSync(disk).bsize - 262_144));
    let acknowledged = 0;
    let refusal: unknown;
    for (let i = 0; i < 5_000 && refusal === undefined; i++) {
      await workspace.data.appendInteractions([{ userId: `user ${'x'.repeat(400)}`, videoId: 'v1', kind: 'view', timestampMs: i }]).then(
        () => acknowledged++,
        (error: unknown) => (refusal = error),
      );
    }
    expect(refusal).toMatchObject({ code: 'DISK_FULL' });
    rmSync(join(disk, 'filler'));
    await workspace.data.appendInteractions([{ userId: 'after', videoId: 'v1', kind: 'view' }]);
    expect((await workspace.data.loadDataset())!.interactions.count).toBe(6 + acknowledged + 1);
  });
});
