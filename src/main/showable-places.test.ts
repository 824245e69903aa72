import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { ShowablePlaces } from './showable-places';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'ranklab-places-')));
for (const name of ['workspace/exports', 'workspace-2', 'elsewhere']) mkdirSync(join(folder, name), { recursive: true });
for (const name of ['workspace/exports/a.csv', 'workspace-2/b.csv', 'elsewhere/c.csv', 'elsewhere/d.csv'])
  writeFileSync(join(folder, name), '');
symlinkSync(join(folder, 'elsewhere'), join(folder, 'workspace/link'));
const at = (path: string): string => join(folder, path);
const outside = [
  'workspace-2/b.csv',
  'elsewhere',
  'elsewhere/d.csv',
  'workspace/../elsewhere/d.csv',
  'workspace/link/d.csv',
  'workspace/nothing',
];
const notPlain = [
  String.raw`\\server\share`,
  String.raw`\\?\C:\x`,
  '//server/share/a',
  '',
  'workspace',
  '../workspace',
  'file:///etc/passwd',
];

describe('paths that the page may open in the file manager', () => {
  let places: ShowablePlaces;
  beforeEach(() => {
    places = new ShowablePlaces();
    places.workspace = at('workspace');
    places.addExport(at('elsewhere/c.csv'));
  });

  test.each(['workspace', 'workspace/exports', 'workspace/exports/a.csv', 'elsewhere/c.csv', 'workspace/../workspace/exports/a.csv'])(
    'include %s',
    async (path) => expect(await places.find(`${folder}/${path}`)).toBe(at(path)),
  );

  test.each([
    '/etc/passwd',
    '/etc',
    '/',
    ...outside.map((path) => `${folder}/${path}`),
    ...notPlain,
    `${folder}/workspace\0`,
    `/${folder}/workspace`,
  ])('exclude %s', async (path) => expect(await places.find(path)).toBeNull());

  test('exclude everything after the workspace is closed', async () => {
    places.workspace = null;
    expect(await places.find(at('workspace/exports/a.csv'))).toBeNull();
  });
});
