/** Catalogues of videos in common layouts, imported as a new user would. */
import { describe, expect, it } from 'vitest';
import { workspace, path, asVideos, expectLog, furtherOf, categoriesOf, july, log72 } from './import-case-tools';

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

  it('of Book-Crossing keeps its special characters', async () => {
    const { dataset } = await asVideos('bxb.csv', 'bx.csv');
    expect([dataset.items.ids.ids[0], dataset.items.titles[0], dataset.items.creators.labels[0]]).toEqual([
      '000X',
      'Ein schönes Buch; "Teil" i0',
      'Müller',
    ]);
    expect(furtherOf(dataset, 'videos')).toEqual({ 'Publisher: text': ['Verlag & Söhne', 'Verlag & Söhne'] });
    expect(dataset.items.publishedAtMs[0]).toBe(Date.UTC(1999, 0, 1));
  });

  it('keeps extra columns', async () => {
    const { dataset } = await asVideos('cat.csv');
    const columns = { 'margin: number': [0.038, 0.468], 'country: text': ['DE', 'DE'], 'price: number': [0.99, 1.99] };
    expect(furtherOf(dataset, 'videos')).toEqual(columns);
    expect(furtherOf((await workspace.data.loadDataset())!, 'videos')).toEqual(columns);
  });

  it('shows extra columns in browse tables and in REST', async () => {
    await asVideos('cat.csv', 'kuai.csv');
    const page = { offset: 0, limit: 2, search: '' };
    const { rows } = await workspace.data.videos(page);
    expect(rows[1]).toMatchObject({ videoId: 'i1', columns: { margin: 0.468, country: 'DE', price: 1.99 } });
    expect((await workspace.data.video('i1')).columns).toEqual(rows[1]?.columns);
    expect((await workspace.data.interactions(page)).rows[0]?.columns).toMatchObject({ play_duration: 2054 });
    const [{ userId }] = (await workspace.data.users(page)).rows as { userId: string }[];
    expect((await workspace.data.user(userId)).history[0]?.columns).toHaveProperty('play_duration');
    await asVideos('videos-with-uploader.csv');
    expect((await workspace.data.videos(page)).rows[0]?.columns).toEqual({ user_id: 'up1' });
    await workspace.data.appendInteractions([{ userId: 'u0', videoId: 'i1', kind: 'view', timestampMs: 5 }]);
    const logged = (await workspace.data.interactions({ ...page, limit: 1_000 })).rows.find(({ timestampMs }) => timestampMs === 5);
    expect(logged?.columns).toEqual({});
  });

  it('with an uploader column is recognised as a catalogue', async () => {
    const { dataset } = await asVideos('videos-with-uploader.csv');
    expect([dataset.items.titles[0], dataset.items.descriptions[0], dataset.items.tags[0]]).toEqual(['Title 1', 'About 1', ['a', 'b']]);
    expect(dataset.items.publishedAtMs[0]).toBe(Date.UTC(2024, 0, 1));
    expect(furtherOf(dataset, 'videos')).toEqual({ 'user_id: text': ['up1', 'up2'] });
    expect((await workspace.importer.previewFile(path('videos-with-uploader.csv'))).guess.role).toBe('videos');
  });

  it('with a row per day keeps the last row of each video', async () => {
    const { dataset, report } = await asVideos('kuairec-item-daily.csv', 'kuairec-small.csv');
    expect(report.files[0]).toMatchObject({ lines: 60, accepted: 20, leftOut: 40, rejected: 0 });
    expect([dataset.items.ids.ids[0], dataset.items.durationSeconds[0], categoriesOf(dataset, 0)]).toEqual(['101', 5.966, ['建筑']]);
    expect(dataset.items.publishedAtMs[0]).toBe(Date.UTC(2020, 2, 30));
  });

  it('reads years as publication dates', async () => {
    const { dataset } = await asVideos('videos-year.csv');
    expect([...dataset.items.publishedAtMs].slice(0, 2)).toEqual([Date.UTC(1991, 0, 1), Date.UTC(1992, 0, 1)]);
  });

  it('splits list cells in every notation', async () => {
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

  it('reads American dates and durations in milliseconds', async () => {
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

  it('of MovieLens is read in its encoding', async () => {
    const { dataset } = await workspace.importer.importFiles({ preset: 'movielens', from: path('ml10m'), mode: 'replace' });
    expectLog(dataset, { users: 12, videos: 20, interactions: 72, first: '1996-08-03T00:46:48.000Z', last: '1996-11-16T16:37:00.000Z' });
    expect(dataset.items.titles[1]).toBe('Amélie, again (2001)');
  });
});
