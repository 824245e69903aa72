import { fieldsOfRole, type FileRole } from './plan';
import { readNumber } from './rules';
import { detectTimestampUnit } from './timestamps';

interface MappingGuess {
  readonly role: Exclude<FileRole, 'tags'> | 'unknown';
  /** Our field → the file's column. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** Names that columns go by, letters and digits only; earlier ones are surer. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  user: split(
    'userid user uid username userkey member memberid customer customerid visitor visitorid viewer viewerid account accountid profileid reviewerid',
  ),
  video: split(
    'videoid video itemid item movieid movie contentid content productid product asin articleid article trackid track songid bookid postid clipid episodeid showid mediaid',
  ),
  timestamp: split(
    'timestampms timestamp time ts eventtime datetime date createdat occurredat watchedat viewedat ratedat ratingdate unixreviewtime eventdate logtime when',
  ),
  value: split('rating value score stars watchfraction watchratio completion overall ratingvalue playcount plays weight watchtime count'),
  kind: split('kind event eventtype action actiontype type interaction interactiontype behavior behaviour'),
  title: split('title videotitle movietitle itemtitle name itemname headline'),
  description: split('description desc overview summary synopsis plot abstract body text about'),
  tags: split('tags tag keywords keyword labels hashtags'),
  category: split('category categories categoryname genre genres topic topics section subject'),
  creator: split('creator channel channeltitle channelname author artist director uploader publisher brand owner'),
  publishedAt: split(
    'publishedatms publishedat published publishtime publishdate publicationdate releasedate released uploaddate uploadedat createdat created date year',
  ),
  duration: split('durationseconds duration lengthseconds length runtime seconds durationsec'),
};

function split(names: string): string[] {
  return names.split(' ');
}

const plain = (header: string): string => header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/**
 * Guesses what a file holds and which column is which, from its headers and, for files without meaningful headers, from
 * the look of the cells. Columns that nothing is known about stay unmapped.
 */
export function guessMapping(headers: readonly string[], sampleRows: readonly (readonly string[])[]): MappingGuess {
  const user = findColumn(headers, 'user');
  const video = findColumn(headers, 'video');
  if (user !== undefined && video !== undefined) {
    return { role: 'interactions', mapping: named(headers, 'interactions', { user, video }) };
  }
  if (user !== undefined) return { role: 'users', mapping: { user } };
  const anyId = headers.find((header) => plain(header) === 'id');
  const describes = ['title', 'description', 'category', 'tags', 'duration'].some((field) => findColumn(headers, field) !== undefined);
  if ((video ?? anyId) !== undefined && describes) {
    return { role: 'videos', mapping: named(headers, 'videos', { video: video ?? anyId ?? '' }) };
  }
  return guessByContent(headers, sampleRows);
}

function findColumn(headers: readonly string[], field: string, taken: readonly string[] = []): string | undefined {
  for (const name of synonyms[field] ?? []) {
    const found = headers.find((header) => plain(header) === name && !taken.includes(header));
    if (found !== undefined) return found;
  }
  return undefined;
}

function named(headers: readonly string[], role: 'interactions' | 'videos', ids: Readonly<Record<string, string>>): Record<string, string> {
  const mapping: Record<string, string> = { ...ids };
  for (const field of fieldsOfRole[role].optional) {
    const column = findColumn(headers, field, Object.values(mapping));
    if (column !== undefined) mapping[field] = column;
  }
  return mapping;
}

/** Headerless logs: a column of times, one of small numbers, and the first two others are user and video. */
function guessByContent(headers: readonly string[], sampleRows: readonly (readonly string[])[]): MappingGuess {
  const cells = headers.map((_, column) => sampleRows.map((row) => row[column] ?? ''));
  const timestamp = cells.findIndex((column, i) => i >= 2 && detectTimestampUnit(column, 0.9) !== undefined);
  if (headers.length < 3 || timestamp < 0) return { role: 'unknown', mapping: {} };
  const value = cells.findIndex((column, i) => i >= 2 && i !== timestamp && column.every(isSmallNumber));
  const mapping: Record<string, string> = { user: headers[0], video: headers[1], timestamp: headers[timestamp] };
  if (value >= 0) mapping['value'] = headers[value];
  return { role: 'interactions', mapping };
}

function isSmallNumber(cell: string): boolean {
  const checked = readNumber(cell, true);
  return 'value' in checked && Math.abs(checked.value) <= 100;
}
