import { plural } from '../../../logic/format';
import { restColor, type CategoryColors } from '../../../logic/category-colors';

export type ColorBy = 'category' | 'popularity' | 'score';

/** The colour of each dot as an index into `colors` (CSS), where index 0 means unknown, or left behind by an isolated category. */
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

/** Codes of the legend besides those of categories. */
export const withoutCategory = -1;
export const otherCategories = -2;
/** Dots that an isolated category leaves behind. */
const fadedColor = 'var(--line)';

interface CategoryShadingRequest {
  readonly categories: readonly string[];
  /** Of each dot; −1 without a category. */
  readonly codes: Int32Array;
  readonly colorOf: CategoryColors;
  /** The isolated entry of the legend; null for none. */
  readonly only: number | null;
}

/** A colour for each of the largest categories, the most frequent first in the legend; the rest and dots without a category are grey. */
export function shadeByCategory({ categories, codes, colorOf, only }: CategoryShadingRequest): Shading {
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const ranked = [...counts].filter(([code]) => code >= 0).sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const coloured = ranked.filter(([code]) => colorOf(categories[code] ?? '') !== restColor);
  const shadeOf = new Map(coloured.map(([code], index) => [code, index + 2]));
  const entryOf = (code: number): number => (code < 0 ? withoutCategory : shadeOf.has(code) ? code : otherCategories);
  const shades = Uint8Array.from(codes, (code) => (only !== null && entryOf(code) !== only ? 0 : (shadeOf.get(code) ?? 1)));
  const legend = coloured.map(([code, count]) => ({ label: categories[code] ?? '', color: colorOf(categories[code] ?? ''), count, code }));
  const rest = ranked.length - coloured.length;
  const restCount = ranked.reduce((sum, [code, count]) => (shadeOf.has(code) ? sum : sum + count), 0);
  if (rest > 0)
    legend.push({ label: plural(rest, 'other category', 'other categories'), color: restColor, count: restCount, code: otherCategories });
  const without = counts.get(withoutCategory) ?? 0;
  if (without > 0) legend.push({ label: 'no category', color: restColor, count: without, code: withoutCategory });
  const colors = [fadedColor, restColor, ...coloured.map(([code]) => colorOf(categories[code] ?? ''))];
  return { shades, colors, legend, scale: null };
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
