/**
 * The common axis of the forest plot: differences relative to the baseline's value, so that metrics of different
 * size share one honest scale. The axis ends at a round step, so it stays put while a slider moves.
 */
export interface ForestRow {
  readonly difference: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly baselineValue: number | null;
}

export interface ForestMark {
  /** Percent of the width, 0 … 100; 50 is "no difference". */
  readonly point: number;
  readonly low: number;
  readonly high: number;
  /** The interval goes on beyond the axis on that side. */
  readonly clippedLow: boolean;
  readonly clippedHigh: boolean;
}

const steps = [0.01, 0.1, 1, 10, 100].flatMap((power) => [1, 1.5, 2, 3, 5, 7.5].map((digit) => digit * power));

/** Half-width of the axis as a fraction of the baseline. One extreme metric is clipped rather than flattening the rest. */
export function forestExtent(rows: readonly ForestRow[]): number {
  const extents = rows
    .map(relative)
    .filter((row) => row !== undefined)
    .map(({ difference, low, high }) => Math.max(Math.abs(difference), Math.abs(low), Math.abs(high)))
    .sort((a, b) => a - b);
  const largest = extents.at(-1) ?? 0;
  const median = extents[Math.floor((extents.length - 1) / 2)] ?? 0;
  const wanted = Math.min(largest, Math.max(median * 2.5, 0.01)) * 1.05;
  return steps.find((step) => step >= wanted) ?? 1000;
}

export function forestMark(row: ForestRow, extent: number): ForestMark | undefined {
  const values = relative(row);
  if (!values) return undefined;
  const place = (value: number): number => 50 + Math.max(-1, Math.min(1, value / extent)) * 50;
  return {
    point: place(values.difference),
    low: place(values.low),
    high: place(values.high),
    clippedLow: values.low < -extent,
    clippedHigh: values.high > extent,
  };
}

function relative({ difference, low, high, baselineValue }: ForestRow): { difference: number; low: number; high: number } | undefined {
  if (difference === null || !Number.isFinite(difference)) return undefined;
  // Without a baseline to be relative to, the difference itself is the only scale there is.
  const unit = baselineValue === null || Math.abs(baselineValue) < 1e-12 ? 1 : Math.abs(baselineValue);
  return { difference: difference / unit, low: (low ?? difference) / unit, high: (high ?? difference) / unit };
}
