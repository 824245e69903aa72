import type { TimestampUnit } from '#shared/schemas/dataset';
import { isTimestampMs } from '#shared/schemas/ranges';

import { timeFormat, timeFormats, type TimeFormat } from './times';

/** The range of plausible viewing times, which decides the unit of a bare number. */
const earliestMs = Date.UTC(1990, 0, 1);
const latestMs = Date.UTC(2100, 0, 1);

export interface DetectedTime {
  readonly unit: TimestampUnit;
  /** Share of the cells that this format can read, 0 to 1. */
  readonly share: number;
  /** Another unit that also reads the cells but gives different days, so the user has to choose. */
  readonly rival?: TimestampUnit;
  /** Whether any cells differ within one day. */
  readonly step: TimeFormat['step'];
}

/** The zero date with which MySQL and others mark a missing time. */
export const isZeroTime = (cell: string): boolean => /^(0000-00-00([ T]00:00(:00(\.0+)?)?)?|0)$/.test(cell);

/**
 * The time format of most of the cells, if more than `share` of them have it (one bad cell must not reject a file).
 * Years and spreadsheet day numbers look like any number, so they are tried only with `named`, for columns whose name suggests a time.
 */
export function detectTime(cells: readonly string[], named: boolean, share = 0.5): DetectedTime | undefined {
  const filledCells = cells.filter((cell) => cell !== '' && !isZeroTime(cell));
  const fits = timeFormats
    .filter(({ id }) => named || (id !== 'year' && id !== 'serial'))
    .map((format) => ({ format, count: filledCells.reduce((count, cell) => count + (isPlausible(cell, format) ? 1 : 0), 0) }));
  const best = fits.reduce<(typeof fits)[number] | undefined>((most, fit) => (fit.count > (most?.count ?? 0) ? fit : most), undefined);
  const enough = named && best?.format.isNumber === false ? Math.min(share, 0.2) : share;
  if (!best || best.count <= filledCells.length * enough) return undefined;
  const rival =
    best.format.id === 'month-first' ? fits.find(({ format, count }) => format.id === 'day-first' && count === best.count) : undefined;
  const isAmbiguous =
    rival !== undefined && filledCells.some((cell) => best.format.read(cell) !== rival.format.read(cell)) && !filledCells.some(hasHalfDay);
  return {
    unit: best.format.id,
    share: best.count / filledCells.length,
    step: stepOf(filledCells, best.format),
    ...(isAmbiguous && { rival: rival.format.id }),
  };
}

/** Twelve-hour times are used where the month comes first. */
const hasHalfDay = (cell: string): boolean => /\d\s*[AP]\.?M\.?$/i.test(cell);

function stepOf(cells: readonly string[], format: TimeFormat): TimeFormat['step'] {
  if (format.step !== 'moment') return format.step;
  return cells.every((cell) => Number.isNaN(format.read(cell)) || format.read(cell) % 86_400_000 === 0) ? 'day' : 'moment';
}

function isPlausible(cell: string, format: TimeFormat): boolean {
  const ms = format.read(cell);
  if (format.id === 'year') return ms >= Date.UTC(1800, 0, 1) && ms < latestMs;
  return format.isNumber ? ms >= earliestMs && ms < latestMs : isTimestampMs(ms);
}

/** Milliseconds since 1970, or NaN. */
export const readTime = (cell: string, unit: TimestampUnit): number => timeFormat(unit).read(cell.trim());
