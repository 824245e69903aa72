/** Rows of length 1; zero rows stay. */
export function unitRows(vectors: Float32Array, dimensions: number): Float32Array {
  const out = new Float32Array(vectors.length);
  for (let start = 0; start < vectors.length; start += dimensions) {
    let sum = 0;
    for (let d = start; d < start + dimensions; d++) sum += (vectors[d] ?? 0) ** 2;
    const scale = sum > 0 ? 1 / Math.sqrt(sum) : 0;
    for (let d = start; d < start + dimensions; d++) out[d] = (vectors[d] ?? 0) * scale;
  }
  return out;
}
