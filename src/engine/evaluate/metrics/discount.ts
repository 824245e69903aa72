let table = new Float64Array(0);

/** log2(position + 1) for 1-based positions, as a table that grows when needed: entry p − 1 belongs to position p. */
export function discounts(length: number): Float64Array {
  if (table.length < length) table = Float64Array.from({ length: Math.max(length, 2 * table.length, 128) }, (_, i) => Math.log2(i + 2));
  return table;
}
