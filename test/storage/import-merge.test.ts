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

describe('merging', () => {
  it('adds new rows, updates videos, and reports existing ones', async () => {
    await importText(`${header}u1,v1,1,1500000000\nu2,v2,2,1500000001\n`);
    const videos = join(folder, 'videos.csv');
    writeFileSync(videos, 'video,title\nv2,Two\n');
    const outcome = await importText(`${header}u2,v2,2,1500000001\nu3,v1,3,1500000002\n`, {
      mode: 'merge',
      videos,
      mapVideos: { video: 'video', title: 'title' },
    });
    expect(problems(outcome)).toEqual([[2, '', 'the workspace already has this interaction']]);
    expect(rows(outcome).map(([user, video]) => [user, video])).toEqual([
      ['u1', 'v1'],
      ['u2', 'v2'],
      ['u3', 'v1'],
    ]);
    expect(outcome.dataset.items.titles).toEqual(['', 'Two']);
  });

  it('reports that no row was accepted, names every row, and leaves the workspace unchanged', async () => {
    await importText(`${header}u1,v1,1,1500000000\n`);
    const before = (await workspace.data.summary())!;
    const { report, dataset } = await importText(`${header}u1,v1,1,1500000000\nu2,v2,2,never\n`, { mode: 'merge' });
    expect(report).toMatchObject({ changed: false, interactions: 1, files: [{ lines: 2, accepted: 0, rejected: 2 }] });
    expect(problems({ report }).map(([line]) => line)).toEqual([2, 3]);
    expect(readFileSync(report.rejectsFile!, 'utf8').split('\n')).toHaveLength(4);
    expect(await workspace.data.summary()).toEqual(before);
    expect(dataset.fingerprint).toBe(before.fingerprint);
  });

  it('loses no changes that are logged meanwhile', async () => {
    await importText(`${header}u1,v1,1,1500000000\n`);
    const many = Array.from({ length: 50_000 }, (_, i) => `u${i % 99},v1,1,${1_600_000_000 + i}`).join('\n');
    const merging = importText(header + many, { mode: 'merge' });
    const logging: Promise<unknown>[] = [];
    for (let i = 0; i < 20; i++) {
      logging.push(workspace.data.appendInteractions([{ userId: 'live', videoId: 'v1', kind: 'view', timestampMs: i }]));
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (i === 10) await workspace.data.summary(); // a read, which otherwise folds the log into the tables
    }
    await Promise.all([merging, ...logging]);
    const dataset = (await workspace.data.loadDataset())!;
    expect(dataset.interactions.count).toBe(50_021);
    const live = dataset.users.ids.find('live')!;
    expect([...dataset.interactions.users].filter((user) => user === live)).toHaveLength(20);
  });
});

it('checks without changing anything, and the import then has the same report', async () => {
  await importText(`${header}u1,v1,1,1500000000\n`);
  const before = await workspace.data.summary();
  const text = `${header}u1,v1,1,1500000000\nu2,v2,2,1500000001\nu3,v3,x,1500000002\n`;
  for (const mode of ['merge', 'replace'] as const) {
    const checked = await importText(text, { mode, check: true });
    expect(checked.report).toMatchObject({ changed: false, rejectsFile: null });
    expect(await workspace.data.summary()).toEqual(before);
    expect(() => readFileSync(join(workspace.exportsPath, 'import-rejects.csv'))).toThrow();
  }
  const checked = await importText(text, { mode: 'merge', check: true });
  const { report } = await importText(text, { mode: 'merge' });
  const { notes: _more, ...same } = { ...report, changed: false, rejectsFile: null };
  const { notes: _before, ...expected } = checked.report;
  expect(same).toEqual(expected);
});

it('a check of a file without a valid row lists all rows', async () => {
  const { report } = await importText(`${header},v1,1,\nu1,,1,\n`, { check: true });
  expect(report).toMatchObject({ changed: false, interactions: 0, files: [{ lines: 2, accepted: 0, rejected: 2 }] });
  expect(report.rejects).toHaveLength(2);
});

