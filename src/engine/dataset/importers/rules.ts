import type { NumberFormat, TimestampUnit } from '#shared/schemas/dataset';
import { isTimestampMs, ranges } from '#shared/schemas/ranges';
import { readTime } from './formats/detect-time';
import { parseNumber } from './formats/numbers';
import { importLimits } from './limits';

/** Why a row is rejected. `reasonText` fills in `{value}` and `{line}`. */
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

/** A finite number, NaN for an empty cell. `format`: the number format; true means a decimal comma. */
export function readNumber(cell: string, format: NumberFormat | boolean = 'point'): Checked<number> {
  const text = cell.trim();
  if (text === '') return { value: NaN };
  const value = parseNumber(text, format === true ? 'comma' : format === false ? 'point' : format);
  if (!Number.isNaN(value)) return { value };
  return { rejected: /^[+-]?(nan|inf|infinity)$|^[+-]?\d+(\.\d*)?e\d+$/i.test(text) ? 'not-finite' : 'not-a-number' };
}

/** The same for values that are stored, which must be within `ranges.interactionValue`. */
export function readStoredNumber(cell: string, format: NumberFormat | boolean = 'point'): Checked<number> {
  const read = readNumber(cell, format);
  return 'value' in read && Math.abs(read.value) > ranges.interactionValue.maximum ? { rejected: 'number-out-of-range' } : read;
}

/** Milliseconds since 1970, NaN for an empty cell. Times without a zone are UTC. */
export function readTimestamp(cell: string, unit: TimestampUnit): Checked<number> {
  const text = cell.trim();
  if (text === '') return { value: NaN };
  const value = readTime(text, unit);
  if (Number.isNaN(value)) return { rejected: 'not-a-time' };
  return isTimestampMs(value) ? { value } : { rejected: 'time-out-of-range' };
}
