import { isZeroTime } from '#engine/dataset/importers/formats/detect-time';
import { readStoredNumber, readTimestamp, type Checked } from '#engine/dataset/importers/rules';
import type { NumberFormat, TimestampUnit } from '#shared/schemas/dataset';
import { isInteractionValue } from '#shared/schemas/ranges';
import type { Fields } from './fields';

const [zero, nine, minus, point, comma] = [48, 57, 45, 46, 44];
/** Up to 15 digits a decimal is exact as mantissa / power of ten: both are representable, and the division rounds once. */
const maximumDigits = 15;
const powers = Float64Array.from({ length: maximumDigits + 1 }, (_, exponent) => 10 ** exponent);

/** A plain decimal of at most 15 digits straight from the bytes; NaN for everything else, which takes the slow way. */
export function plainDecimal(bytes: Uint8Array, start: number, end: number, decimalPoint: number): number {
  let at = start;
  const negative = bytes[at] === minus;
  if (negative) at++;
  let mantissa = 0;
  let digits = 0;
  let fraction = -1;
  for (; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte >= zero && byte <= nine) {
      mantissa = mantissa * 10 + (byte - zero);
      digits++;
      if (fraction >= 0) fraction++;
    } else if (byte === decimalPoint && fraction < 0) fraction = 0;
    else return NaN;
  }
  if (digits === 0 || digits > maximumDigits) return NaN;
  const value = fraction > 0 ? mantissa / (powers[fraction] as number) : mantissa;
  return negative && value !== 0 ? -value : value;
}

/** Field `index` as a number; NaN when empty. The rules are those of `readStoredNumber`. */
export function numberField(fields: Fields, index: number, format: NumberFormat): number | Checked<number> {
  if (fields.isEmpty(index)) return NaN;
  if (format === 'point' || format === 'comma') {
    const decimal = format === 'comma' ? comma : point;
    const [start, end] = [fields.starts[index] as number, fields.ends[index] as number];
    const value = plainDecimal(fields.bytes, start, end, decimal);
    if (isInteractionValue(value)) return value;
    // A point in a column with decimal commas is one as well: groups of digits are another format.
    const withPoint = format === 'comma' ? plainDecimal(fields.bytes, start, end, point) : NaN;
    if (isInteractionValue(withPoint)) return withPoint;
  }
  return readStoredNumber(fields.text(index), format);
}

const factors: Partial<Record<TimestampUnit, number>> = { s: 1000, ms: 1, order: 1000 };
/** 1900 to 2200, the range of `readTimestamp`, is checked there; between these no check is needed. */
const [earliestUnchecked, latestUnchecked] = [0, Date.UTC(2100, 0, 1)];

/** Field `index` in milliseconds since 1970; NaN when empty. The rules are those of `readTimestamp`. */
export function timestampField(fields: Fields, index: number, unit: TimestampUnit): number | Checked<number> {
  if (fields.isEmpty(index)) return NaN;
  const factor = factors[unit];
  if (factor !== undefined) {
    const value = plainDecimal(fields.bytes, fields.starts[index] as number, fields.ends[index] as number, point) * factor;
    if (value >= earliestUnchecked && value < latestUnchecked) return value;
  }
  const text = fields.text(index);
  return isZeroTime(text) && factor === undefined ? NaN : readTimestamp(text, unit);
}
