import type { DurationUnit, NumberFormat } from '#shared/schemas/dataset';
import { parseNumber } from './numbers';

const seconds: Readonly<Record<DurationUnit, number>> = { ms: 1000, s: 1, min: 1 / 60 };
const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2}(?:[.,]\d+)?)$/;
const iso = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

const number = String.raw`(\d+(?:[.,]\d+)?)\s*`;
/** 1h 5m, 90 min, 2 hours 3 minutes, 45 sec. */
const words = new RegExp(
  String.raw`^(?:${number}h(?:rs?|ours?)?\.?)?\s*(?:${number}m(?:ins?|inutes?)?\.?)?\s*(?:${number}s(?:ecs?|econds?)?\.?)?$`,
  'i',
);

/** Seconds of a number in `unit`, of 1:02:03 or 2:03, of ISO 8601's PT1H2M3S, or of 1h 2min; NaN for anything else. */
export function readDuration(text: string, unit: DurationUnit, format: NumberFormat): number {
  const time = clock.exec(text);
  if (time) return Number(time[1] ?? 0) * 3600 + Number(time[2]) * 60 + Number((time[3] ?? '0').replace(',', '.'));
  const period = text.length > 2 ? iso.exec(text) : null;
  if (period) {
    const [days = 0, hours = 0, minutes = 0, rest = 0] = period.slice(1).map((part) => Number(part ?? 0));
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest;
  }
  const spoken = text === '' ? null : words.exec(text);
  if (spoken) {
    const [hours = 0, minutes = 0, rest = 0] = spoken.slice(1).map((part) => Number((part ?? '0').replace(',', '.')));
    return (hours * 60 + minutes) * 60 + rest;
  }
  return parseNumber(text, format) / seconds[unit];
}

/** The unit from the column's name; otherwise seconds, or milliseconds where most values in seconds would exceed a day. */
export function durationUnit(name: string, cells: readonly string[]): DurationUnit {
  if (/(^|[^a-z])(ms|millis|milliseconds|msec)([^a-z]|$)|Ms$|Millis$/.test(name)) return 'ms';
  if (/(^|[^a-z])(min|mins|minutes|runtime)([^a-z]|$)|Minutes$/i.test(name)) return 'min';
  const numbers = cells.map((cell) => parseNumber(cell, 'point')).filter((value) => value > 0);
  return numbers.length > 0 && numbers.filter((value) => value > 86_400).length > numbers.length / 2 ? 'ms' : 's';
}
