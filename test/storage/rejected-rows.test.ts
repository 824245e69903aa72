import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Workspace } from '#service/workspace/stored-workspace';
import { FaultyFiles } from './faulty-files';
import { temporaryFolder } from './temporary-folder';

/** Clients without access to the file can read every rejected row, in parts. */
let workspace: Workspace;
let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  workspace = await Workspace.create(join(folder, 'workspace'), 'Rejects');
});
afterEach(() => workspace.close());

const map = { user: 'user', video: 'video', timestamp: 'time' };
const options = { unknownIds: 'add', rejectLimit: 1, interactions: { timestampUnit: 's' } } as const;

async function importRejecting(count: number): Promise<string | null> {
  const path = join(folder, 'interactions.csv');
  const bad = Array.from({ length: count }, (_, n) => `ünser${n},v1,gestern 夕方 ${n} ${'x'.repeat(60)}`);
  writeFileSync(path, ['user,video,time', 'u1,v1,1500000000', ...bad, ''].join('\n'));
  return (await workspace.importer.importFiles({ interactions: path, map, options, mode: 'replace' })).report.rejectsFile;
}

it('rejected rows are served in parts that end with a line and join to the whole file', async () => {
  const file = await importRejecting(40_000);
  const parts: string[] = [];
  let from: number | null = 0;
  let bytes: number | undefined;
  while (from !== null) {
    const part = await workspace.importer.rejects(from, bytes);
    expect(part.text.endsWith('\n')).toBe(true);
    parts.push(part.text);
    from = part.next;
    bytes = part.bytes;
  }
  expect(parts.length).toBeGreaterThan(1);
  expect(parts.join('')).toBe(readFileSync(file!, 'utf8'));
  expect(parts.join('').trimEnd().split('\n')).toHaveLength(40_001);
});

it('rejected rows of two imports are never mixed, and their absence is reported', async () => {
  await expect(workspace.importer.rejects(0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await importRejecting(3);
  const { bytes } = await workspace.importer.rejects(0);
  await importRejecting(5);
  await expect(workspace.importer.rejects(0, bytes)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(workspace.importer.rejects(1e9)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', details: { place: 'from' } });
  await importRejecting(0);
  await expect(workspace.importer.rejects(0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('a completed import is kept if there is no space for its rejected rows', async () => {
  await importRejecting(3);
  await workspace.close();
  const files = new FaultyFiles();
  workspace = await Workspace.open(join(folder, 'workspace'), { files: files.operations });
  const path = join(folder, 'more.csv');
  writeFileSync(path, ['user,video,time', 'u1,v1,1500000000', 'u2,v1,1500000001', 'u3,v1,never', ''].join('\n'));
  files.fullFor = /open .*import-rejects/;
  const { report } = await workspace.importer.importFiles({ interactions: path, map, options, mode: 'replace' });
  files.fullFor = undefined;
  expect(report).toMatchObject({ changed: true, interactions: 2, rejectsFile: null });
  expect(report.notes.join('\n')).toMatch(
    /^The disk is full: could not save the list of rejected rows; .+ are free; nothing else is affected$/m,
  );
  expect(report.rejects.map(({ line }) => line)).toEqual([4]);
  expect((await workspace.data.summary())?.interactions).toBe(2);
  // The previous import's rejected rows would be mistaken for this one's.
  await expect(workspace.importer.rejects(0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
