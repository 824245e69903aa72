import type { TimestampUnit } from '#shared/schemas/dataset';
import { calendarDay, clockMs, fullYear, monthOf } from './calendar';

/** One time format. */
export interface TimeFormat {
  readonly id: TimestampUnit;
  /** For messages and menus. */
  readonly label: string;
  /** The resolution: days and years cannot order events within one of them. */
  readonly step: 'moment' | 'day' | 'year';
  /** A bare number: only its size and the column's name can tell whether it is a time. */
  readonly isNumber: boolean;
  /** Milliseconds since 1970; NaN for a text in another format. Without a zone: UTC. */
  readonly read: (text: string) => number;
}

/** A comma or point in a time is its decimal separator, because thousands are not separated in timestamps. */
const numberPattern = /^[+-]?(\d+([.,]\d*)?|\.\d+)([eE][+-]?\d+)?$/;
const numberOf = (text: string): number => Number(text.replace(',', '.'));
const since1970 = (factor: number) => (text: string) => (numberPattern.test(text) ? scaled(numberOf(text), factor) : NaN);
const scaled = (value: number, factor: number): number => (factor < 1 ? value / (1 / factor) : value * factor);

const isoPattern =
  /^(\d{4})([-/])(\d{2})\2(\d{2})(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?)\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\[[\w/]+\])?)?$/i;
/** ISO 8601's basic format: 20240301T120000Z. */
const isoBasic = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2}(?:[.,]\d{1,9})?)?(Z|[+-]\d{2}(?::?\d{2})?)?$/;
function isoMs(text: string): number {
  const match = isoPattern.exec(text);
  if (!match) return isoBasicMs(text);
  const [, year, , month, day, clock, zone = 'Z'] = match;
  return calendarDay(Number(year), Number(month) - 1, Number(day)) + (clock === undefined ? 0 : clockMs(clock + zone.toUpperCase()));
}

function isoBasicMs(text: string): number {
  const match = isoBasic.exec(text);
  if (!match) return NaN;
  const [, year, month, day, hour = '', minute = '', second = '00', zone = 'Z'] = match;
  return calendarDay(Number(year), Number(month) - 1, Number(day)) + clockMs(`${hour}:${minute}:${second}${zone}`);
}

/** 20240701, also with the `.0` of a column of decimals, and 20240701100000. */
function dayNumberMs(text: string): number {
  const match = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?(?:\.0+)?$/.exec(text);
  if (!match) return NaN;
  const [, year, month, day, hour = '0', minute = '00', second = '00'] = match;
  return calendarDay(Number(year), Number(month) - 1, Number(day)) + clockMs(`${hour}:${minute}:${second}`);
}

const yearMs = (text: string): number => (/^\d{4}(\.0+)?$/.test(text) ? calendarDay(Number.parseInt(text, 10), 0, 1) : NaN);

/** Days since 1899-12-30, as spreadsheets count them; values close to a whole second are rounded to it. */
function serialMs(text: string): number {
  return /^\d{1,6}([.,]\d+)?$/.test(text) ? Math.round((numberOf(text) - 25_569) * 86_400_000) : NaN;
}

/** Whole numbers that only give an order: stored one second apart, so that no two coincide. */
const orderMs = (text: string): number => (isCounter(text) ? Number(text) * 1000 : NaN);
export const isCounter = (text: string): boolean => /^\d{1,9}(\.0+)?$/.test(text);

function dayMonthYearMs(text: string): number {
  const match = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/.exec(text);
  return match ? namedDay(match[1] ?? '', match[2] ?? '', match[3] ?? '') : NaN;
}

const namedDay = (day: string, month: string, year: string): number =>
  monthOf(month) < 0 ? NaN : calendarDay(fullYear(year), monthOf(month), Number(day));

const word = String.raw`\p{L}{3,12}\.?`;
const weekday = String.raw`(?:${word},?\s+)?`;
const tail = String.raw`(?:,?\s+(?:(?:at|um|à|a las)\s+)?(\d.*))?`;
const dayFirstName = new RegExp(
  String.raw`^${weekday}(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]+(?:de\s+)?(${word})[\s,-]+(?:de\s+)?(\d{4}|\d{2})${tail}$`,
  'u',
);
const monthFirstName = new RegExp(String.raw`^${weekday}(${word})\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${tail}$`, 'u');
/** Mon Jul 01 10:00:00 +0000 2024, as C and Twitter write it. */
const yearLast = /^[A-Za-z]{3}\s+([A-Za-z]{3})\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s*([+-]\d{4}|UTC|GMT|Z)?\s+(\d{4})$/;

