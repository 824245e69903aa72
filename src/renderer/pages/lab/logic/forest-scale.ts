import { MINUS } from '#shared/counts';
import { formatCount, formatDifference } from '../../../logic/format';

/**
 * The common axis of the forest plot: differences relative to the baseline's value, so that metrics of different size share one scale. The axis ends
 * at a round step, so it does not shift while a slider moves.
 */
export interface ForestRow {
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly baselineValue: number | null;
}

interface ForestMark {
  /** Percent of the width, 0 … 100; 50 is "no difference". Null: the difference lies beyond the axis. */
  readonly point: number | null;
  /** Ends of the interval, clipped to the axis. */
  readonly low: number;
  readonly high: number;
  /** The value cut off on that side, as a fraction of the baseline: the difference, or else the interval's end. */
  readonly beyondLow: number | null;
  readonly beyondHigh: number | null;
}

const steps = [0.01, 0.1, 1, 10, 100].flatMap((power) => [1, 1.5, 2, 3, 5, 7.5].map((digit) => digit * power));

/** A row is an outlier if showing it in full would shrink all others to less than half. */
const extremeRatio = 2;
/** Maximum share of rows treated as outliers; one is always allowed. */
const extremeShare = 0.25;
const smallestExtent = 0.01;

/**
 * Half-width of the axis as a fraction of the baseline: all rows fit except a few far larger ones, which are cut off so that the others stay
 * readable.
 */
export function forestExtent(rows: readonly ForestRow[]): number {
  const extents = rows
    .map(relative)
    .filter((row) => row !== undefined)
    .map(({ difference, low, high }) => Math.max(Math.abs(difference), Math.abs(low), Math.abs(high), smallestExtent / 1.05))
    .sort((a, b) => a - b);
  const most = Math.max(1, Math.floor(extents.length * extremeShare));
  const shown = extents.slice(Math.max(0, extents.length - most - 1));
  // The first gap limits the axis; without one it fits everything.
  const fits = shown.find((extent, index) => (shown[index + 1] ?? 0) > extremeRatio * extent) ?? shown.at(-1) ?? 0;
  return steps.find((step) => step >= fits * 1.05) ?? 1000;
}

export function forestMark(row: ForestRow, extent: number): ForestMark | undefined {
  const values = relative(row);
  if (!values) return undefined;
  const { difference, low, high } = values;
  const place = (value: number): number => 50 + Math.max(-1, Math.min(1, value / extent)) * 50;
  return {
    point: Math.abs(difference) > extent ? null : place(difference),
    low: place(low),
    high: place(high),
    beyondLow: difference < -extent ? difference : low < -extent ? low : null,
    beyondHigh: difference > extent ? difference : high > extent ? high : null,
  };
}

/** Whether a number at a cut-off end would leave the point visible. */
export const fitsLabel = ({ point }: ForestMark, side: 'low' | 'high'): boolean =>
  point === null || (side === 'high' ? point < 66 : point > 34);

/** A difference in the axis's unit: `+831%` of the baseline, or the absolute difference if the baseline is zero. */
export function formatRelative(fraction: number, baselineValue: number | null): string {
  if (!hasUnit(baselineValue)) return formatDifference(fraction);
  const percent = Math.abs(fraction) * 100;
  return `${fraction < 0 ? MINUS : '+'}${percent < 10 ? percent.toFixed(1) : formatCount(Math.round(percent))}%`;
}

/** One row in words: the difference and its interval, both ways, and whether the axis is too short for them. */
export function forestText(row: ForestRow, extent: number): string {
  const { difference, low, high, baselineValue } = row;
  const plain = `difference ${formatDifference(difference)}, from ${formatDifference(low)} to ${formatDifference(high)}`;
  const values = relative(row);
  const mark = forestMark(row, extent);
  if (!values || !mark) return plain;
  const relativeText = (value: number): string => formatRelative(value, baselineValue);
  const relatively = hasUnit(baselineValue)
    ? `; of the baseline ${relativeText(values.difference)}, from ${relativeText(values.low)} to ${relativeText(values.high)}`
    : '';
  if (mark.beyondLow === null && mark.beyondHigh === null) return plain + relatively;
  const what = mark.point === null ? 'beyond the axis' : 'the interval extends beyond the axis';
  const edge = hasUnit(baselineValue) ? formatEdge(extent) : `±${extent}`; // for such a row the axis shows absolute differences
  return `${plain}${relatively}: ${what}, which ends at ${edge}`;
}

/** For the heading of the plot. */
export const forestAxisNote =
  'The axis fits all metrics except a few far larger ones, which are cut off and shown with an arrow and their number.';

/** `±200%`. */
export const formatEdge = (extent: number): string => `±${Number((extent * 100).toPrecision(3))}%`;

function relative({ difference, low, high, baselineValue }: ForestRow): { difference: number; low: number; high: number } | undefined {
  if (difference === null || !Number.isFinite(difference)) return undefined;
  // Without a non-zero baseline, the scale is the absolute difference.
  const unit = hasUnit(baselineValue) ? Math.abs(baselineValue) : 1;
  return { difference: difference / unit, low: (low ?? difference) / unit, high: (high ?? difference) / unit };
}

const hasUnit = (baselineValue: number | null): baselineValue is number => baselineValue !== null && Math.abs(baselineValue) >= 1e-12;
