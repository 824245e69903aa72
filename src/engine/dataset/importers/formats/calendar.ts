/** Midnight UTC of a day that exists, in milliseconds since 1970; NaN for the 31st of February. `month` is 0 to 11. */
export function calendarDay(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month, day));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date.getTime() : NaN;
}

/** Month names by language, January first; an abbreviation is a beginning that fits one month of a language only. */
const monthNames: readonly (readonly string[])[] = [
  'january february march april may june july august september october november december',
  'januar februar märz april mai juni juli august september oktober november dezember',
  'jänner feber maerz april mai juni juli august september oktober november dezember',
  'janvier février mars avril mai juin juillet août septembre octobre novembre décembre',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre',
  'janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro',
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre',
  'januari februari maart april mei juni juli augustus september oktober november december',
].map((names) => names.split(' '));
const knownMonths = new Map<string, number>();

/** 0 to 11 for a month name of one of the languages, or its beginning of at least three letters; −1 otherwise. */
export function monthOf(name: string): number {
  const known = knownMonths.get(name);
  if (known !== undefined) return known;
  const word = name.normalize('NFC').toLowerCase().replace(/\.$/, '');
  const month = word.length < 3 || word.length > 12 ? -1 : monthOfWord(word);
  if (knownMonths.size < 1_000) knownMonths.set(name, month);
  return month;
}

function monthOfWord(word: string): number {
  for (const names of monthNames) {
    const fitting = names.flatMap((month, index) => (month.startsWith(word) ? [index] : []));
    if (fitting.length === 1) return fitting[0];
  }
  return -1;
}

/** Two digits are a year from 1970 to 2069, as in spreadsheets. */
export const fullYear = (year: string): number => (year.length > 2 ? Number(year) : Number(year) + (Number(year) < 70 ? 2000 : 1900));

const clockPattern =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([AaPp])?\.?[Mm]?\.?\s*(Z|UTC|(?:GMT|UTC)?[+-]\d{2}(?::?\d{2})?|GMT)?$/;

/** Milliseconds since midnight UTC of a time of day such as `9:05:00 AM`, `10:00:00.123 UTC` or `10:00+02:00`; NaN for an invalid time. */
export function clockMs(text: string): number {
  const match = clockPattern.exec(text.replace(/\s+\([^)]*\)$/, ''));
  if (!match) return NaN;
  const [, hour, minute, second = '0', fraction = '0', half, zone = 'Z'] = match;
  let hours = Number(hour);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return NaN;
    hours = (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hours > 23 || Number(minute) > 59 || Number(second) > 60) return NaN;
  return (hours * 3600 + Number(minute) * 60 + Number(second)) * 1000 + Number(`0.${fraction}`) * 1000 - zoneMs(zone);
}

function zoneMs(zone: string): number {
  const offset = zone.replace(/^(GMT|UTC|Z)/i, '');
  if (offset === '') return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}
