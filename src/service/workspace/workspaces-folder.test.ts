import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { workspacesFolder } from './workspaces-folder';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ranklab-places-')));
const make = (name: string): string => {
  mkdirSync(join(folder, name), { recursive: true });
  return join(folder, name);
};

it('uses the named folder, else the parent of the open workspace, else the user’s documents or home folder', async () => {
  const [named, home] = [make('named'), make('home')];
  const open = make('projects/films');
  expect(await workspacesFolder(open, { RANKLAB_WORKSPACES: named }, home)).toBe(named);
  expect(await workspacesFolder(open, {}, home)).toBe(join(folder, 'projects'));
  expect(await workspacesFolder(undefined, {}, home)).toBe(home);
  const documents = make('home/Documents');
  expect(await workspacesFolder(undefined, {}, home)).toBe(documents);
});

it('never returns a path that is not a folder', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const home = make('other-home');
  expect(await workspacesFolder(undefined, { RANKLAB_WORKSPACES: file }, home)).toBe(home);
  expect(await workspacesFolder(undefined, { RANKLAB_WORKSPACES: join(folder, 'nowhere') }, join(folder, 'no-home'))).toBeUndefined();
});
