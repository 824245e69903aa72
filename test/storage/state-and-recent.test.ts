import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { RecentWorkspaces } from '#service/workspace/recent-workspaces';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

it('state documents: the newest of many quick saves survives a restart', async () => {
  const path = join(temporaryFolder(), 'w');
  const workspace = await Workspace.create(path, 'x');
  expect(await workspace.state.load('lab')).toBeUndefined();
  const saves = Array.from({ length: 50 }, (_, i) => workspace.state.save('lab', { position: i, text: '😀' }));
  expect(await workspace.state.load('lab')).toEqual({ position: 49, text: '😀' });
  await Promise.all(saves);
  await workspace.close();
  const again = await Workspace.open(path);
  expect(await again.state.load('lab')).toEqual({ position: 49, text: '😀' });
  for (const key of ['../x', 'A', '', 'a/b', 'x'.repeat(41)]) {
    await expect(again.state.save(key, 1)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  }
  writeFileSync(join(path, 'state', 'lab.json'), '{"checksum":"no"');
  expect(await again.state.load('lab')).toBeUndefined();
  await again.close();
});

it('recent workspaces are stored in the user’s folder, newest first, with missing ones marked', async () => {
  const folder = temporaryFolder();
  const recent = new RecentWorkspaces(nodeFileOperations, join(folder, 'config'));
  expect(await recent.list()).toEqual([]);
  const workspace = await Workspace.create(join(folder, 'w'), 'x');
  const info = (name: string, path: string) => ({ ...workspace.info, name, path });
  await Promise.all([recent.touch(info('a', '/gone'), 1), recent.touch(info('b', workspace.path), 2), recent.touch(info('c', '/gone'), 3)]);
  const again = new RecentWorkspaces(nodeFileOperations, join(folder, 'config'));
  expect((await again.list()).map(({ name, missing, lastOpenedAtMs }) => [name, missing, lastOpenedAtMs])).toEqual([
    ['c', true, 3],
    ['b', false, 2],
  ]);
  await again.forget('/gone');
  expect(await again.list()).toHaveLength(1);
  writeFileSync(join(folder, 'config', 'recent-workspaces.json'), 'nonsense');
  expect(await again.list()).toEqual([]);
  await workspace.close();
});
