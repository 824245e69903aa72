const kinds: readonly (readonly [start: string, kind: string, remedy: string])[] = [
  ['PK\u0003\u0004', 'a workbook or an archive', 'Save the sheet as CSV, or unpack the archive'],
  ['%PDF', 'a PDF', 'Choose the data behind it'],
  ['BZh', 'compressed with bzip2', 'Decompress it with “bzip2 -d FILE”; gzip and zstd are read as they are'],
  ['\ufffd7zXZ', 'compressed with xz', 'Decompress it with “xz -d FILE”; gzip and zstd are read as they are'],
  ['ý7zXZ', 'compressed with xz', 'Decompress it with “xz -d FILE”; gzip and zstd are read as they are'],
  ['SQLite format 3', 'a SQLite database', 'Name it as sqlite:FILE?table=NAME'],
  ['<!doctype html', 'a web page', 'Download the data itself: this may be a page that asks to log in'],
  [
    'insert into',
    'a dump of a database',
    'Load it into the database, and name its table: sqlite:FILE?table=NAME or postgres://…?table=NAME',
  ],
  [
    'create table',
    'a dump of a database',
    'Load it into the database, and name its table: sqlite:FILE?table=NAME or postgres://…?table=NAME',
  ],
  ['<html', 'a web page', 'Download the data itself: this may be a page that asks to log in'],
];
const judged = 4_096;
/** A stray control character is damage of a row; this share of them is no text. */
const mostControls = 0.02;

/** What a file is that is no table of text, and what to do instead; undefined for a text. */
export function binaryKind(head: string): { readonly kind: string; readonly remedy: string } | undefined {
  const known = kinds.find(([start]) => head.slice(0, 20).toLowerCase().startsWith(start.toLowerCase()));
  if (known) return { kind: known[1], remedy: known[2] };
  const beginning = head.slice(0, judged);
  const controls = [...beginning].filter((sign) => /[\0-\u0008\u000e-\u001a\u001c-\u001e]/.test(sign) && sign !== '\u0001').length;
  if (controls < 4 || controls <= mostControls * beginning.length) return undefined;
  return { kind: 'a binary file', remedy: 'Choose CSV, TSV, JSON Lines or Parquet' };
}
