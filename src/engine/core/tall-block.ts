import type { CsrMatrix } from './matrix';

/**
 * Kernels over tall blocks: n × 4 float64, row-major. Four columns is what fits the registers: every sparse entry or
 * basis value that is loaded is used four times, which is what makes the sparse SVD fast without threads.
 */
export const BLOCK_WIDTH = 4;

/** out (rows × 4) = matrix · block (columns × 4). */
export function multiplyBlock(matrix: CsrMatrix, block: Float64Array, out: Float64Array): void {
  const { rows, offsets, indices, values } = matrix;
  for (let row = 0; row < rows; row++) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let p = offsets[row], end = offsets[row + 1]; p < end; p++) {
      const value = values[p];
      const at = indices[p] * 4;
      a += value * block[at];
      b += value * block[at + 1];
      c += value * block[at + 2];
      d += value * block[at + 3];
    }
    const to = row * 4;
    out[to] = a;
    out[to + 1] = b;
    out[to + 2] = c;
    out[to + 3] = d;
  }
}

/** out (4 × 4, row-major) = basisᵀ · block. */
export function projectBlock(basis: Float64Array, block: Float64Array, out: Float64Array): void {
  const length = block.length;
  for (let i = 0; i < 4; i += 2) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    for (let at = 0; at < length; at += 4) {
      const p = basis[at + i];
      const q = basis[at + i + 1];
      const w = block[at];
      const x = block[at + 1];
      const y = block[at + 2];
      const z = block[at + 3];
      a += p * w;
      b += p * x;
      c += p * y;
      d += p * z;
      e += q * w;
      f += q * x;
      g += q * y;
      h += q * z;
    }
    out.set([a, b, c, d, e, f, g, h], i * 4);
  }
}

/** block −= basis · coefficients (4 × 4, row-major). The coefficients stay in registers, two columns at a time. */
export function subtractProjection(basis: Float64Array, coefficients: Float64Array, block: Float64Array): void {
  const length = block.length;
  for (let j = 0; j < 4; j += 2) {
    const [a0, a1, a2, a3] = [coefficients[j], coefficients[4 + j], coefficients[8 + j], coefficients[12 + j]];
    const [b0, b1, b2, b3] = [coefficients[j + 1], coefficients[5 + j], coefficients[9 + j], coefficients[13 + j]];
    for (let at = 0; at < length; at += 4) {
      const w = basis[at];
      const x = basis[at + 1];
      const y = basis[at + 2];
      const z = basis[at + 3];
      block[at + j] -= w * a0 + x * a1 + y * a2 + z * a3;
      block[at + j + 1] -= w * b0 + x * b1 + y * b2 + z * b3;
    }
  }
}

/** Dot product of columns i and j of a block. */
export function columnDot(block: Float64Array, i: number, j: number): number {
  let sum = 0;
  for (let at = 0; at < block.length; at += 4) sum += block[at + i] * block[at + j];
  return sum;
}

/** Column j += factor × column i. */
export function addColumn(block: Float64Array, i: number, j: number, factor: number): void {
  for (let at = 0; at < block.length; at += 4) block[at + j] += factor * block[at + i];
}

export function scaleColumn(block: Float64Array, j: number, factor: number): void {
  for (let at = j; at < block.length; at += 4) block[at] *= factor;
}
