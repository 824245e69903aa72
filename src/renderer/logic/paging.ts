export const PAGE_ROWS = 200;

/** Numbers of the pages that hold the rows first … last (inclusive) of a list of `total`. */
export function neededPages(first: number, last: number, total: number): number[] {
  if (total === 0) return [];
  const start = Math.floor(Math.max(0, first) / PAGE_ROWS);
  const end = Math.floor(Math.min(last, total - 1) / PAGE_ROWS);
  return Array.from({ length: Math.max(0, end - start + 1) }, (_unused, index) => start + index);
}
