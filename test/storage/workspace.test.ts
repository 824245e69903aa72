import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFileOperations } from '#service/storage/files/file-operations';
import { Workspace } from '#service/workspace/stored-workspace';
import { checkName } from '#service/storage/files/workspace-paths';
import { temporaryFolder } from './temporary-folder';

describe('creating a workspace', () => {
  it('creates a folder with a manifest', async () => {
    const path = join(temporaryFolder(), 'deep', 'er');
    const workspace = await Workspace.create(path, 'Mine: שלום'.replace(':', ''));
    expect(workspace.info).toMatchObject({ path, name: 'Mine שלום', hasData: false, isBuilt: false });
    await workspace.close();
    await workspace.close();
    expect(existsSync(join(path, 'workspace.lock'))).toBe(false);
  });

  it('rejects a folder with other files, and an existing workspace', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'thesis.tex'), '');
    await expect(Workspace.create(folder, 'x')).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('thesis.tex') });
    await expect(Workspace.create(join(folder, 'thesis.tex'), 'x')).rejects.toMatchObject({ code: 'CONFLICT' });
    const path = join(folder, 'w');
    await (await Workspace.create(path, 'x')).close();
    await expect(Workspace.create(path, 'x')).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('already') });
    expect(readdirSync(folder).sort()).toEqual(['thesis.tex', 'w']);
  });

  it.each([
    '../x',
    'a/b',
    'a\\b',
    '/etc',
    '.',
    '..',
    'CON',
    'nul.txt',
    'COM7',
    'a\0b',
    'a\nb',
    'x'.repeat(300),
    '',
    '   ',
    'name.',
    'a:b',
    'photo\u202Egpj.exe',
    'zero\u200Bwidth',
  ])('rejects the name %j', async (name) => {
    const folder = temporaryFolder();
    await expect(Workspace.create(join(folder, 'w'), name)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('accepts ordinary names in any script', () => {
    for (const name of ['Q3 2024', 'été-1', '実験', 'שלום', 'v1.2', 'console', 'a']) expect(checkName(name)).toBe(name);
  });

  it.each(['a\0b', 'CON', 'x'.repeat(300), 'a\u202Eb', '../../../../../../../..'])('rejects the path part %j', async (part) => {
    await expect(Workspace.create(join(temporaryFolder(), part), 'x')).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('keeps uploads inside the workspace, whatever their names', async () => {
    const workspace = await Workspace.create(join(temporaryFolder(), 'w'), 'x');
    const path = await workspace.saveUpload('ratings.csv', Buffer.from('a,b\n'));
    expect(readFileSync(path, 'utf8')).toBe('a,b\n');
    for (const name of ['../evil', '/etc/passwd', 'a/b', 'CON', '..']) {
      await expect(workspace.saveUpload(name, Buffer.from('x'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    }
    symlinkSync('/etc/hostname', join(workspace.uploadsPath, 'link'));
    await expect(workspace.saveUpload('link', Buffer.from('x'))).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    await workspace.close();
  });

  it('rejects a workspace whose folders link outside', async () => {
    const outside = temporaryFolder();
    const path = join(temporaryFolder(), 'w');
    await (await Workspace.create(path, 'x')).close();
    writeFileSync(join(outside, 'precious.artifact'), 'x');
    await nodeFileOperations.removeFolder(join(path, 'artifacts'));
    symlinkSync(outside, join(path, 'artifacts'));
    await expect(Workspace.open(path)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringContaining('points outside'),
    });
    expect(readdirSync(outside)).toEqual(['precious.artifact']);
    expect(existsSync(join(path, 'workspace.lock'))).toBe(false);
  });
});

it('temporary files of a crash are deleted when the workspace is opened', async () => {
  const path = join(temporaryFolder(), 'w');
  await (await Workspace.create(path, 'x')).close();
  mkdirSync(join(path, 'exports', 'generated'), { recursive: true });
  for (const file of [
    'workspace.json.ab.ranklab-tmp',
    'exports/a.csv.ab.ranklab-tmp',
    'exports/generated/b.csv.ab.ranklab-tmp',
    'exports/kept.csv',
  ])
    writeFileSync(join(path, file), 'half');
  await (await Workspace.open(path)).close();
  expect(readdirSync(join(path, 'exports'), { recursive: true }).sort()).toEqual(['generated', 'kept.csv']);
  expect(readdirSync(path).some((file) => file.endsWith('tmp'))).toBe(false);
});
