/** Files in the shapes that people have, imported as a new user would: what comes in is right, or is asked for and nothing changes. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { furtherCell } from '#engine/dataset/further-columns';
import type { Dataset } from '#engine/model/dataset';
import { Workspace } from '#service/workspace/stored-workspace';
import { temporaryFolder } from './temporary-folder';

let workspace: Workspace;
beforeEach(async () => {
  workspace = await Workspace.create(join(temporaryFolder(), 'workspace'), 'Cases');
});
afterEach(() => workspace.close());

const path = (name: string): string => {
  const found = resolve('test/import-cases', name);
  expect(existsSync(found), name).toBe(true);
  return found;
};
const importing = (interactions: string | string[], more: Record<string, unknown> = {}) =>
  workspace.importer.importFiles({
    interactions: typeof interactions === 'string' ? path(interactions) : interactions.map(path),
    mode: 'replace',
    ...more,
  });
const asVideos = (videos: string, interactions = 'log.csv') => importing(interactions, { videos: path(videos) });

interface Expected {
  readonly users: number;
  readonly videos: number;
  readonly interactions: number;
  readonly first?: string;
  readonly last?: string;
  readonly kinds?: readonly string[];
  readonly values?: readonly number[];
}
function expectLog({ users, items, interactions }: Dataset, expected: Expected): void {
  expect([users.ids.size, items.ids.size, interactions.count]).toEqual([expected.users, expected.videos, expected.interactions]);
  const times = [...interactions.timestampsMs].filter((ms) => !Number.isNaN(ms)).sort((a, b) => a - b);
  const [first, last] = [times[0], times.at(-1)].map((ms) => (ms === undefined ? undefined : new Date(ms).toISOString()));
  expect([first, last]).toEqual([expected.first, expected.last]);
  if (expected.kinds) expect([...interactions.kinds].sort()).toEqual(expected.kinds);
  if (expected.values) expect([...interactions.values].slice(0, expected.values.length)).toEqual(expected.values);
}
const furtherOf = ({ items, interactions }: Dataset, table: 'videos' | 'interactions'): Record<string, unknown[]> =>
  Object.fromEntries(
    Object.entries(table === 'videos' ? items.columns : interactions.columns).map(([name, column]) => [
      `${name}: ${column.type}`,
      [0, 1].map((row) => furtherCell(column, row)),
    ]),
  );
const categoriesOf = ({ items: { categories } }: Dataset, row: number): string[] =>
  Array.from(categories.codes.subarray(categories.offsets[row], categories.offsets[row + 1]), (code) => categories.labels[code]);

const july = { first: '2023-07-22T04:26:40.000Z', last: '2023-07-22T04:27:51.000Z' };
const log72 = { users: 12, videos: 15, interactions: 72 };
const twenty = { users: 12, videos: 19, interactions: 72 };
const daily = { first: '2024-07-01T10:00:00.000Z', last: '2024-07-28T10:00:00.000Z' };
const kuaiRand = { ...twenty, first: '2022-04-23T01:05:02.808Z', last: '2022-04-23T01:05:13.821Z' };

describe('a log', () => {
  it.each<[string, Expected]>([
    ['rb.inter', { ...log72, first: july.first, last: '2023-07-22T05:37:40.000Z', values: [5, 4, 5] }],
    ['amz.jsonl', { ...log72, ...july, values: [3, 2, 1] }],
    ['amz.jsonl.gz', { ...log72, ...july, values: [3, 2, 1] }],
    ['amazon23.csv', { ...twenty, first: '2020-09-14T14:09:30.758Z', last: '2021-01-06T13:57:00.355Z', values: [3, 3, 5] }],
    ['kuai.csv', { ...log72, first: '2020-07-04T16:08:23.438Z', last: '2020-07-04T16:09:34.438Z', values: [0.2525, 0.4772] }],
    ['behaviors.tsv', { users: 4, videos: 14, interactions: 20, first: '2019-11-11T09:05:00.000Z', last: '2019-11-11T09:05:19.000Z' }],
    [
      'combined.txt',
      { users: 12, videos: 10, interactions: 40, first: '2005-09-06T00:00:00.000Z', last: '2005-09-06T00:00:00.000Z', values: [5, 1, 3] },
    ],
    ['bx.csv', { ...log72, values: [4, 10, 2] }],
    ['events.csv', { ...log72, ...july, kinds: ['addtocart', 'transaction', 'view'] }],
    ['ubi.jsonl', { ...log72, first: '2024-11-05T15:12:34.432Z', last: '2024-11-05T15:12:34.432Z', kinds: ['click'] }],
    ['matrix.csv', { users: 12, videos: 15, interactions: 113, values: [1, 5, 1] }],
    ['seq.txt', { ...log72, first: '1970-01-01T00:00:01.000Z', last: '1970-01-01T00:00:06.000Z' }],
    ['kuairand-log.csv', kuaiRand],
    ['kuairec-small.csv', { users: 2, videos: 9, interactions: 9, first: '2020-07-04T21:27:48.100Z', last: '2020-07-04T21:27:48.200Z' }],
    [
      'excel-serial-dates.csv',
      { users: 5, videos: 7, interactions: 40, first: '2024-07-01T12:00:00.000Z', last: '2024-08-09T12:00:00.000Z' },
    ],
    ['null-ids.csv', { users: 8, videos: 8, interactions: 8 }],
    ['null-marks.csv', { users: 3, videos: 2, interactions: 3, first: '2024-07-03T09:46:40.000Z', last: '2024-07-03T09:46:41.000Z' }],
    ['timestamp-bigquery.csv', { users: 5, videos: 7, interactions: 40, ...daily }],
    ['timestamp-us.csv', { users: 5, videos: 7, interactions: 40, ...daily }],
    ['decimal-comma-late.csv', { users: 300, videos: 9, interactions: 400 }],
    [
      'decimal-comma-quoted.csv',
      {
        ...{ users: 5, videos: 7, interactions: 40, values: [0.5, 1.5, 2.5] },
        ...{ first: '2024-07-03T09:46:40.000Z', last: '2024-07-03T09:47:19.000Z' },
      },
    ],
    ['same-day-twice.csv', { users: 1, videos: 1, interactions: 3, first: '2018-09-01T00:00:00.000Z', last: '2018-09-02T00:00:00.000Z' }],
    ['column-with-comma.csv', { users: 2, videos: 2, interactions: 2, values: [3, 4] }],
    ['column-with-commas-2.csv', { users: 3, videos: 2, interactions: 3, values: [3, 4, 5] }],
    ['excel-sep.csv', { users: 2, videos: 1, interactions: 2, values: [3, 4] }],
    ['trailing-delimiter.csv', { users: 2, videos: 1, interactions: 2, values: [3, 4] }],
    ['mysql-zero-date.tsv', { users: 3, videos: 1, interactions: 3, first: '2024-07-03T09:46:40.000Z', last: '2024-07-03T09:46:40.000Z' }],
    [
      'bool-value.parquet',
      {
        ...{ users: 5, videos: 7, interactions: 30, values: [0, 1, 0] },
        ...{ first: '2024-07-03T09:46:41.000Z', last: '2024-07-03T09:47:10.000Z' },
      },
    ],
    ['lastfm-user_artists.dat', { ...twenty, values: [11349, 7503] }],
    [
      'personalize-interactions.csv',
      { ...twenty, first: '2020-09-13T12:26:41.000Z', last: '2020-09-13T12:26:52.000Z', kinds: ['Watch'], values: [1] },
    ],
  ])('%s is read as it is', async (name, expected) => {
    const { dataset, report } = await importing(name);
    expect(report.rejects).toEqual([]);
    expectLog(dataset, expected);
    const stored = (await workspace.data.loadDataset())!;
    expect(furtherOf(stored, 'interactions')).toEqual(furtherOf(dataset, 'interactions'));
  });

  it('keeps what else a row says, with its type', async () => {
    expect(furtherOf((await importing('kuai.csv')).dataset, 'interactions')).toMatchObject({ 'play_duration: number': [2054, 8863] });
    expect(furtherOf((await importing('ubi.jsonl')).dataset, 'interactions')).toMatchObject({
      'event_attributes.position.ordinal: number': [3, 3],
      'query_id: text': ['q0', 'q1'],
    });
    expect(furtherOf((await importing('behaviors.tsv')).dataset, 'interactions')).toMatchObject({
      'position: number': [1, 1],
      'shown: labels': [['Ni2'], ['Ni2']],
      'history: labels': [
        ['Ni9', 'Ni11', 'Ni2'],
        ['Ni4', 'Ni12', 'Ni3'],
      ],
    });
  });

  it('of halves after row 300 has every rating', async () => {
    const { dataset } = await importing('decimal-comma-late.csv');
    expect(dataset.interactions.values.filter((value) => value % 1 === 0.5).length).toBeGreaterThan(50);
  });

  it('keeps ids and reads 0 as no rating where the format says so', async () => {
    const { dataset } = await importing('bx.csv');
    expect(dataset.items.ids.ids.slice(0, 2)).toEqual(['003X', '009X']);
    expect(dataset.interactions.values.filter((value) => value === 0)).toHaveLength(0);
    expect(dataset.interactions.values.some((value) => Number.isNaN(value))).toBe(true);
  });

  it('in two files is one', async () => {
    expectLog((await importing(['two-logs-1.csv', 'two-logs-2.csv'])).dataset, kuaiRand);
  });

  it('says which ids would match, and takes them for the same when told', async () => {
    const { report } = await importing('null-ids.csv');
    expect(report.notes.filter((note) => note.includes('would match'))).toHaveLength(3);
    expect(report.files[0].leftOutBecause).toEqual([{ reason: 'the user is NULL or similar', count: 2 }]);
    const same = await importing('null-ids.csv', { options: { unknownIds: 'add', sameIds: ['blanks', 'decimals', 'accents'] } });
    expect(same.dataset.users.ids.size).toBe(5);
  });
});

describe('what is not sure', () => {
  it.each([
    ['amz.csv', 'Which column is the user? It could be “column 2” or “column 1”'],
    ['amz.csv.gz', 'Which column is the video?'],
    ['clicks.dat', 'Which column is the user?'],
    ['thousands.csv', 'is 1,000 a number in the thousands'],
  ])('in %s is asked for, and nothing changes', async (name, message) => {
    await importing('log.csv');
    const before = (await workspace.data.summary())!.fingerprint;
    await expect(importing(name)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) });
    expect((await workspace.data.summary())!.fingerprint).toBe(before);
  });

  it.each<[string, Expected]>([
    ['amz.csv', { ...log72, ...july, values: [3, 4, 2] }],
    ['clicks.dat', { ...log72, first: '2014-04-07T10:51:00.277Z', last: '2014-04-07T10:51:59.277Z' }],
  ])('in %s is guessed well when guesses are accepted', async (name, expected) => {
    expectLog((await importing(name, { acceptGuesses: true })).dataset, expected);
  });

  it('is not asked where it was said', async () => {
    const options = { unknownIds: 'add', interactions: { numberFormat: 'comma-thousands' } } as const;
    const { dataset } = await importing('thousands.csv', { options });
    expect([...dataset.interactions.values].slice(0, 3)).toEqual([1000, 1001, 1002]);
  });

  it('is a file of which much cannot be read: nothing changes unless it is accepted', async () => {
    await importing('log.csv');
    const before = (await workspace.data.summary())!.fingerprint;
    await expect(importing('minority-iso.csv')).rejects.toMatchObject({
      code: 'IMPORT_FAILED',
      message: 'Nothing was imported: minority-iso.csv: 2 of 4 rows (50%) cannot be read',
    });
    expect((await workspace.data.summary())!.fingerprint).toBe(before);
    const { report } = await importing('minority-iso.csv', { options: { unknownIds: 'add', rejectLimit: 0.5 } });
    expect(report).toMatchObject({ changed: true, interactions: 2 });
  });
});

describe('a catalogue', () => {
  it('of RecBole has titles, genres and the year as a number', async () => {
    const { dataset } = await asVideos('rb.item', 'rb.inter');
    expectLog(dataset, { ...log72, first: july.first, last: '2023-07-22T05:37:40.000Z' });
    expect([dataset.items.titles[0], categoriesOf(dataset, 0)]).toEqual(['Title of i0', ['Drama', 'Comedy']]);
    expect(furtherOf(dataset, 'videos')).toEqual({ 'release_year: number': [1990, 1991] });
  });

  it.each([
    ['news.tsv', 'Headline i0', 'Abstract of i0', 'news', 15],
    ['mind-news.tsv', 'Headline "101" said', 'The abstract, of 101', 'lifestyle', 20],
  ])('of MIND (%s) loses no row and no text', async (name, title, abstract, category, count) => {
    const { dataset, report } = await asVideos(name, 'behaviors.tsv');
    expect(report.files[0]).toMatchObject({ accepted: count, rejected: 0 });
    expect([dataset.items.titles[0], dataset.items.descriptions[0], categoriesOf(dataset, 0)]).toEqual([title, abstract, [category]]);
  });

  it('of Book-Crossing has its characters', async () => {
    const { dataset } = await asVideos('bxb.csv', 'bx.csv');
    expect([dataset.items.ids.ids[0], dataset.items.titles[0], dataset.items.creators.labels[0]]).toEqual([
      '000X',
      'Ein schönes Buch; "Teil" i0',
      'Müller',
    ]);
    expect(furtherOf(dataset, 'videos')).toEqual({ 'Publisher: text': ['Verlag & Söhne', 'Verlag & Söhne'] });
    expect(dataset.items.publishedAtMs[0]).toBe(Date.UTC(1999, 0, 1));
  });

  it('keeps its own columns', async () => {
    const { dataset } = await asVideos('cat.csv');
    const columns = { 'margin: number': [0.038, 0.468], 'country: text': ['DE', 'DE'], 'price: number': [0.99, 1.99] };
    expect(furtherOf(dataset, 'videos')).toEqual(columns);
    expect(furtherOf((await workspace.data.loadDataset())!, 'videos')).toEqual(columns);
  });

  it('with an uploader is a catalogue', async () => {
    const { dataset } = await asVideos('videos-with-uploader.csv');
    expect([dataset.items.titles[0], dataset.items.descriptions[0], dataset.items.tags[0]]).toEqual(['Title 1', 'About 1', ['a', 'b']]);
    expect(dataset.items.publishedAtMs[0]).toBe(Date.UTC(2024, 0, 1));
    expect(furtherOf(dataset, 'videos')).toEqual({ 'user_id: text': ['up1', 'up2'] });
    expect((await workspace.importer.previewFile(path('videos-with-uploader.csv'))).guess.role).toBe('videos');
  });

  it('of many days has one row for each video, the last one', async () => {
    const { dataset, report } = await asVideos('kuairec-item-daily.csv', 'kuairec-small.csv');
    expect(report.files[0]).toMatchObject({ lines: 60, accepted: 20, leftOut: 40, rejected: 0 });
    expect([dataset.items.ids.ids[0], dataset.items.durationSeconds[0], categoriesOf(dataset, 0)]).toEqual(['101', 5.966, ['建筑']]);
    expect(dataset.items.publishedAtMs[0]).toBe(Date.UTC(2020, 2, 30));
  });

  it('with years has years', async () => {
    const { dataset } = await asVideos('videos-year.csv');
    expect([...dataset.items.publishedAtMs].slice(0, 2)).toEqual([Date.UTC(1991, 0, 1), Date.UTC(1992, 0, 1)]);
  });

  it('with lists has their elements, whatever signs are in them', async () => {
    const cells = (await asVideos('videos-list-cells.csv')).dataset;
    expect([0, 1, 2, 3].map((row) => cells.items.tags[row])).toEqual([
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect([0, 1, 2, 3].map((row) => categoriesOf(cells, row))).toEqual([['Drama', 'Sci-Fi'], ...Array(3).fill(['Drama', 'Comedy'])]);
    const parquet = (await asVideos('videos-list.parquet')).dataset;
    expect([parquet.items.tags[0], categoriesOf(parquet, 0)]).toEqual([
      ['a', 'b'],
      ['Drama', 'Sci, Fi|x'],
    ]);
  });

  it('with American dates and milliseconds is read', async () => {
    const { dataset, report } = await asVideos('videos-us-date.csv');
    expect([dataset.items.publishedAtMs[0], dataset.items.durationSeconds[0]]).toEqual([Date.UTC(2007, 1, 28), 200.001]);
    expect(report.files[0]).toMatchObject({ accepted: 7, rejected: 0 });
  });

  it('in GB 18030 is readable', async () => {
    const { dataset } = await asVideos('videos-gbk.csv');
    expect(dataset.items.titles.slice(0, 2)).toEqual(['流浪地球', '霸王别姬']);
  });

  it('of Amazon Personalize keeps the price', async () => {
    const { dataset } = await asVideos('personalize-items.csv', 'personalize-interactions.csv');
    expect([categoriesOf(dataset, 0), dataset.items.descriptions[0]]).toEqual([['Action', 'Crime'], 'desc 101']);
    expect(furtherOf(dataset, 'videos')).toEqual({ 'PRICE: number': [3.5, 3.5] });
  });

  it('of MovieLens is read in the encoding that it has', async () => {
    const { dataset } = await workspace.importer.importFiles({ preset: 'movielens', from: path('ml10m'), mode: 'replace' });
    expectLog(dataset, { users: 12, videos: 20, interactions: 72, first: '1996-08-03T00:46:48.000Z', last: '1996-11-16T16:37:00.000Z' });
    expect(dataset.items.titles[1]).toBe('Amélie, again (2001)');
  });
});

describe('a replacement', () => {
  it('says what goes, and can be undone and done again, with every column', async () => {
    await asVideos('cat.csv');
    const first = (await workspace.data.summary())!;
    const { report } = await importing('rb.inter');
    expect(report.replaced).toEqual({ users: 3, videos: 20, interactions: 15 });
    const second = (await workspace.data.summary())!;
    await workspace.data.undoReplacement();
    expect(await workspace.data.summary()).toEqual(first);
    expect(furtherOf((await workspace.data.loadDataset())!, 'videos')).toMatchObject({ 'country: text': ['DE', 'DE'] });
    await workspace.data.appendInteractions([{ userId: 'u0', videoId: 'i1', kind: 'view', timestampMs: 5 }]);
    expect((await workspace.data.loadDataset())!.interactions.count).toBe(16);
    await workspace.data.undoReplacement();
    expect(await workspace.data.summary()).toEqual(second);
  });

  it('of nothing cannot be undone', async () => {
    await importing('log.csv');
    await expect(workspace.data.undoReplacement()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
