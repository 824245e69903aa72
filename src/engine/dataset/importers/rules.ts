import type { TimestampUnit } from '#shared/schemas/dataset';
import { isTimestampMs, ranges } from '#shared/schemas/ranges';
import { splitValues } from '../csv-cells';
import type { MultiValueFormat } from './plan';

/** Beyond these a cell is taken for damage, not for data. */
export const importLimits = {
  idCharacters: 500,
  textCharacters: 100_000,
  kindCharacters: 50,
  kindCount: 256,
  columnCount: 5_000,
  /** A quoted cell that runs over more lines than this was most likely never closed. */
  linesPerRecord: 1_000,
} as const;

/** Why a row is not taken. `{value}` and `{line}` are filled in by `reasonText`. */
const rejectionReasons = {
  'missing-user': 'no user id',
  'missing-video': 'no video id',
  'missing-tag': 'no tag',
  'id-too-long': `id longer than ${importLimits.idCharacters} characters`,
  'text-too-long': `text longer than ${importLimits.textCharacters} characters`,
  'kind-too-long': `kind longer than ${importLimits.kindCharacters} characters`,
  'not-a-number': 'not a number: {value}',
  'not-finite': 'not a finite number: {value}',
  'not-a-time': 'not a timestamp in the expected form: {value}',
  'number-out-of-range': 'number outside -1e12 to 1e12: {value}',
  'time-out-of-range': 'timestamp outside the years 1900 to 2200; is the unit right? {value}',
  'negative-duration': 'negative duration: {value}',
  'duration-too-long': 'duration of more than 100 years; is the unit seconds? {value}',
  'nul-character': 'contains a NUL character',
  'too-few-columns': 'fewer cells than the header has columns',
  'too-many-columns': 'more cells than the header has columns',
  'unterminated-quote': 'a quotation mark opened on line {line} is never closed',
  'bad-encoding': 'bytes that are not valid in the file’s encoding',
  'duplicate-id': 'id given again; the row on line {line} is kept',
  'duplicate-interaction': 'the same user, video, kind, value and timestamp as the row on line {line}',
  'unknown-user': 'user is not in the users’ file',
  'unknown-video': 'video is not in the videos’ file',
} as const;
export type RejectionCode = keyof typeof rejectionReasons;

export const reasonText = (code: RejectionCode, details: { value?: string; line?: number } = {}): string =>
  rejectionReasons[code].replace('{value}', shortened(details.value ?? '')).replace('{line}', String(details.line ?? '?'));

/** The first characters of a cell or line, for a table of rejects; control characters made visible. */
export function shortened(text: string, characters = 80): string {
  const start = text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
  return start.replace(/[\u0000-\u001f\u007f]/g, (character) => String.fromCharCode(0x2400 + (character.charCodeAt(0) % 0x60)));
}

export type Checked<Value> = { readonly value: Value } | { readonly rejected: RejectionCode };

const numberPattern = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

/** A finite number, NaN for an empty cell. `decimalComma` also takes 3,5. No thousands separators. */
export function readNumber(cell: string, decimalComma = false): Checked<number> {
  const text = cell.trim();
  if (text === '') return { value: NaN };
  const plain = decimalComma ? text.replace(',', '.') : text;
  if (!numberPattern.test(plain)) return { rejected: /^[+-]?(nan|inf|infinity)$/i.test(text) ? 'not-finite' : 'not-a-number' };
  const value = Number(plain);
  return Number.isFinite(value) ? { value } : { rejected: 'not-finite' };
}

/** The same for what is stored: in `ranges.interactionValue`. */
export function readStoredNumber(cell: string, decimalComma = false): Checked<number> {
  const read = readNumber(cell, decimalComma);
  return 'value' in read && Math.abs(read.value) > ranges.interactionValue.maximum ? { rejected: 'number-out-of-range' } : read;
}

const milliseconds: Record<'s' | 'ms' | 'us', number> = { s: 1000, ms: 1, us: 0.001 };
const isoPattern = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;
const dayMonthYearPattern = /^(\d{1,2})-([A-Za-z]{3})-(\d{4})$/;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Milliseconds since 1970, NaN for an empty cell. ISO times without a zone are UTC. */
export function readTimestamp(cell: string, unit: TimestampUnit): Checked<number> {
  const text = cell.trim();
  if (text === '') return { value: NaN };
  const value = unit === 'iso' ? isoMs(text) : unit === 'day-month-year' ? dayMonthYearMs(text) : numericMs(text, milliseconds[unit]);
  if (Number.isNaN(value)) return { rejected: 'not-a-time' };
  return isTimestampMs(value) ? { value } : { rejected: 'time-out-of-range' };
}

function numericMs(text: string, factor: number): number {
  return numberPattern.test(text) ? (factor === 0.001 ? Number(text) / 1000 : Number(text) * factor) : NaN;
}

function isoMs(text: string): number {
  const match = isoPattern.exec(text);
  if (!match) return NaN;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const dayMs = calendarDay(Number(year), Number(month) - 1, Number(day));
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return NaN;
  const timeMs = (Number(hour) * 3600 + Number(minute) * 60 + Number(second)) * 1000 + Number(`0.${fraction || '0'}`) * 1000;
  return dayMs + timeMs - zoneMs(zone);
}

function zoneMs(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function dayMonthYearMs(text: string): number {
  const match = dayMonthYearPattern.exec(text);
  if (!match) return NaN;
  const month = months.indexOf((match[2] ?? '').toLowerCase());
  return month < 0 ? NaN : calendarDay(Number(match[3]), month, Number(match[1]));
}

/** Midnight UTC of a day that exists; NaN for the 31st of February. */
function calendarDay(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month, day));
  date.setUTCFullYear(year);
  return date.getUTCMonth() === month && date.getUTCDate() === day ? date.getTime() : NaN;
}

/**
 * The labels of one cell, in order, without repetitions: trimmed and without empty ones, except in escaped cells, which
 * are taken as they were written.
 */
export function readMultiValue(cell: string, { separator, escaped, noneCells }: MultiValueFormat): string[] {
  if (noneCells.includes(cell.trim())) return [];
  const values = escaped ? splitValues(cell, separator) : cell.split(separator).map((value) => value.trim());
  return [...new Set(values)].filter((value) => value !== '');
}
