import { describe, expect, it } from 'vitest';
import { previewCsv } from './preview';

const preview = (text: string, isWhole = true) => previewCsv(new TextEncoder().encode(text), 'file.csv', isWhole);
const names = (text: string) => preview(text).columns.map((column) => column.name);

describe('previewCsv', () => {
  it('describes a file of ratings', () => {
    expect(preview('userId,movieId,rating,timestamp\n1,31,2.5,1260759144\n007,9007199254740993,3.0,1260759179\n')).toMatchObject({
      file: 'file.csv',
      delimiter: ',',
      encoding: 'utf-8',
      hasHeader: true,
      columns: [
        { name: 'userId', type: 'number', samples: ['1', '007'] },
        { name: 'movieId', type: 'number', samples: ['31', '9007199254740993'] },
        { name: 'rating', type: 'number', samples: ['2.5', '3.0'] },
        { name: 'timestamp', type: 'time', samples: ['1260759144', '1260759179'] },
      ],
      rows: [
        ['1', '31', '2.5', '1260759144'],
        ['007', '9007199254740993', '3.0', '1260759179'],
      ],
      guess: { role: 'interactions', mapping: { user: 'userId', video: 'movieId', timestamp: 'timestamp', value: 'rating' } },
      preset: 'movielens',
      questions: [],
      kept: [],
      rowCount: { count: 2, isExact: true },
      timestampUnit: 's',
      decimalComma: false,
    });
  });

  it.each([
    ['a;b\n1;2\n', ';'],
    ['a\tb\n1\t2\n', '\t'],
    ['a|b|c\n1|2|3\n', '|'],
    ['1::10::5::978300760\n1::20::3::978302109\n', '::'],
    ['id,title,genres\n1,"Toy Story; or, Toys (1995)",A|B|C\n2,Heat,A|B|C\n', ','],
    ['one\ntwo\n', ','],
  ])('finds the delimiter of %j', (text, delimiter) => {
    expect(preview(text).delimiter).toBe(delimiter);
  });

  it('numbers the columns of a file without a header, and guesses their fields from the values', () => {
    const { hasHeader, guess, timestampUnit, columns } = preview('196\t242\t3\t881250949\n186\t302\t3\t891717742\n');
    expect(hasHeader).toBe(false);
    expect(columns.map((column) => column.name)).toEqual(['column 1', 'column 2', 'column 3', 'column 4']);
    expect(guess).toEqual({
      role: 'interactions',
      mapping: { user: 'column 1', video: 'column 2', timestamp: 'column 4', value: 'column 3' },
    });
    expect(timestampUnit).toBe('s');
  });

  it('reads decimal commas if the delimiter is not a comma', () => {
    const { decimalComma, columns } = preview('user;item;score\na;x;3,5\nb;y;4\n');
    expect(decimalComma).toBe(true);
    expect(columns[2].type).toBe('number');
    expect(preview('user;item;score\na;x;3.5\nb;y;4,1\n').decimalComma).toBe(false);
  });

  it('keeps every column of a hostile header', () => {
    expect(names('user,__proto__,user,,constructor\n1,2,3,4,5\n')).toEqual(['user', '__proto__', 'user (2)', 'column 4', 'constructor']);
    expect(preview('user,x,user\n1,2,3\n').warnings).toEqual(['The header “user” occurs twice; column 3 is called “user (2)”']);
  });

  it('reads UTF-16 and a byte-order mark', () => {
    const text = '\ufeffuser,video\nü,1\n';
    const bytes = new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer);
    expect(previewCsv(bytes, 'f', true)).toMatchObject({
      encoding: 'utf-16le',
      rows: [['ü', '1']],
      columns: [{ name: 'user' }, { name: 'video' }],
    });
    expect(names(text)).toEqual(['user', 'video']);
    const named = previewCsv(new TextEncoder().encode(text), 'f', true, { encoding: 'utf-8' });
    expect(named.columns[0].name).toBe('user');
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads lines that end in %s', (_, end) => {
    expect(preview(['user,video', 'a,x', 'b,"y, z"', ''].join(end)).rows).toEqual([
      ['a', 'x'],
      ['b', 'y, z'],
    ]);
  });

  it('warns about ragged rows, NUL characters and an unclosed quotation mark', () => {
    expect(preview('user,video\na,x\nb\nc,y,z\n').warnings).toEqual([
      '2 of the first 3 rows do not have 2 cells, the first of them is row 2; such rows are rejected',
    ]);
    expect(preview('user,video\na,x\0\n').warnings).toEqual(['The file contains NUL characters; rows with them are rejected']);
    expect(preview('user,video\na,x\nb,"y\nc,z\n').warnings).toContain(
      'A quotation mark opens on line 3 and is never closed; that row will be rejected',
    );
    expect(preview('user,video\n').warnings).toEqual(['The file has a header and no rows']);
  });

  it('ignores an incomplete last line of a partial file', () => {
    expect(preview('user,video\na,x\nb,"y', false)).toMatchObject({ rows: [['a', 'x']], warnings: [] });
  });

  it.each([
    ['', 'The file is empty'],
    ['\n \n\n', 'only blank lines'],
    [new Array(6000).fill('x').join(), '6000 columns; at most 5000'],
  ])('rejects %j', (text, message) => {
    expect(() => preview(text)).toThrow(message);
  });

  it('uses the options that the user gives instead of detection', () => {
    const bytes = new TextEncoder().encode('1;2\n3;4\n');
    const forced = previewCsv(bytes, 'f', true, { delimiter: ',', hasHeader: true, timestampUnit: 'ms' });
    expect(forced).toMatchObject({ delimiter: ',', hasHeader: true, columns: [{ name: '1;2' }], timestampUnit: 'ms' });
  });
});

