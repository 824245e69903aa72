/** Further files of the kinds in test/import-cases, written here: each is read correctly, or a question is asked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { categoriesOf, expectLog, furtherOf, workspace, type Expected } from './import-case-tools';
import { temporaryFolder } from './temporary-folder';

const first = '2023-07-22T04:26:40.000Z';
const last = '2023-08-11T21:26:40.000Z';
const log: Expected = { users: 12, videos: 15, interactions: 72, first, last, values: [1, 4, 2] };
const untimed: Expected = { users: 12, videos: 15, interactions: 72, values: [1, 4, 2] };

interface Row {
  readonly user: string;
  readonly video: string;
  readonly rating: number;
  readonly date: Date;
  readonly seconds: number;
}
const rows: readonly Row[] = Array.from({ length: 72 }, (_, k) => {
  const seconds = 1_690_000_000 + k * 25_200;
  const [user, video] = [`u${k % 12}`, `i${(k * 7 + Math.floor(k / 12)) % 15}`];
  return { user, video, rating: ((k * 3) % 5) + 1, date: new Date(seconds * 1000), seconds };
});
const two = (number: number): string => String(number).padStart(2, '0');
const clock = (date: Date): string => date.toISOString().slice(11, 19);
const day = (date: Date): string => two(date.getUTCDate());
const monthName = (date: Date): string => date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });

const table = (header: string, cells: (row: Row) => readonly (string | number)[], delimiter = ','): string =>
  `${[...(header === '' ? [] : [header]), ...rows.map((row) => cells(row).join(delimiter))].join('\n')}\n`;
const timed = (time: (row: Row) => string | number, delimiter = ','): string =>
  table(['user_id', 'item_id', 'rating', 'timestamp'].join(delimiter), (row) => [row.user, row.video, row.rating, time(row)], delimiter);

function file(content: string | Uint8Array, name = 'data.csv'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}
const importing = (content: string, more: Record<string, unknown> = {}) =>
  workspace.importer.importFiles({ interactions: file(content), mode: 'replace', ...more });
const asVideos = (content: string | Uint8Array) =>
  importing(
    timed(({ seconds }) => seconds),
    { videos: file(content, 'videos.csv') },
  );

describe('a log', () => {
  it.each<[string, string, Expected]>([
    ['ISO 8601 without punctuation', timed(({ date }) => `${date.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`), log],
    ['times of a web server', timed(({ date }) => `[${day(date)}/${monthName(date)}/2023:${clock(date)} +0000]`), log],
    ['an offset', timed(({ seconds }) => new Date((seconds + 7200) * 1000).toISOString().replace('.000Z', '+02:00')), log],
    ['German times', timed(({ date }) => `${day(date)}.${two(date.getUTCMonth() + 1)}.2023 ${clock(date)}`, ';'), log],
    ['seconds with a decimal comma', timed(({ seconds }) => `${seconds},0`, ';'), log],
    ['microseconds', timed(({ seconds }) => seconds * 1e6), log],
    ['a time under another name', timed(({ seconds }) => seconds).replace('timestamp', 'played_at_utc'), log],
    ['a blank after each comma', timed(({ seconds }) => seconds).replaceAll(',', ', '), log],
    ['blank lines', `\n\n${timed(({ seconds }) => seconds).replaceAll('\n', '\n\n')}`, log],
    ['plus signs', table('user_id,item_id,rating,timestamp', (row) => [row.user, row.video, `+${row.rating}.0`, row.seconds]), log],
    [
      'percentages',
      table('user,item,watch_ratio', (row) => [row.user, row.video, `${row.rating * 10}%`]),
      { ...untimed, values: [0.1, 0.4] },
    ],
    [
      'a label of 0 and 1',
      table('uid,iid,label', (row) => [row.user, row.video, row.rating > 2 ? 1 : 0]),
      { ...untimed, values: [0, 1, 0, 1] },
    ],
    [
      'True and False',
      table('user,item,liked', (row) => [row.user, row.video, row.rating > 3 ? 'True' : 'False']),
      { ...untimed, values: [0, 1] },
    ],
  ])('with %s', async (_, content, expected) => {
    const { dataset, report } = await importing(content);
    expect(report.rejects).toEqual([]);
    expectLog(dataset, expected);
    expect(dataset.items.ids.ids[0]).toBe('i0');
  });

  it('a matrix with numeric video ids is not a sequence, and empty cells are skipped', async () => {
    const lines = Array.from({ length: 12 }, (_, k) => `u${k},${k % 5 || ''},,3,${(k + 1) % 5 || ''}`);
    const { dataset } = await importing(`user,1,2,3,4\n${lines.join('\n')}\n`);
    expectLog(dataset, { users: 12, videos: 3, interactions: 31, values: [3, 1, 1] });
  });

  it('gets a note about unusual values', async () => {
    const words = await importing(table('user,item,rating', (row) => [row.user, row.video, `${row.rating}/5`]));
    expect(words.report.notes.join()).toContain(
      '“rating” is called like a value, but its cells are no numbers (1/5, 4/5, 2/5): kept as text',
    );
    const unrated = await importing(table('user,item,rating', (row) => [row.user, row.video, row.rating === 1 ? -1 : row.rating]));
    expect(unrated.report.notes.join()).toContain('“rating” is −1 in some rows: if that means “not rated”, say so (--not-rated -1)');
    const flags = await importing(
      table('user,item,is_click,is_share', ({ user, video, rating }) => [user, video, Number(rating > 1), Number(rating > 4)]),
    );
    expect(flags.report.notes.join()).toContain('(--flags is_click=click,is_share=share)');
  });

  it.each([
    [
      'two ratings',
      table('user,item,rating,rating', (row) => [row.user, row.video, row.rating, row.rating % 3]),
      'It could be “rating” or “rating (2)”',
    ],
    [
      'points that may group thousands',
      table('user;item;plays', (row) => [row.user, row.video, `${row.rating}.234`], ';'),
      'is 1.234 a number in the thousands',
    ],
    [
      'two columns of times',
      table('user,item,ping,pong', ({ user, video, date }) => [
        user,
        video,
        date.toISOString(),
        date.toISOString().replace('2023', '2022'),
      ]),
      'Which column is the timestamp? It could be “ping” or “pong”',
    ],
    ['a page to log in', '<!DOCTYPE html>\n<p>Sign in</p>\n', 'not a table but a web page'],
    ['the beginning of bzip2', 'BZh91AY&SY\n', 'compressed with bzip2'],
  ])('with %s is rejected', async (_, content, message) => {
    await expect(importing(content)).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });
});

describe('a catalogue', () => {
  it('with sets, tuples and arrays as printed by programs', async () => {
    const cells = [`"{'a', 'b, c'}"`, `"('a', 'b, c')"`, `"['a' 'b, c']"`, `"{a,""b, c""}"`, `"frozenset({'a', 'b, c'})"`];
    const { dataset } = await asVideos(`item_id,title,tags\n${cells.map((cell, at) => `i${at},T${at},${cell}`).join('\n')}\n`);
    for (const row of cells.keys()) expect(dataset.items.tags[row]).toEqual(['a', 'b, c']);
  });

  it('with durations in words', async () => {
    const lines = ['90 min', '1h 5m', '2 hours 3 minutes', '45 sec'].map((length, at) => `i${at},T${at},${length}`);
    const { dataset } = await asVideos(`item_id,title,duration\n${lines.join('\n')}\n`);
    expect([...dataset.items.durationSeconds].slice(0, 4)).toEqual([5400, 3900, 7380, 45]);
  });

  it('with two id columns needs an answer, and names the option for it', async () => {
    const lines = rows.slice(0, 15).map((_, at) => `i${at},tt${at},T${at}`);
    await expect(asVideos(`id,imdb_id,title\n${lines.join('\n')}\n`)).rejects.toMatchObject({
      message: expect.stringContaining('--map-videos video="imdb_id" | --map-videos video="id"'),
    });
  });

  it('keeps lists of objects and extra columns', async () => {
    const genres = `"[{'id': 16, 'name': 'Sci, Fi'}, {'id': 35, 'name': 'Comedy'}]"`;
    const { dataset } = await asVideos(
      `item_id,title,genres,price\n${['i0', 'i1', 'i2'].map((id, at) => `${id},T,${genres},${at}.5`).join('\n')}\n`,
    );
    expect(categoriesOf(dataset, 0)).toEqual(['Sci, Fi', 'Comedy']);
    expect(furtherOf(dataset, 'videos')).toEqual({ 'price: number': [0.5, 1.5] });
  });

  /** Titles in single-byte encodings, encoded by inverting TextDecoder's table. */
  it.each([
    ['windows-1250', 'Zażółć gęślą jaźń'],
    ['windows-1250', 'Příliš žluťoučký kůň úpěl'],
    ['windows-1251', 'Ирония судьбы'],
    ['koi8-r', 'Ирония судьбы'],
    ['windows-1252', 'Les élèves où l’été à Noël'],
    ['windows-1252', 'El niño ¿qué pasó?'],
    ['windows-1252', 'Perché più lunedì città'],
    ['windows-1253', 'Ο γέρος και η θάλασσα'],
    ['windows-1254', 'Kış uykusu ağır Şey'],
    ['windows-1255', 'שלום עולם'],
    ['windows-1256', 'مرحبا بالعالم الجديد'],
    ['windows-874', 'สวัสดีชาวโลก ภาพยนตร์'],
    ['macintosh', 'Amélie à Zürich garçon'],
  ])('in %s: %s', async (encoding, title) => {
    const signs = new TextDecoder(encoding).decode(
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      { stream: true },
    );
    const text = `item_id,title\n${rows
      .slice(0, 15)
      .map((_, at) => `i${at},${title} ${at}`)
      .join('\n')}\n`;
    const { dataset } = await asVideos(Uint8Array.from(text, (sign) => signs.indexOf(sign)));
    expect(dataset.items.titles[3]).toBe(`${title} 3`);
  });
});