/** [01/Jul/2024:10:00:00 +0000], as web servers log. */
const webLog = /^\[?(\d{1,2})\/([A-Za-z]{3})\/(\d{4}):(\d{2}:\d{2}:\d{2})\s*([+-]\d{4})?\]?$/;

function monthNameMs(text: string): number {
  const logged = webLog.exec(text);
  if (logged) return namedDay(logged[1] ?? '', logged[2] ?? '', logged[3] ?? '') + clockMs((logged[4] ?? '') + (logged[5] ?? ''));
  const last = yearLast.exec(text);
  if (last) return namedDay(last[2] ?? '', last[1] ?? '', last[5] ?? '') + clockMs((last[3] ?? '') + (last[4] ?? ''));
  const first = dayFirstName.exec(text);
  if (first) return namedDay(first[1] ?? '', first[2] ?? '', first[3] ?? '') + (first[4] === undefined ? 0 : clockMs(first[4]));
  const month = monthFirstName.exec(text);
  if (!month) return NaN;
  return namedDay(month[2] ?? '', month[1] ?? '', month[3] ?? '') + (month[4] === undefined ? 0 : clockMs(month[4]));
}

/** Mon, 01 Jul 2024 10:00:00 +0000: the weekday may be missing, the zone may not. */
const rfc2822Ms = (text: string): number =>
  /^([A-Za-z]{3},\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d{2}:\d{2}(:\d{2})?\s+([+-]\d{4}|UT|UTC|GMT|Z)$/.test(text)
    ? monthNameMs(text.replace(/UT$/, 'UTC'))
    : NaN;

const numericDate = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?[\sT]+(\d.*))?$/;
const numeric = (order: 'day' | 'month') => (text: string) => {
  const match = numericDate.exec(text);
  if (!match) return NaN;
  const [, first = '', , second = '', year = '', clock] = match;
  const [day, month] = order === 'day' ? [first, second] : [second, first];
  return calendarDay(fullYear(year), Number(month) - 1, Number(day)) + (clock === undefined ? 0 : clockMs(clock));
};

const format = (id: TimestampUnit, label: string, read: TimeFormat['read'], step: TimeFormat['step'] = 'moment', isNumber = false) =>
  ({ id, label, step, isNumber, read }) satisfies TimeFormat;

/** Every time format, in the order in which they are tried. A new one is a line here and a name in the schema. */
export const timeFormats: readonly TimeFormat[] = [
  format('iso', 'ISO 8601 (2024-03-01T12:00)', isoMs),
  format('day-month-year', 'like 01-Jan-1995', dayMonthYearMs, 'day'),
  format('rfc2822', 'RFC 2822 (Fri, 01 Mar 2024 12:00:00 +0000)', rfc2822Ms),
  format('month-name', 'with the month’s name (Mar 1, 2024)', monthNameMs),
  format('month-first', 'month/day/year (03/31/2024)', numeric('month')),
  format('day-first', 'day/month/year (31/03/2024)', numeric('day')),
  format('s', 'seconds since 1970', since1970(1000), 'moment', true),
  format('ms', 'milliseconds since 1970', since1970(1), 'moment', true),
  format('us', 'microseconds since 1970', since1970(0.001), 'moment', true),
  format('ns', 'nanoseconds since 1970', since1970(0.000001), 'moment', true),
  format('yyyymmdd', 'days as YYYYMMDD (20240301)', dayNumberMs, 'day', true),
  format('serial', 'a spreadsheet’s day numbers (45352.5)', serialMs, 'moment', true),
  format('year', 'years (2024)', yearMs, 'year', true),
  format('order', 'numbers that count events: their order, no dates (0, 1, 2)', orderMs, 'moment', true),
];

const byId = new Map(timeFormats.map((known) => [known.id, known]));

export function timeFormat(id: TimestampUnit): TimeFormat {
  const found = byId.get(id);
  if (!found) throw new RangeError(id);
  return found;
}
