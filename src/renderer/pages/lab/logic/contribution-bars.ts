import type { RankedVideo } from '#shared/schemas/ranking';

type Contribution = RankedVideo['contributions'][number];

interface BarSegment {
  readonly signal: string;
  /** Percent of the bar. */
  readonly start: number;
  readonly width: number;
  /** Takes away from the score: drawn hatched over the end of what was added. */
  readonly negative: boolean;
}

/** The largest sum of positive contributions among all rows: the full width of a bar. */
export const barScale = (rows: readonly (readonly Contribution[])[]): number =>
  Math.max(0, ...rows.map((contributions) => contributions.reduce((sum, { contribution }) => sum + Math.max(0, contribution), 0)));

/** Positive contributions side by side; negative ones reach back from their end, so what stays plain is the score. */
export function barSegments(contributions: readonly Contribution[], scale: number): BarSegment[] {
  if (!(scale > 0)) return [];
  const percent = (value: number): number => Math.min(100, (value / scale) * 100);
  let end = 0;
  const segments: BarSegment[] = [];
  for (const { signal, contribution } of contributions) {
    if (!(contribution > 0)) continue;
    segments.push({ signal, start: end, width: percent(contribution), negative: false });
    end += percent(contribution);
  }
  for (const { signal, contribution } of contributions) {
    if (!(contribution < 0)) continue;
    const width = Math.min(end, percent(-contribution));
    end -= width;
    segments.push({ signal, start: end, width, negative: true });
  }
  return segments;
}
