import type { RankedVideo } from '#shared/schemas/ranking';

type Contribution = RankedVideo['contributions'][number];

interface BarSegment {
  readonly signal: string;
  /** Percent of the bar. */
  readonly start: number;
  readonly width: number;
  /** A negative contribution: hatched over the end of the positive ones. */
  readonly negative: boolean;
}

/** The largest sum of positive contributions among all rows: the full width of a bar. */
export const barScale = (rows: readonly (readonly Contribution[])[]): number =>
  Math.max(0, ...rows.map((contributions) => contributions.reduce((sum, { contribution }) => sum + Math.max(0, contribution), 0)));

/** Positive contributions side by side; negative ones overlay their end, so the plain part is the score. */
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
