/** Logs in common layouts, imported as a new user would: the data is right, or a question is asked and nothing changes. */
import { describe, expect, it } from 'vitest';
import {
  workspace,
  importing,
  asVideos,
  type Expected,
  expectLog,
  furtherOf,
  july,
  log72,
  twenty,
  daily,
  kuaiRand,
} from './import-case-tools';

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
  ])('%s is read correctly', async (name, expected) => {
    const { dataset, report } = await importing(name);
    expect(report.rejects).toEqual([]);
    expectLog(dataset, expected);
    const stored = (await workspace.data.loadDataset())!;
    expect(furtherOf(stored, 'interactions')).toEqual(furtherOf(dataset, 'interactions'));
  });

  it('keeps the other columns, with their types', async () => {
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

  it('reads decimal commas that first occur after row 300', async () => {
    const { dataset } = await importing('decimal-comma-late.csv');
    expect(dataset.interactions.values.filter((value) => value % 1 === 0.5).length).toBeGreaterThan(50);
  });

  it('keeps ids as text and reads 0 as no rating where the format says so', async () => {
    const { dataset } = await importing('bx.csv');
    expect(dataset.items.ids.ids.slice(0, 2)).toEqual(['003X', '009X']);
    expect(dataset.interactions.values.filter((value) => value === 0)).toHaveLength(0);
    expect(dataset.interactions.values.some((value) => Number.isNaN(value))).toBe(true);
  });

  it('in two files is imported as one', async () => {
    expectLog((await importing(['two-logs-1.csv', 'two-logs-2.csv'])).dataset, kuaiRand);
  });

  it('reports ids that differ only in form, and merges them on request', async () => {
    const { report } = await importing('null-ids.csv');
    expect(report.notes.filter((note) => note.includes('would match'))).toHaveLength(3);
    expect(report.files[0].leftOutBecause).toEqual([{ reason: 'the user is NULL or similar', count: 2 }]);
    const same = await importing('null-ids.csv', { options: { unknownIds: 'add', sameIds: ['blanks', 'decimals', 'accents'] } });
    expect(same.dataset.users.ids.size).toBe(5);
  });
});

describe('an ambiguous file', () => {
  it.each([
    ['amz.csv', 'Which column is the user? It could be “column 2” or “column 1”'],
    ['amz.csv.gz', 'Which column is the video?'],
    ['clicks.dat', 'Which column is the user?'],
    ['thousands.csv', 'is 1,000 a number in the thousands'],
  ])('in %s needs an answer, and changes nothing', async (name, message) => {
    await importing('log.csv');
    const before = (await workspace.data.summary())!.fingerprint;
    await expect(importing(name)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT', message: expect.stringContaining(message) });
    expect((await workspace.data.summary())!.fingerprint).toBe(before);
  });

  it.each<[string, Expected]>([
    ['amz.csv', { ...log72, ...july, values: [3, 4, 2] }],
    ['clicks.dat', { ...log72, first: '2014-04-07T10:51:00.277Z', last: '2014-04-07T10:51:59.277Z' }],
  ])('in %s is guessed correctly if guesses are accepted', async (name, expected) => {
    expectLog((await importing(name, { acceptGuesses: true })).dataset, expected);
  });

  it('raises no question about explicit settings', async () => {
    const options = { unknownIds: 'add', interactions: { numberFormat: 'comma-thousands' } } as const;
    const { dataset } = await importing('thousands.csv', { options });
    expect([...dataset.interactions.values].slice(0, 3)).toEqual([1000, 1001, 1002]);
  });

  it('with many unreadable rows changes nothing unless that is accepted', async () => {
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

describe('a replacement', () => {
  it('reports the data it replaces, and can be undone and redone, with every column', async () => {
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
