import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportReport } from '#shared/schemas/dataset';
import type { Dataset } from '#engine/model/dataset';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

/** Badly formed import files, row by row: each file, the rows kept, and one report line per problem. */
let workspace: Workspace;
let folder: string;
beforeEach(async () => {
  folder = temporaryFolder();
  workspace = await Workspace.create(join(folder, 'workspace'), 'Corpus');
});
afterEach(() => workspace.close());

const map = { user: 'user', video: 'video', timestamp: 'time', value: 'value' };
const header = 'user,video,value,time\n';

const limit = { unknownIds: 'add', rejectLimit: 1 } as const;

async function importText(
  text: string | Buffer,
  extra: Record<string, unknown> = {},
  mapping: Record<string, string> = map,
): Promise<{ dataset: Dataset; report: ImportReport }> {
  const path = join(folder, 'interactions.csv');
  writeFileSync(path, text);
  // A few lines, most of them bad on purpose: the limit of rejects is tested elsewhere.
  const all = { ...extra, options: { ...limit, ...(extra['options'] as object | undefined) } };
  const outcome = await workspace.importer.importFiles({ interactions: path, map: mapping, mode: 'replace', ...all });
  for (const { lines, accepted, rejected, leftOut } of outcome.report.files) expect(accepted + rejected + leftOut).toBe(lines);
  return outcome;
}

const rows = ({ dataset: { users, items, interactions } }: { dataset: Dataset }) =>
  Array.from({ length: interactions.count }, (_, i) => [
    users.ids.ids[interactions.users[i]],
    items.ids.ids[interactions.items[i]],
    interactions.values[i],
    interactions.timestampsMs[i],
  ]);
const problems = ({ report }: { report: ImportReport }) => report.rejects.map(({ line, column, reason }) => [line, column, reason]);
const good = [
  ['007', 'vidéo', 3.5, 1_500_000_000_000],
  ['9007199254740993', 'v2', -1, NaN],
];
const goodText = `${header}007,vidéo,3.5,1500000000\n9007199254740993,v2,-1,\n`;

