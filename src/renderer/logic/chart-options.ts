import type { TextTable } from './table-text';

/** A histogram as the service sends it: counts between edges. */
export interface Histogram {
  readonly label: string;
  /** Names of the axes. */
  readonly xName: string;
  readonly yName: string;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  /** The distinct values, one per count, where they are few. */
  readonly values?: readonly number[] | undefined;
}

/** Bars as [low, high, count], without empty ends; both ends of a distinct value are the value. */
export function histogramBars({ edges, counts, values }: Histogram): (readonly [number, number, number])[] {
  if (values) return values.map((value, index) => [value, value, counts[index] ?? 0] as const);
  const bars = counts.map((count, index) => [edges[index] ?? 0, edges[index + 1] ?? 0, count] as const);
  const first = bars.findIndex(([, , count]) => count > 0);
  const last = bars.findLastIndex(([, , count]) => count > 0);
  return first < 0 ? [] : bars.slice(first, last + 1);
}

export const histogramTable = (histogram: Histogram): TextTable => ({
  columns: ['from', 'to', 'count'],
  rows: histogramBars(histogram).map(([low, high, count]) => [low, high, count]),
});

/** The edges look like moments: beyond the year 1973 in milliseconds. */
export const isTimeAxis = ({ edges }: Histogram): boolean => (edges[0] ?? 0) > 1e11;

/** How a bar is named, whole and as a label below it: a value, a whole number, or the range up to the next bar. */
export function barNames(histogram: Histogram, edge: (value: number) => string): { readonly whole: string; readonly label: string }[] {
  const time = isTimeAxis(histogram);
  const bars = histogramBars(histogram);
  return bars.map(([low, high], index) => {
    if (low === high || (high - low === 1 && !time)) return { whole: edge(low), label: edge(low) };
    // The last day of a period is its end, not where its last bin begins.
    return { whole: `${edge(low)} … ${edge(high)}`, label: edge(time && index === bars.length - 1 ? high : low) };
  });
}

/** The service sends at most a thousand evenly spaced ranks, the first and the last among them: puts each at its rank. */
export function popularityPoints(curve: readonly number[], videoCount: number): (readonly [rank: number, views: number])[] {
  const step = curve.length > 1 ? (Math.max(videoCount, curve.length) - 1) / (curve.length - 1) : 0;
  return curve.map((views, index) => [1 + Math.round(index * step), views] as const);
}