describe('a file written by RankLab, with an extra column', () => {
  it('infers the type of the column from its cells, since its header states none', () => {
    const head = 'video_id,title,description,tags,category,creator,published_at_ms,duration_seconds,margin,studio:text';
    const text = `${head}\nv1,First,,,Film,,1609928314000,61,7,North\nv2,Second,,,Film,,1609928314000,62,9,South\n`;
    const { preset, kept, format } = previewCsv(new TextEncoder().encode(text), 'videos.csv', true);
    expect(preset).toBe('ranklab');
    expect(kept).toEqual([
      { column: 'studio:text', type: 'text' },
      { column: 'margin', type: 'number' },
    ]);
    expect(format).not.toContain('1234,5');
  });
});

describe('a day and a time of day in two columns', () => {
  const preview = (text: string) => previewCsv(new TextEncoder().encode(text), 'log.csv', true);

  it('become one timestamp, under the name of the day column', () => {
    const { shape, rows, guess, columns } = preview(
      'user_id,video_id,event_date,event_time\nu1,v1,20240301,08:30:00\nu1,v2,20240301,17:05:10\nu2,v1,20240302,23:59:59\n',
    );
    expect(shape).toBe('date-and-clock');
    expect(columns.map(({ name }) => name)).toEqual(['user_id', 'video_id', 'event_date']);
    expect(rows[1]).toEqual(['u1', 'v2', '2024-03-01 17:05:10']);
    expect(guess.mapping['timestamp']).toBe('event_date');
  });

  it('are kept apart if the second is a duration, or a complete timestamp exists', () => {
    expect(preview('user_id,video_id,date,duration\nu1,v1,2024-03-01,08:30\nu1,v2,2024-03-02,04:10\n').shape).toBe('table');
    expect(preview('user_id,video_id,date,time\nu1,v1,2024-03-01,2024-03-01 08:30:00\nu1,v2,2024-03-02,2024-03-02 04:10:00\n').shape).toBe(
      'table',
    );
  });
});