describe('unusual but valid files', () => {
  it.each([
    ['a byte-order mark', Buffer.from(`\ufeff${goodText}`)],
    ['UTF-16, little end first, with a mark', Buffer.from(`\ufeff${goodText}`, 'utf16le')],
    ['UTF-16, little end first, without a mark', Buffer.from(goodText, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${goodText}`, 'utf16le').swap16()],
    ['Windows-1252', Buffer.from(goodText, 'latin1')],
    ['CRLF', Buffer.from(goodText.replaceAll('\n', '\r\n'))],
    ['CR', Buffer.from(goodText.replaceAll('\n', '\r'))],
    ['no line end at the end', Buffer.from(goodText.trimEnd())],
    ['tabs', Buffer.from(goodText.replaceAll(',', '\t'))],
    ['two colons', Buffer.from(goodText.replaceAll(',', '::'))],
    ['semicolons and decimal commas', Buffer.from(goodText.replaceAll(',', ';').replace('3.5', '3,5'))],
    ['everything quoted', Buffer.from(goodText.replace(/[^,\n]+/g, '"$&"'))],
  ])('%s', async (_, bytes) => {
    const outcome = await importText(bytes);
    expect(rows(outcome)).toEqual(good);
    expect(outcome.report.rejects).toEqual([]);
    expect(outcome.report.files).toMatchObject([{ file: 'interactions.csv', lines: 2, accepted: 2, rejected: 0 }]);
  });

  it('timestamps in seconds, milliseconds and ISO', async () => {
    for (const time of ['1500000000', '1500000000000', '2017-07-14T02:40:00Z', '2017-07-14 04:40:00+02:00']) {
      expect(rows(await importText(`${header}u,v,1,${time}\n`))).toEqual([['u', 'v', 1, 1_500_000_000_000]]);
    }
  });

  it('headers __proto__, constructor and a repeated one', async () => {
    const text = '__proto__,constructor,x,x\nu1,v1,1,2\nu2,v2,3,4\n';
    const mapping = { user: '__proto__', video: 'constructor', value: 'x (2)' };
    const outcome = await importText(text, {}, mapping);
    expect(rows(outcome).map((row) => row.slice(0, 3))).toEqual([
      ['u1', 'v1', 2],
      ['u2', 'v2', 4],
    ]);
  });

  it('ids that look like numbers, paths, prototypes and formulas are unchanged', async () => {
    const ids = ['007', '9007199254740993', '1e3', ' 7', '__proto__', '../x', '=1+1', "'quoted", '1.0', '日本', '0x10'];
    const outcome = await importText(header + ids.map((id) => `${id},${id},,`).join('\n'));
    expect([...outcome.dataset.users.ids.ids]).toEqual(ids);
    expect([...outcome.dataset.items.ids.ids]).toEqual(ids);
  });

  it('a title with line breaks counts as one row', async () => {
    const videos = join(folder, 'videos.csv');
    writeFileSync(videos, 'video,title\nv1,"two\r\nlines, ""quoted"""\nv2,plain\n');
    const outcome = await importText(`${header}u,v1,1,\n`, { videos, mapVideos: { video: 'video', title: 'title' } });
    expect(outcome.dataset.items.titles).toEqual(['two\r\nlines, "quoted"', 'plain']);
    expect(outcome.report.files[0]).toMatchObject({ file: 'videos.csv', lines: 2, accepted: 2, rejected: 0 });
  });
});

describe('invalid rows', () => {
  it('are reported one by one with line, column, reason and sample', async () => {
    const lines = [
      'u1,v1,1,1500000000',
      'u1,v1', // 3: ragged
      'u1,v1,1,1500000001,x', // 4: ragged
      '', // 5: no row
      ',v1,1,1500000002', // 6
      'u1, ,1,1500000003', // 7
      'u1,v1,NaN,1500000004', // 8: no value
      'u1,v1,3.5x,1500000005', // 9: a value that cannot be read, the row stays
      'u1,v1,1e999,1500000006', // 10: another
      'u1,v1,1,yesterday', // 11
      'u1,v1,1,1500000000000', // 12: milliseconds in a column of seconds
      'u1,v\0,1,1500000007', // 13
      'u1,v1,1,1500000000', // 14: the same as line 2
      `${'i'.repeat(501)},v1,1,1500000008`, // 15
      'u1,"v1,1,1500000009', // 16: the mark is never closed
      'u2,v2,-2,1500000010',
    ];
    const outcome = await importText(header + lines.join('\n'));
    expect(problems(outcome)).toEqual([
      [3, 'video', 'fewer cells than the header has columns'],
      [4, 'time', 'more cells than the header has columns'],
      [6, 'user', 'no user id'],
      [7, 'video', 'no video id'],
      [11, 'time', 'not a timestamp in the expected form: yesterday'],
      [12, 'time', 'timestamp outside the years 1900 to 2200; is the unit right? 1500000000000'],
      [13, 'video', 'contains a NUL character'],
      [14, '', 'the same user, video, kind, value and timestamp as the row on line 2'],
      [15, 'user', 'id longer than 500 characters'],
      [16, 'video', 'a quotation mark opened on line 16 is never closed'],
    ]);
    expect(outcome.report.rejects[0].sample).toBe('u1,v1');
    expect(outcome.report.rejects[6].sample).toBe('u1,v␀,1,1500000007');
    expect(rows(outcome)).toEqual([
      ['u1', 'v1', 1, 1_500_000_000_000],
      ['u1', 'v1', NaN, 1_500_000_004_000],
      ['u1', 'v1', NaN, 1_500_000_005_000],
      ['u1', 'v1', NaN, 1_500_000_006_000],
      ['u2', 'v2', -2, 1_500_000_010_000],
    ]);
    expect(outcome.report.files).toMatchObject([
      {
        ...{ file: 'interactions.csv', lines: 15, accepted: 5, rejected: 10 },
        unreadable: [{ column: 'value', count: 2, line: 9, reason: 'not a number: 3.5x' }],
      },
    ]);
    const all = readFileSync(outcome.report.rejectsFile!, 'utf8').trimEnd().split('\n');
    expect(all).toHaveLength(11);
    expect(all.slice(0, 2)).toEqual([
      'file,line,column,reason,sample',
      'interactions.csv,3,video,fewer cells than the header has columns,"u1,v1"',
    ]);
  });

  it('an unclosed quotation mark in the first of many rows swallows no other row', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `u${i},v${i % 7},1,${1_500_000_000 + i}`);
    many[0] = 'u0,"v0,1,1500000000';
    const outcome = await importText(header + many.join('\n'));
    expect(outcome.report.files[0]).toMatchObject({ lines: 5_000, accepted: 4_999, rejected: 1 });
    expect(problems(outcome)).toEqual([[2, 'video', 'a quotation mark opened on line 2 is never closed']]);
  });

  it('a cell of 10 MB is rejected and the rest is read', async () => {
    const outcome = await importText(`${header}u,v,1,1500000000\nu,${'x'.repeat(10_000_000)},1,1500000001\nu,v,1,1500000002\n`);
    expect(problems(outcome)).toEqual([[3, 'video', 'id longer than 500 characters']]);
    expect(outcome.report.files[0]).toMatchObject({ lines: 3, accepted: 2 });
  });

  it('invalid bytes in a UTF-8 file', async () => {
    const bad = Buffer.from([0x75, 0xff, 0xfe]);
    const text = Buffer.concat([Buffer.from(`${header}é,ü,1,\nö,ß,1,\n`), bad, Buffer.from(',v,1,\nä,v,1,\n')]);
    const outcome = await importText(text);
    expect(problems(outcome)).toEqual([[4, 'user', 'bytes that are not valid in the file’s encoding']]);
    expect(outcome.dataset.users.ids.ids).toEqual(['é', 'ö', 'ä']);
  });

  it('repeated ids keep the first row; unknown ids follow the selected policy', async () => {
    const videos = join(folder, 'videos.csv');
    writeFileSync(videos, 'video,title\nv1,first\nv1,second\nv2,x\n');
    const request = { videos, mapVideos: { video: 'video', title: 'title' } };
    const text = `${header}u,v1,1,1500000000\nu,v9,1,1500000000\n`;
    const added = await importText(text, request);
    expect(problems(added)).toEqual([[3, 'video', 'id given again; the row on line 2 is kept']]);
    expect(added.dataset.items.titles).toEqual(['first', 'x', '']);
    expect(added.report.notes).toContain('1 video occurs only in the interactions; added with only its id');
    const strict = await importText(text, { ...request, options: { unknownIds: 'reject' } });
    expect(problems(strict)[1]).toEqual([3, 'video', 'video is not in the videos’ file']);
    expect(strict.dataset.items.ids.size).toBe(2);
  });
});

describe('files that cannot be imported', () => {
  const before = { user: 'old', video: 'v' };
  it.each([
    ['empty', '', map, /empty/],
    ['only a header', header, map, /no row that can be imported/],
    ['only blank lines', '\n\n\n', map, /blank lines/],
    ['a header without the mapped column', 'a,b\n1,2\n', map, /no column “user”/],
    [
      '100,000 columns',
      `${Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(',')}\n${'1,'.repeat(99_999)}1\n`,
      map,
      /columns; at most 5000/,
    ],
    ['every row bad', `${header},v,1,\nu,,1,\n`, map, /first rejected row is on line 2/],
  ])('%s: gives the reason and leaves the workspace unchanged', async (_, text, mapping, message) => {
    await importText(`${header}${before.user},${before.video},1,\n`);
    const fingerprint = (await workspace.data.summary())!.fingerprint;
    await expect(importText(text, {}, mapping)).rejects.toThrow(message);
    expect((await workspace.data.summary())!.fingerprint).toBe(fingerprint);
  });

  it('keep their rejected rows available from the service', async () => {
    await importText(`${header}${before.user},${before.video},1,\n`);
    const failed: unknown = await importText(`${header},v,1,\nu,,1,\n`).catch((error: unknown) => error);
    const rejectsFile = join(workspace.exportsPath, 'import-rejects.csv');
    const details = { file: rejectsFile, remedy: expect.stringContaining(rejectsFile) };
    expect(failed).toMatchObject({ code: 'IMPORT_FAILED', rejectsFile, details });
    expect((await workspace.importer.rejects(0)).text.trimEnd().split('\n')).toHaveLength(3);
  });

  it('without rejected rows do not serve those of an earlier import', async () => {
    await importText(`${header}${before.user},${before.video},1,\n,never,1,\n`);
    expect((await workspace.importer.rejects(0)).text).toContain('never');
    await expect(importText(header)).rejects.toMatchObject({ code: 'IMPORT_FAILED', rejectsFile: null });
    await expect(workspace.importer.rejects(0)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('missing files, folders and damaged Parquet are named', async () => {
    const request = (path: string) => workspace.importer.importFiles({ interactions: path, map, mode: 'replace' });
    await expect(request(join(folder, 'none.csv'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('none.csv'),
    });
    mkdirSync(join(folder, 'empty'));
    await expect(request(join(folder, 'empty'))).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('empty') });
    writeFileSync(join(folder, 'bad.parquet'), 'PAR1 and nothing more PAR1');
    await expect(request(join(folder, 'bad.parquet'))).rejects.toMatchObject({
      code: 'IMPORT_FAILED',
      message: expect.stringContaining('Parquet'),
    });
    const preset = workspace.importer.importFiles({ preset: 'movielens', from: join(folder, 'nowhere'), mode: 'replace' });
    await expect(preset).rejects.toMatchObject({ code: 'IMPORT_FAILED', details: { place: 'from' } });
  });
});
