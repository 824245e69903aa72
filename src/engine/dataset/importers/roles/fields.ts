import type { ImportRole } from '#shared/schemas/dataset';
import { readDuration } from '../formats/durations';
import { timeFormat } from '../formats/times';
import type { ColumnProfile } from '../profile/profile';

/** How to find the column of one field of a role. */
export interface FieldGuess {
  readonly field: string;
  /** Usual names of such columns (letters and digits only), the most certain first. */
  readonly names: readonly string[];
  /** How well the cells fit, 0 to 1: names propose columns, cells decide. */
  readonly suits: (column: ColumnProfile) => number;
}

const names = (text: string): string[] => text.split(' ');
const isId = (column: ColumnProfile): number =>
  column.given === 0 ? 0 : column.type === 'time' && !column.isInteger ? 0 : column.isIndex ? 0.9 : 1;
/** A written-out date is a date however many other cells are damaged; a number is ambiguous. */
const isTime = ({ time, type }: ColumnProfile): number =>
  time ? (timeFormat(time.unit).isNumber ? time.share : Math.max(0.5, time.share)) : type === 'empty' ? 0.1 : 0;
const isNumber = (column: ColumnProfile): number => (column.number || column.type === 'boolean' ? 1 : column.type === 'empty' ? 0.1 : 0);
const isKind = (column: ColumnProfile): number =>
  column.type === 'empty' ? 0 : column.values.length <= 60 && column.values.every((value) => value.length <= 50) ? 1 : 0;
const isText = (column: ColumnProfile): number =>
  column.type === 'empty' || column.type === 'boolean' ? 0.1 : column.type === 'number' ? 0.7 : 1;
const isDuration = (column: ColumnProfile): number => {
  if (column.number || column.values.some((value) => /^(\d+:)?\d{1,2}:\d{2}|^PT?\d/.test(value))) return 1;
  const read = column.values.filter((value) => !Number.isNaN(readDuration(value, 's', 'point'))).length;
  return read > 0.9 * column.values.length ? 1 : 0;
};

export const userNames = names(
  'userid user uid username userkey usersid viewer viewerid visitor visitorid client clientid customer customerid member memberid account accountid profileid reviewerid uuserid buyerid buyer listenerid readerid playerid subscriberid personid steamid authorid reviewername sessionid session deviceid cookieid',
);
export const videoNames = names(
  'videoid video itemid item movieid movie contentid content productid product parentasin asin articleid article trackid track songid song bookid book isbn postid clipid episodeid showid mediaid newsid news artistid artist gameid game appid recipeid businessid hotelid listingid courseid adid docid documentid objectid photoid podcastid sku upc animeid anime tmdbid imdbid vid iid',
);

const timestamp: FieldGuess = {
  field: 'timestamp',
  names: names(
    'timestampms timestamp timems time ts eventtime eventtimestamp datetime unixtime unixreviewtime eventtimems createdat occurredat watchedat viewedat ratedat clickedat timecreated date ratingdate reviewdate eventdate reviewtime logtime when day tdat dt dateadded purchasedate orderdate',
  ),
  suits: isTime,
};
const value: FieldGuess = {
  field: 'value',
  names: names(
    'rating ratings ratingvalue bookrating score stars overall watchratio watchfraction completion completionrate percentwatched eventvalue value vote preference playcount plays listens count weight watchtime playtime label liked target relevance feedback',
  ),
  suits: isNumber,
};
const kind: FieldGuess = {
  field: 'kind',
  names: names(
    'kind event eventtype eventname action actiontype actionname behavior behaviour behaviortype type interaction interactiontype',
  ),
  suits: isKind,
};
const user: FieldGuess = { field: 'user', names: userNames, suits: isId };
const video: FieldGuess = { field: 'video', names: videoNames, suits: isId };

/** The fields of each role in the order in which they choose their columns. */
export const fieldGuesses: Readonly<Record<ImportRole, readonly FieldGuess[]>> = {
  interactions: [user, video, timestamp, value, kind],
  users: [{ ...user, names: [...userNames, 'id'] }],
  videos: [
    { ...video, names: [...videoNames, 'id'] },
    {
      field: 'title',
      names: names('title videotitle movietitle itemtitle booktitle name itemname productname headline videoname caption'),
      suits: isText,
    },
    { field: 'description', names: names('description desc overview summary synopsis plot abstract body text about'), suits: isText },
    { field: 'tags', names: names('tags tag keywords keyword labels hashtags'), suits: isText },
    {
      field: 'category',
      names: names('category categories categoryname genre genres maincategory topic topics section subject videotagname listedin'),
      suits: isText,
    },
    {
      field: 'creator',
      names: names(
        'creator channel channeltitle channelname author authors bookauthor artist director uploader publisher brand store owner authorid channelid uploaderid',
      ),
      suits: isText,
    },
    {
      field: 'publishedAt',
      names: names(
        'publishedatms publishedat published publishtime publishdate publicationdate releasedate released uploaddate uploadedat uploaddt createdat created creationtimestamp date year yearofpublication',
      ),
      suits: isTime,
    },
    {
      field: 'duration',
      names: names('durationseconds duration durationms videoduration length runtime runtimeminutes lengthseconds seconds durationsec'),
      suits: isDuration,
    },
  ],
};

/** A column's name normalised for comparison: the last part of a path, without type, remark in brackets and punctuation. */
export const plainName = (header: string): string =>
  header
    .replace(/:(token|token_seq|float|float_seq|number|date|boolean|text|labels)$/, '')
    .replace(/\s*[([{].*$/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]/gu, '')
    .replace(/^.*\./, '');
