/**
 * The common axis of a forest plot. Effects in one unit share a scale: differences relative to the baseline's value, differences as they are, or
 * differences in standard deviations of the paired differences (Cohen's dz). The axis ends at a round step, so it does not shift with every number.
 */
export const effects = ['relative', 'absolute', 'standardised'] as const;
export type Effect = (typeof effects)[number];

/** A difference and its interval; null or infinite ends are unbounded or unknown. */
export interface ForestRow {
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** What one unit of the axis is; null: the row has no place on it. */
  readonly unit: number | null;
}

export interface ForestMark {
  /** Percent of the width, 0 … 100; 50 is "no difference". Null: the difference lies beyond the axis. */
  readonly point: number | null;
  /** Ends of the interval, clipped to the axis. */
  readonly low: number;
  readonly high: number;
  /** The value cut off on that side, in units of the axis: the difference, or else the interval's end. */
  readonly beyondLow: number | null;
  readonly beyondHigh: number | null;
}

interface Comparison {
  readonly baselineValue: number | null;
  readonly standardError?: number | null | undefined;
  readonly pairCount: number;
}

export const hasBaseline = (value: number | null): value is number => value !== null && Math.abs(value) >= 1e-12;

/** What one unit of the axis is for a comparison. Without a baseline to relate to, a relative difference is shown as it is. */
export function effectUnit({ baselineValue, standardError = null, pairCount }: Comparison, effect: Effect): number | null {
  if (effect === 'relative') return hasBaseline(baselineValue) ? Math.abs(baselineValue) : 1;
  if (effect === 'absolute') return 1;
  return standardError !== null && standardError > 0 ? standardError * Math.sqrt(pairCount) : null;
}

const steps = [0.0001, 0.001, 0.01, 0.1, 1, 10, 100].flatMap((power) => [1, 1.5, 2, 3, 5, 7.5].map((digit) => digit * power));

/** A row is an outlier if showing it in full would shrink all others to less than half. */
const extremeRatio = 2;
/** Maximum share of rows treated as outliers; one is always allowed. */
const extremeShare = 0.25;
/** The shortest axis: noise of that size is not worth more of the width. */
const smallestExtents: Readonly<Record<Effect, number>> = { relative: 0.01, absolute: 0.001, standardised: 0.1 };

/** Half-width of the axis in its unit: all rows fit except a few far larger ones, which are cut off so that the others stay readable. */
export function forestExtent(rows: readonly ForestRow[], effect: Effect = 'relative'): number {
  const smallest = smallestExtents[effect] / 1.05;
  const extents = rows
    .map(inUnits)
    .filter((row) => row !== undefined)
    .map(({ difference, low, high }) => Math.max(...[difference, low, high].map(Math.abs).filter(Number.isFinite), smallest))
    .sort((a, b) => a - b);
  const most = Math.max(1, Math.floor(extents.length * extremeShare));
  const shown = extents.slice(Math.max(0, extents.length - most - 1));
  // The first gap limits the axis; without one it fits everything.
  const fits = shown.find((extent, index) => (shown[index + 1] ?? 0) > extremeRatio * extent) ?? shown.at(-1) ?? smallest;
  return steps.find((step) => step >= fits * 1.05 - 1e-12) ?? 1000;
}

export function forestMark(row: ForestRow, extent: number): ForestMark | undefined {
  const values = inUnits(row);
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

/** The row in units of the axis. */
export function inUnits({ difference, low, high, unit }: ForestRow): { difference: number; low: number; high: number } | undefined {
  if (difference === null || unit === null || !Number.isFinite(difference)) return undefined;
  return { difference: difference / unit, low: (low ?? difference) / unit, high: (high ?? difference) / unit };
}
