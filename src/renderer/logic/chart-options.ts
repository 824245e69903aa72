import type { TextTable } from './table-text';

/** A histogram as the service sends it: counts between edges. */
export interface Histogram {
  readonly label: string;
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

/** Bars as [low, high, count], without empty ends. */
export function histogramBars({ edges, counts }: Histogram): (readonly [number, number, number])[] {
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

/** The service sends at most a thousand evenly spaced ranks, the first and the last among them: puts each at its rank. */
export function popularityPoints(curve: readonly number[], videoCount: number): (readonly [rank: number, views: number])[] {
  const step = curve.length > 1 ? (Math.max(videoCount, curve.length) - 1) / (curve.length - 1) : 0;
  return curve.map((views, index) => [1 + Math.round(index * step), views] as const);
}