it('guesses the columns if none are mapped', async () => {
  const path = join(folder, 'guess.csv');
  writeFileSync(path, 'uid;itemid;rating;ts\nu1;v1;3,5;1500000000\nu2;v1;2,0;1500000001\n');
  const { dataset } = await workspace.importer.importFiles({ interactions: path, mode: 'replace' });
  expect(rows({ dataset }).map(([user, , value]) => [user, value])).toEqual([
    ['u1', 3.5],
    ['u2', 2],
  ]);
});

it('stops when cancelled, without a partial import', async () => {
  await importText(`${header}u1,v1,1,1500000000\n`);
  const many = Array.from({ length: 60_000 }, (_, i) => `u${i % 99},v1,x,${1_600_000_000 + i}`).join('\n');
  const path = join(folder, 'many.csv');
  writeFileSync(path, `${header}ok,v1,1,1\n${many}`);
  for (const stopAt of [0, 0.4, 0.79]) {
    const signal = { aborted: stopAt === 0 };
    const importing = workspace.importer.importFiles(
      { interactions: path, map, mode: 'replace' },
      { signal, report: (fraction) => (signal.aborted ||= fraction >= stopAt) },
    );
    await expect(importing).rejects.toMatchObject({ code: 'CANCELLED' });
  }
  expect((await workspace.data.summary())!.interactions).toBe(1);
  expect(() => readFileSync(join(workspace.exportsPath, 'import-rejects.csv'))).toThrow();
});

it('reads MovieLens in all its layouts', async () => {
  const write = (name: string, text: string, encoding: BufferEncoding = 'utf8'): void => {
    mkdirSync(join(folder, 'ml'), { recursive: true });
    writeFileSync(join(folder, 'ml', name), text, encoding);
  };
  write('ratings.dat', '1::1193::5::978300760\n1::661::3::978302109\n');
  write(
    'movies.dat',
    '1193::One Flew Over the Cuckoo\u2019s Nest (1975)::Drama\n661::Les Misérables (1995)::Drama|Musical\n'.replace('\u2019', "'"),
    'latin1',
  );
  write('users.dat', '1::F::1::10::48067\n');
  const { dataset, report } = await workspace.importer.importFiles({ preset: 'movielens', from: join(folder, 'ml'), mode: 'replace' });
  expect(report.rejects).toEqual([]);
  expect(dataset.items.titles).toEqual(["One Flew Over the Cuckoo's Nest (1975)", 'Les Misérables (1995)']);
  expect(dataset.items.categories.labels).toEqual(['Drama', 'Musical']);
  expect(Object.keys(dataset.users.columns)).toEqual(['gender', 'age', 'occupation', 'zip']);
  expect([...dataset.interactions.timestampsMs]).toEqual([978_300_760_000, 978_302_109_000]);
});

it('reads Parquet with the same checks', async () => {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const path = join(folder, 'events.parquet');
  await connection.run(`copy (select * from (values ('007', 9007199254740993::BIGINT, 1.5::DOUBLE, timestamp '2017-07-14 02:40:00'),
    ('u2', 5::BIGINT, 'NaN'::DOUBLE, timestamp '2017-07-14 02:40:01'), (null, 5::BIGINT, 1::DOUBLE, null)) t("user", video, value, time))
    to '${path}' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
  const preview = await workspace.importer.previewFile(path);
  expect(preview.guess).toMatchObject({ role: 'interactions' });
  expect(preview.timestampUnit).toBe('iso');
  const outcome = await workspace.importer.importFiles({
    interactions: path,
    map,
    options: { unknownIds: 'add', rejectLimit: 1 },
    mode: 'replace',
  });
  expect(rows(outcome)).toEqual([
    ['007', '9007199254740993', 1.5, 1_500_000_000_000],
    ['u2', '5', NaN, 1_500_000_001_000],
  ]);
  expect(problems(outcome)).toEqual([[3, 'user', 'no user id']]);
  expect(outcome.report.files).toMatchObject([{ file: 'events.parquet', lines: 3, accepted: 2, rejected: 1 }]);
});
