/**
 * Dot products of one vector with chosen rows of a row-major matrix of `width` columns: that with row `rows[from + i]`, i < count,
 * goes to `out[i]`. Each is one float64 sum over d = 0 … width − 1, as everywhere; four rows are summed at a time, because
 * the additions of a single sum depend on each other. A row beyond the matrix gives NaN.
 */
export function dotRows(
  vector: Float32Array,
  vectorAt: number,
  matrix: Float32Array,
  rows: Int32Array,
  from: number,
  count: number,
  width: number,
  out: Float64Array,
): void {
  let i = 0;
  for (; i + 3 < count; i += 4) {
    const at0 = rows[from + i] * width;
    const at1 = rows[from + i + 1] * width;
    const at2 = rows[from + i + 2] * width;
    const at3 = rows[from + i + 3] * width;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let column = 0; column < width; column++) {
      const value = vector[vectorAt + column];
      a += value * matrix[at0 + column];
      b += value * matrix[at1 + column];
      c += value * matrix[at2 + column];
      d += value * matrix[at3 + column];
    }
    out[i] = a;
    out[i + 1] = b;
    out[i + 2] = c;
    out[i + 3] = d;
  }
  for (; i < count; i++) {
    const at = rows[from + i] * width;
    let sum = 0;
    for (let column = 0; column < width; column++) sum += vector[vectorAt + column] * matrix[at + column];
    out[i] = sum;
  }
}
