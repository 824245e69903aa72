/** What a snapshot is of, when the workspace changes while it is made; the space it needs; and a snapshot of a snapshot. */
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { nodeFileOperations, type FileOperations } from '#service/storage/files/file-operations';
import { makeSnapshot } from '#service/workspace/snapshot/make-snapshot';
import { Workspace } from '#service/workspace/stored-workspace';
import { sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

const limits = { freeBytes: Infinity };
const files: FileOperations = { ...nodeFileOperations, freeBytes: () => Promise.resolve(limits.freeBytes) };
let workspace: Workspace;
let target: string;

beforeEach(async () => {
  limits.freeBytes = Infinity;
  const folder = temporaryFolder();
  target = join(folder, 'snapshot');
  workspace = await Workspace.create(join(folder, 'w'), 'films', { files });
  await workspace.data.saveDataset(sampleDataset('first'), 'first');
  await workspace.artifacts.write('serving/factors', { kind: 'factors', inputs: {} }, { a: new Float32Array(600_000).fill(1) });
});
afterEach(() => workspace.close());

it('names the data that was copied when other data replaces it in between', async () => {
  const copyTo = workspace.data.copyTo.bind(workspace.data);
  const second = createDataset({
    name: 'second',
    users: userTable({ ids: ['u1'] }),
    items: itemTable({ ids: ['v1'] }),
    interactions: interactionTable({
      users: Int32Array.of(0),
      items: Int32Array.of(0),
      values: Float64Array.of(1),
      timestampsMs: Float64Array.of(1),
    }),
  });
  workspace.data.copyTo = async (path) => {
    await workspace.data.commitDataset(second, 'second');
    return copyTo(path);
  };
  const { data } = await makeSnapshot(workspace, target);
  const snapshot = await Workspace.open(target, { files });
  expect(data).toBe(second.fingerprint);
  expect(data).toBe((await snapshot.data.load())?.dataset.fingerprint);
  await snapshot.close();
});

it('copies the models that are current when the tables are copied, though one is built meanwhile', async () => {
  const copyTo = workspace.data.copyTo.bind(workspace.data);
  let built: Promise<void> | undefined;
  workspace.data.copyTo = async (path) => {
    built = workspace.artifacts.write('serving/factors', { kind: 'factors', inputs: {} }, { a: new Float32Array(10).fill(2) });
    await Promise.race([built, new Promise((later) => setTimeout(later, 200))]);
    return copyTo(path);
  };
  await makeSnapshot(workspace, target);
  await built;
  const snapshot = await Workspace.open(target, { files });
  expect((await snapshot.artifacts.read('serving/factors')).arrays['a']?.length).toBe(600_000);
  await snapshot.close();
});

it('needs its space before it copies anything, and reports progress by bytes', async () => {
  const reports: [fraction: number, detail: string][] = [];
  limits.freeBytes = 100_000;
  await expect(makeSnapshot(workspace, target)).rejects.toMatchObject({ code: 'DISK_FULL' });
  expect(readdirSync(dirname(target))).toEqual(['w']);
  limits.freeBytes = Infinity;
  await makeSnapshot(workspace, target, { report: (fraction, detail = '') => reports.push([fraction, detail]) });
  const fractions = reports.map(([fraction]) => fraction);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  const model = reports.filter(([, detail]) => detail.startsWith('artifacts/serving/factors')).map(([fraction]) => fraction);
  expect(model.length).toBeGreaterThan(1);
});

it('is not made of a snapshot, which says what to do instead', async () => {
  await makeSnapshot(workspace, target);
  const snapshot = await Workspace.open(target, { files });
  await expect(makeSnapshot(snapshot, `${target}-2`)).rejects.toMatchObject({
    code: 'READ_ONLY',
    message: `${target} is a snapshot already`,
  });
  expect(existsSync(`${target}-2`)).toBe(false);
  await snapshot.close();
});
