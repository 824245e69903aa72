/** The CSS colour of a category, the same everywhere: the largest ones of the catalogue have one of their own, the rest are grey. */
export type CategoryColors = (category: string) => string;

export const restColor = 'var(--c-rest)';

/** Colours of the largest categories, which come first and are at most eight (--c1 to --c8). */
export function categoryColors(largest: readonly string[]): CategoryColors {
  const places = new Map(largest.map((category, place) => [category, place + 1]));
  return (category) => {
    const place = places.get(category);
    return place === undefined ? restColor : `var(--c${place})`;
  };
}
