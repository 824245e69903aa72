import type { LiveOutput } from '#shared/schemas/live';

export const TRAIL_LENGTH = 24;

/** Appends the challenger's values (the last variant of the response) to the trail of each metric. */
export function extendTrail(trail: Readonly<Record<string, readonly number[]>>, output: LiveOutput): Record<string, readonly number[]> {
  const challenger = output.variants.at(-1);
  const entries = (challenger?.metrics ?? []).map(({ spec, value }): [string, readonly number[]] => {
    const before = trail[spec] ?? [];
    if (value === null || value === before.at(-1)) return [spec, before];
    return [spec, [...before, value].slice(-TRAIL_LENGTH)];
  });
  return Object.fromEntries(entries);
}

/** The points of a sparkline in a box: `x,y` pairs for an SVG polyline, larger values higher. */
export function sparklinePoints(values: readonly number[], width: number, height: number): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) => `${round(index * step)},${round(span === 0 ? height / 2 : height - ((value - low) / span) * height)}`)
    .join(' ');
}

const round = (value: number): number => Math.round(value * 10) / 10;
