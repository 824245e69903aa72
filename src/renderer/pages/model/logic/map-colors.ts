import { categoryColor } from '../../../logic/category-colors';

export type ColorBy = 'category' | 'popularity' | 'score';

/** The colour of each dot as an index into `colors` (CSS), where index 0 means unknown. */
export interface Shading {
  readonly shades: Uint8Array;
  readonly colors: readonly string[];
  readonly legend: readonly { readonly label: string; readonly color: string; readonly count: number; readonly code: number }[];
  /** Ends of a scale; null for categories. */
  readonly scale: { readonly low: number; readonly high: number } | null;
}

export const unknownColor = 'var(--line-strong)';
const steps = 32;
/** From pale to strong in one hue: lightness encodes the order, independent of colour vision. */
export const rampColor = (fraction: number): string =>
  `color-mix(in oklab, var(--map-high) ${Math.round(100 * fraction)}%, var(--map-low))`;

/** One colour per category, the most frequent first in the legend; those beyond 254 share the colour of "other". */
export function shadeByCategory(categories: readonly string[], codes: Int32Array, only: number | null): Shading {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const ranked = [...counts].filter(([code]) => code >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const shadeOf = new Map(ranked.slice(0, 254).map(([code], index) => [code, index + 1]));
  const shades = Uint8Array.from(codes, (code) => (only === null || code === only ? (shadeOf.get(code) ?? 0) : 0));
  const legend = ranked.map(([code, count]) => {
    const label = categories[code] ?? '';
    return { label, color: categoryColor(label), count, code };
  });
  const without = counts.get(-1) ?? 0;
  if (without > 0) legend.push({ label: 'no category', color: unknownColor, count: without, code: -1 });
  return {
    shades,
    colors: [unknownColor, ...ranked.slice(0, 254).map(([code]) => categoryColor(categories[code] ?? ''))],
    legend,
    scale: null,
  };
}

/** A ramp over numbers, NaN being unknown. Popularity spans orders of magnitude, so it is `logarithmic`: log(1 + value). */
export function shadeByValue(values: Float64Array, logarithmic: boolean): Shading {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const place = (value: number): number => (logarithmic ? Math.log1p(value) : value);
  const span = place(high) - place(low);
  const shades = Uint8Array.from(values, (value) =>
    Number.isNaN(value) ? 0 : 1 + (span > 0 ? Math.round(((place(value) - place(low)) / span) * (steps - 1)) : steps - 1),
  );
  const colors = [unknownColor, ...Array.from({ length: steps }, (_none, step) => rampColor(step / (steps - 1)))];
  return { shades, colors, legend: [], scale: low <= high ? { low, high } : null };
}

/** The order in which to draw: unknown first, so that known dots are on top; otherwise in input order. */
export function drawingOrder(shades: Uint8Array): Int32Array {
  const order = new Int32Array(shades.length);
  let at = 0;
  for (const drawsHighlighted of [true, false]) {
    for (let dot = 0; dot < shades.length; dot++) if ((shades[dot] === 0) === drawsHighlighted) order[at++] = dot;
  }
  return order;
}
