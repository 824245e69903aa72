/** Logs and catalogues in dialects, languages and encodings beyond the usual: read correctly, or a question is asked. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { categoriesOf, encoded, expectLog, furtherOf, workspace, type Expected } from './import-case-tools';
import { temporaryFolder } from './temporary-folder';

const rows = Array.from({ length: 72 }, (_, k) => ({
  user: `u${k % 12}`,
  video: `i${(k * 7 + Math.floor(k / 12)) % 15}`,
  rating: ((k * 3) % 5) + 1,
  date: new Date((1_690_000_000 + k * 25_200) * 1_000),
  seconds: 1_690_000_000 + k * 25_200,
}));
type Row = (typeof rows)[number];
const counts = { users: 12, videos: 15, interactions: 72 };
const [first, last] = ['2023-07-22T04:26:40.000Z', '2023-08-11T21:26:40.000Z'];
const log: Expected = { ...counts, first, last, values: [1, 4, 2] };
const untimed: Expected = { ...counts, values: [1, 4, 2] };
const byMinute: Expected = { ...log, first: '2023-07-22T04:26:00.000Z', last: '2023-08-11T21:26:00.000Z' };
const byDay: Expected = { ...log, first: '2023-07-22T00:00:00.000Z', last: '2023-08-11T00:00:00.000Z' };

const table = (header: string, cells: (row: Row) => readonly (string | number)[], delimiter = ',', lineEnd = '\n'): string =>
  [...(header === '' ? [] : [header]), ...rows.map((row) => cells(row).join(delimiter)), ''].join(lineEnd);
const plain = ({ user, video, rating, seconds }: Row): (string | number)[] => [user, video, rating, seconds];
const timed = (time: (row: Row) => string | number, delimiter = ','): string =>
  table(['user_id', 'item_id', 'rating', 'time'].join(delimiter), (row) => [row.user, row.video, row.rating, time(row)], delimiter);
const rated = (rating: (row: Row, at: number) => string | number, delimiter = ','): string =>
  table(['user_id', 'item_id', 'rating'].join(delimiter), (row) => [row.user, row.video, rating(row, rows.indexOf(row))], delimiter);
const header = 'user_id,item_id,rating,timestamp';
const two = (number: number): string => String(number).padStart(2, '0');
const dotted = ({ date }: Row): string => `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
const clock = ({ date }: Row): string => date.toISOString().slice(11, 19);
const minute = (row: Row): string => clock(row).slice(0, 5);
const german = ['Januar', 'Februar', 'März', 'April', 'Mai', 'Juni', 'Juli', 'August'];
const spanish = ['enero', 'febrero', 'marzo', 'abril', 'mayo', 'junio', 'julio', 'agosto'];
const english = (row: Row, options: Intl.DateTimeFormatOptions): string =>
  row.date.toLocaleString('en-US', { timeZone: 'UTC', ...options });

function file(content: string | Uint8Array, name: string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}
const importing = (content: string | Uint8Array, more: Record<string, unknown> = {}) =>
  workspace.importer.importFiles({ interactions: file(content, 'data.csv'), mode: 'replace', ...more });
const asVideos = (content: string | Uint8Array) => importing(table(header, plain), { videos: file(content, 'videos.csv') });
const catalogue = (head: string, line: (video: string, at: number) => string): string =>
  [head, ...Array.from({ length: 15 }, (_, at) => line(`i${at}`, at)), ''].join('\n');

describe('a log', () => {
  it.each<[string, string | Uint8Array, Expected]>([
    [
      'German headers, decimal commas',
      table('Nutzer;Film;Bewertung;Zeitpunkt', (r) => [r.user, r.video, `${r.rating},5`, `${dotted(r)} ${clock(r)}`], ';'),
      { ...log, values: [1.5, 4.5] },
    ],
    [
      'French headers',
      table(
        'utilisateur;article;note;horodatage',
        (r) => [r.user, r.video, r.rating, `${dotted(r).replaceAll('.', '/')} ${minute(r)}`],
        ';',
      ),
      byMinute,
    ],
    ['Spanish headers', table('usuario,película,calificación,fecha', (r) => [r.user, r.video, r.rating, r.date.toISOString()]), log],
    [
      'Russian headers in windows-1251',
      encoded(
        table('пользователь;фильм;оценка;дата', (r) => [r.user, r.video, r.rating, `${dotted(r)} ${minute(r)}`], ';'),
        'windows-1251',
      ),
      byMinute,
    ],
    ['Chinese headers in GB 18030', encoded(table('用户ID,视频ID,评分,时间戳', plain), 'gb18030'), log],
    [
      'Japanese headers in Shift JIS',
      encoded(
        table('ユーザーID,動画ID,評価,視聴日時', (r) => [r.user, r.video, r.rating, r.date.toISOString().slice(0, 19)]),
        'shift_jis',
      ),
      log,
    ],
    [
      'Korean headers in EUC-KR',
      encoded(
        table('사용자,영상,평점,시청시각', (r) => [r.user, r.video, r.rating, `${r.date.toISOString().slice(0, 10)} ${minute(r)}`]),
        'euc-kr',
      ),
      byMinute,
    ],
    ['carets between cells', table(header.replaceAll(',', '^'), plain, '^'), log],
    ['unit separators between cells', table(header.replaceAll(',', '\u001f'), plain, '\u001f'), log],
    ['two bars between cells', table(header.replaceAll(',', '||'), plain, '||'), log],
    ['carriage returns alone', table(header, plain, ',', '\r'), log],
    ['UTF-16 and tabs', Buffer.from(`\ufeff${table(header.replaceAll(',', '\t'), plain, '\t', '\r\n')}`, 'utf16le'), log],
    [
      'texts in apostrophes',
      table("'user_id','item_id','rating','timestamp'", (r) => [`'${r.user}'`, `'${r.video}'`, r.rating, r.seconds]),
      log,
    ],
    ['a title above the table', `Report: plays\nExported by finance\n\n${table(header, plain)}`, log],
    [
      'a table in Markdown',
      `| user_id | item_id | rating |\n|---|:-:|--:|\n${rows.map((r) => `| ${r.user} | ${r.video} | ${r.rating} |\n`).join('')}`,
      untimed,
    ],
    [
      'a table printed by psql',
      ` user_id | item_id | rating \n---------+---------+--------\n${rows.map((r) => ` ${r.user.padEnd(8)}| ${r.video.padEnd(8)}| ${r.rating}\n`).join('')}`,
      untimed,
    ],
    ['line ends of two kinds', table(header, plain).replace(/\n/g, (_, at: number) => (at % 2 ? '\n' : '\r\n')), log],
    ['an index column', `,${header}\n${rows.map((r, at) => [at, ...plain(r)].join(',')).join('\n')}\n`, log],
    [
      'times as JavaScript writes them',
      timed(
        (r) =>
          `${english(r, { weekday: 'short' })} ${english(r, { month: 'short' })} ${two(r.date.getUTCDate())} 2023 ${clock(r)} GMT+0000 (Coordinated Universal Time)`,
      ),
      log,
    ],
    [
      'times of two hours east as JavaScript writes them',
      timed((r) => `Sat ${english(r, { month: 'short' })} ${two(r.date.getUTCDate())} 2023 ${clock(r)} GMT+0200 (CEST)`),
      { ...log, first: '2023-07-22T02:26:40.000Z', last: '2023-08-11T19:26:40.000Z' },
    ],
    ['German month names', timed((r) => `${r.date.getUTCDate()}. ${german[r.date.getUTCMonth()]} 2023`, ';'), byDay],
    ['Spanish month names', timed((r) => `${r.date.getUTCDate()} de ${spanish[r.date.getUTCMonth()]} de 2023`), byDay],
    [
      'English month names and a clock',
      timed((r) => `"${english(r, { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' })} ${minute(r)}"`),
      byMinute,
    ],
    ['two digits of the year', timed((r) => dotted(r).replace('2023', '23')), byDay],
    [
      'an offset without a colon',
      timed((r) => `${r.date.toISOString().slice(0, 19).replace('T', ' ')} +0200`),
      { ...log, first: '2023-07-22T02:26:40.000Z', last: '2023-08-11T19:26:40.000Z' },
    ],
    ['digits alone up to the second', timed((r) => r.date.toISOString().slice(0, 19).replace(/\D/g, '')), log],
    [
      'fractions of a second',
      timed((r) => `${r.seconds}.125`),
      { ...log, first: '2023-07-22T04:26:40.125Z', last: '2023-08-11T21:26:40.125Z' },
    ],
    ['apostrophes in numbers', rated((r) => `${r.rating}'234`, ';'), { ...untimed, values: [1234, 4234, 2234] }],
    ['the minus sign of typography', rated((r) => `−${r.rating}`), { ...untimed, values: [-1, -4, -2] }],
    [
      'question marks and dashes for missing ratings',
      rated((r, at) => (at % 6 < 4 ? (['?', '--', 'n.a.', '#N/A'][at % 6] ?? '') : r.rating)),
      { ...counts, values: [NaN, NaN, NaN, NaN, 3] },
    ],
    [
      'sessions where the user is always NA',
      table('session_id;user_id;item_id;eventdate', (r) => [r.user, 'NA', r.video, r.date.toISOString().slice(0, 10)], ';'),
      { ...counts, first: '2023-07-22T00:00:00.000Z', last: '2023-08-11T00:00:00.000Z' },
    ],
    [
      'reviews in JSON Lines',
      rows
        .map((r) =>
          JSON.stringify({
            user_id: r.user,
            business_id: r.video,
            stars: r.rating,
            text: 'ok, "fine"',
            date: r.date.toISOString().slice(0, 19),
          }),
        )
        .join('\n'),
      log,
    ],
    [
      'tracked events in JSON Lines',
      rows
        .map((r) =>
          JSON.stringify({
            userId: r.user,
            event: 'Playback Started',
            timestamp: r.date.toISOString(),
            properties: { content_asset_id: r.video },
          }),
        )
        .join('\n'),
      { ...counts, first, last, kinds: ['Playback Started'] },
    ],
  ])('with %s', async (_, content, expected) => {
    const { dataset, report } = await importing(content);
    expect(report.rejects).toEqual([]);
    expectLog(dataset, expected);
    expect([dataset.users.ids.ids[0], dataset.items.ids.ids[0]]).toEqual(['u0', 'i0']);
  });

  it('says what it does not read above the table, and that a spreadsheet has rounded ids', async () => {
    const titled = await importing(`Plays of July\n\n${table(header, plain)}`);
    expect(titled.report.notes.join()).toContain('Lines above the table are not read: Plays of July');
    const rounded = await importing(table(header, (r) => ['9.0071E+15', r.video, r.rating, r.seconds]));
    expect(rounded.report.notes.join()).toContain('1 user with an id such as 9.0071E+15: a spreadsheet has rounded it');
  });

  it.each<[string, string, string, string]>([
    ['weeks instead of days', timed(() => '2023-W29-6'), 'no time format fits its cells', 'accept the first choice with --yes'],
    ['a dump of SQL', `INSERT INTO ratings VALUES\n('u1','i1',3);\n`, 'not a table but a dump of a database', 'Load it into the database'],
    [
      'no column for the user',
      table('when,what,item_id', (r) => [r.seconds, 'x', r.video]),
      'No column is mapped to “user”',
      'Name the column of user: none fits, so there is no best one to accept.',
    ],
    [
      'no header and no times',
      table('', (r) => [r.user, r.video, r.rating]),
      'Which column is the user?',
      'accept the first choice with --yes',
    ],
    [
      'nested lists of events',
      rows.map((r) => JSON.stringify({ session: r.user, events: [{ aid: r.video }] })).join('\n'),
      'No column is mapped to “video”',
      'Name the column of video',
    ],
  ])('with %s is refused with a remedy that works', async (_, content, message, remedy) => {
    await expect(importing(content)).rejects.toMatchObject({
      message: expect.stringContaining(message) as string,
      details: { remedy: expect.stringContaining(remedy) as string },
    });
  });

  it('with no column for the user stays refused with --yes', async () => {
    const content = table('when,what,item_id', (r) => [r.seconds, 'x', r.video]);
    await expect(importing(content, { acceptGuesses: true })).rejects.toMatchObject({
      message: expect.stringContaining('“user”') as string,
    });
  });
});

describe('a catalogue', () => {
  it('with German headers', async () => {
    const content = catalogue('Film-ID;Titel;Beschreibung;Schlagwörter;Kategorie;Kanal;Veröffentlicht;Dauer;Preis', (video, at) =>
      [video, `Fußball ${at}`, 'ein Text', 'a, b', 'Sport', `k${at % 3}`, `${two(at + 1)}.03.2024`, '1:02:03', `${at},99`].join(';'),
    );
    const { dataset } = await asVideos(encoded(content, 'windows-1252'));
    const { titles, descriptions, tags, creators, publishedAtMs, durationSeconds } = dataset.items;
    expect([titles[1], descriptions[1], tags[1], creators.labels.length]).toEqual(['Fußball 1', 'ein Text', ['a', 'b'], 3]);
    expect([categoriesOf(dataset, 1), publishedAtMs[14], durationSeconds[1]]).toEqual([['Sport'], Date.UTC(2024, 2, 15), 3_723]);
    expect(furtherOf(dataset, 'videos')).toEqual({ 'Preis: number': [0.99, 1.99] });
  });

  it('of IMDb', async () => {
    const content = catalogue('tconst\ttitleType\tprimaryTitle\tisAdult\tstartYear\truntimeMinutes\tgenres', (video, at) =>
      [video, 'movie', `T ${at}`, '0', at ? '1994' : '\\N', '90', 'Comedy,Romance'].join('\t'),
    );
    const { dataset } = await asVideos(content);
    const { titles, publishedAtMs, durationSeconds } = dataset.items;
    expect([titles[1], publishedAtMs[1], durationSeconds[1], categoriesOf(dataset, 1)]).toEqual([
      'T 1',
      Date.UTC(1994, 0, 1),
      5_400,
      ['Comedy', 'Romance'],
    ]);
  });

  it('of a list with nested fields, durations in ISO 8601 and counts as texts', async () => {
    const content = Array.from({ length: 15 }, (_, at) =>
      JSON.stringify({
        id: `i${at}`,
        snippet: { title: `T${at}`, tags: ['a', 'b, c'], channelTitle: 'K', publishedAt: '2024-03-02T00:00:00Z' },
        contentDetails: { duration: 'PT4M13S' },
        statistics: { viewCount: String(at * 1_000) },
      }),
    ).join('\n');
    const { dataset } = await asVideos(content);
    expect([dataset.items.titles[1], dataset.items.tags[1], dataset.items.durationSeconds[1]]).toEqual(['T1', ['a', 'b, c'], 253]);
    expect(furtherOf(dataset, 'videos')).toEqual({ 'statistics.viewCount: number': [0, 1000] });
  });

  it('with column names that have signs of every grammar', async () => {
    const { dataset } = await asVideos(
      catalogue('item_id,title,"price, net","a=b","x "" y",has x', (video, at) => `${video},T${at},${at},2,3,4`),
    );
    expect(Object.keys(dataset.items.columns)).toEqual(['price, net', 'a=b', 'x " y', 'has x']);
  });

  it('with cells of several lines, and one property per row', async () => {
    const lines = await asVideos(catalogue('item_id,title,description', (video, at) => `${video},T${at},"line 1\nline 2, ""x"""`));
    expect(lines.dataset.items.descriptions[1]).toBe('line 1\nline 2, "x"');
    const long = await asVideos(
      catalogue('item_id,attribute,value', (video, at) => `${video},title,T${at}\n${video},language,de\n${video},price,${at}.5`),
    );
    expect([long.dataset.items.titles[1], furtherOf(long.dataset, 'videos')]).toEqual([
      'T1',
      { 'language: text': ['de', 'de'], 'price: number': [0.5, 1.5] },
    ]);
  });
});
