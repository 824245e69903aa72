/** Requests that outlive their workspace must not affect what is written after the folder is opened again. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { sampleDataset } from './sample-dataset';
import { temporaryFolder } from './temporary-folder';

const header = { kind: 'rows', inputs: {} };
const closed = { code: 'NO_WORKSPACE' };
const view = (userId: string) => ({ userId, videoId: 'v1', kind: 'view' });

it('a read from a closed workspace does not replace the log of its successor', async () => {
  const path = join(temporaryFolder(), 'log');
  const first = await Workspace.create(path, 'Log');
  await first.data.saveDataset(sampleDataset(), 'sample');
  await first.data.appendInteractions([view('one')]);
  await first.close();
  const second = await Workspace.open(path);
  await second.data.appendInteractions([view('two')]);
  await expect(first.data.summary()).rejects.toMatchObject(closed);
  await expect(first.data.appendInteractions([view('late')])).rejects.toMatchObject(closed);
  await second.data.appendInteractions([view('three')]);
  await second.close();
  const third = await Workspace.open(path);
  const ids = (await third.data.users({ offset: 0, limit: 100, search: '' })).rows.map(({ userId }) => userId);
  expect(ids).toEqual(expect.arrayContaining(['one', 'two', 'three']));
  expect(ids).not.toContain('late');
  expect(third.info.problems).toEqual([]);
  await third.close();
});

it('a build of a closed workspace does not replace the models of its successor', async () => {
  const path = join(temporaryFolder(), 'models');
  const first = await Workspace.create(path, 'Models');
  await first.artifacts.write('serving/rows', header, { rows: Float64Array.of(1) });
  await first.close();
  const second = await Workspace.open(path);
  await second.artifacts.write('serving/rows', header, { rows: Float64Array.of(2) });
  await expect(first.artifacts.write('serving/factors', header, { rows: Float64Array.of(3) })).rejects.toMatchObject(closed);
  await expect(first.artifacts.remove('serving/rows')).rejects.toMatchObject(closed);
  const part = { rule: 'r', cut: '', startMs: null, endMs: null, fingerprint: 'f' };
  expect(() => first.ledger.recordLook(part, 'late')).toThrow(expect.objectContaining(closed));
  await expect(first.state.save('lab', { by: 'late' })).rejects.toMatchObject(closed);
  await expect(first.saveUpload('late.csv', Uint8Array.of(1))).rejects.toMatchObject(closed);
  expect((await second.artifacts.read('serving/rows')).arrays['rows']).toEqual(Float64Array.of(2));
  await second.close();
  const third = await Workspace.open(path);
  expect((await third.artifacts.read('serving/rows')).arrays['rows']).toEqual(Float64Array.of(2));
  expect(third.artifacts.list()).toEqual(['serving/rows']);
  await third.close();
});

it('closing waits for a file that is being written', async () => {
  const path = join(temporaryFolder(), 'waiting');
  const workspace = await Workspace.create(path, 'Waiting');
  const writing = workspace.artifacts.write('serving/rows', header, { rows: new Float64Array(2_000_000) });
  const outcome = writing.then(
    () => 'written',
    () => 'refused',
  );
  await workspace.close();
  const again = await Workspace.open(path);
  expect(again.artifacts.has('serving/rows')).toBe((await outcome) === 'written');
  await again.close();
});
