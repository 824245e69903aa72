/** Nine digits are enough for every 32-bit float. */
const digits = 9;

/** The vectors of these rows as JSON, and as pgvector reads them: `[0.1,0.2]`. */
export function queryTexts(queries: Float32Array, rows: Int32Array, dimensions: number): string[] {
  return Array.from(rows, (row) => {
    const numbers = new Array<string>(dimensions);
    for (let d = 0; d < dimensions; d++) numbers[d] = (queries[row * dimensions + d] ?? 0).toPrecision(digits);
    return `[${numbers.join(',')}]`;
  });
}
