/** Number formats for people: grouped counts, true minus signs, no leading zeros where that is customary. */
import { MINUS } from '#shared/counts';
import { minuteText } from '#shared/words';

export { formatCount, formatShare, plural } from '#shared/counts';

/** Cached, because creating a formatter is expensive and lists re-render at every slider position. */
const decimals = [0, 1, 2, 3, 4].map(
  (digits) => new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }),
);

/** Significant digits suited to a metric's size; a missing value is a dash, never a zero. */
export function formatValue(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
  return (decimals[digits]?.format(value) ?? '').replace('-', MINUS);
}

export function formatDifference(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const text = formatValue(Math.abs(value));
  // A value that rounds to zero has no sign.
  return /[1-9]/.test(text) ? (value > 0 ? '+' : MINUS) + text : text;
}

/** `.003`, `< .001`: at most three decimals, no leading zero, as statistics are printed. */
export function formatP(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  if (value < 0.001) return '< .001';
  return value >= 0.9995 ? '1' : value.toFixed(3).replace(/^0/, '');
}

/** A weight or λ: up to three decimals, at least two, no leading zero: `.27`, `1`, `−.5`. */
export function formatWeight(value: number): string {
  const text = Number.isInteger(value) ? String(Math.abs(value)) : Math.abs(value).toFixed(3).replace(/0$/, '').replace(/^0/, '');
  return (value < 0 ? MINUS : '') + text;
}

export const formatPercent = (fraction: number | null | undefined, digits = 0): string =>
  fraction === null || fraction === undefined || !Number.isFinite(fraction)
    ? '–'
    : `${(fraction * 100).toFixed(digits).replace('-', MINUS)}%`;

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${units[unit] ?? ''}`;
}

/** `< 1 ms`, `850 ms`, `4.2 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds > 0 && milliseconds < 0.5) return '< 1 ms';
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 59.95) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The day in UTC, so that the same workspace reads the same everywhere. */
export const formatDay = (timestampMs: number | null | undefined): string =>
  timestampMs === null || timestampMs === undefined || !isDate(timestampMs) ? '–' : new Date(timestampMs).toISOString().slice(0, 10);

export const formatMinute = (timestampMs: number | null | undefined): string =>
  timestampMs === null || timestampMs === undefined ? '–' : minuteText(timestampMs);

/** Age of something at a reference time: `12 d`, `5 mo`, `3 y`. */
export function formatAge(fromMs: number, toMs: number): string {
  const days = Math.max(0, Math.floor((toMs - fromMs) / 86_400_000));
  if (days < 90) return `${days} d`;
  return days < 730 ? `${Math.round(days / 30.44)} mo` : `${Math.round(days / 365.25)} y`;
}

const isDate = (timestampMs: number): boolean => Math.abs(timestampMs) <= 8.64e15;
