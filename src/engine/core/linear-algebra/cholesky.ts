import { RankLabError } from '#shared/errors';
import type { TaskContext } from '../../ports';
import { throwIfCancelled } from '../cancellation';

const BLOCK = 64;

/**
 * Inverse of a symmetric positive definite n × n matrix (row-major), in place: A = L·Lᵀ, then L⁻¹, then L⁻ᵀ·L⁻¹. Blocked, so that
 * the work is dot products of short contiguous rows. About n³/2 multiplications.
 * @throws INVALID_ARGUMENT when the matrix is not positive definite; CANCELLED.
 */
export function invertPositiveDefinite(a: Float64Array, n: number, context?: TaskContext): void {
  factorise(a, n, (fraction) => step(context, fraction / 3));
  invertLower(a, n, (fraction) => step(context, (1 + fraction) / 3));
  multiplyTransposed(a, n, (fraction) => step(context, (2 + fraction) / 3));
}

function step(context: TaskContext | undefined, fraction: number): void {
  throwIfCancelled(context);
  context?.report?.(fraction);
}

/** Lower triangle of A → L. */
function factorise(a: Float64Array, n: number, tick: (fraction: number) => void): void {
  for (let k = 0; k < n; k += BLOCK) {
    tick(k / n);
    const end = Math.min(n, k + BLOCK);
    for (let j = k; j < end; j++) {
      const pivot = a[j * n + j] - dotRows(a, j * n + k, j * n + k, j - k);
      if (!(pivot > 0)) throw new RankLabError('INVALID_ARGUMENT', 'The matrix to invert is not positive definite', { remedy: 'Raise λ' });
      const root = Math.sqrt(pivot);
      a[j * n + j] = root;
      for (let i = j + 1; i < n; i++) a[i * n + j] = (a[i * n + j] - dotRows(a, i * n + k, j * n + k, j - k)) / root;
    }
    // Trailing lower triangle −= panel · panelᵀ.
    for (let i = end; i < n; i++) subtractProducts(a, i * n + end, i * n + k, end * n + k, n, i - end + 1, end - k);
  }
}

/** target[j] −= row · rows_j for j = 0 … count − 1, where rows_j starts at `first + j * stride`. */
function subtractProducts(
  a: Float64Array,
  target: number,
  row: number,
  first: number,
  stride: number,
  count: number,
  length: number,
): void {
  let j = 0;
  for (; j + 3 < count; j += 4) {
    let w = 0;
    let x = 0;
    let y = 0;
    let z = 0;
    const p = first + j * stride;
    const q = p + stride;
    const r = q + stride;
    const s = r + stride;
    for (let t = 0; t < length; t++) {
      const value = a[row + t];
      w += value * a[p + t];
      x += value * a[q + t];
      y += value * a[r + t];
      z += value * a[s + t];
    }
    a[target + j] -= w;
    a[target + j + 1] -= x;
    a[target + j + 2] -= y;
    a[target + j + 3] -= z;
  }
  for (; j < count; j++) a[target + j] -= dotRows(a, row, first + j * stride, length);
}

function dotRows(a: Float64Array, p: number, q: number, length: number): number {
  let sum = 0;
  for (let t = 0; t < length; t++) sum += a[p + t] * a[q + t];
  return sum;
}

/** L → L⁻¹ in the lower triangle, row by row: row i of the inverse is −(1/Lᵢᵢ) Σ Lᵢⱼ · row j. */
function invertLower(a: Float64Array, n: number, tick: (fraction: number) => void): void {
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (i % BLOCK === 0) tick((i / n) ** 3);
    row.fill(0, 0, i + 1);
    let j = 0;
    for (; j + 3 < i; j += 4) addRows4(a, n, i, j, row);
    for (; j < i; j++) for (let c = 0, factor = a[i * n + j]; c <= j; c++) row[c] += factor * a[j * n + c];
    const scale = 1 / a[i * n + i];
    for (let c = 0; c < i; c++) a[i * n + c] = -scale * row[c];
    a[i * n + i] = scale;
  }
}

/** row += Σ L[i, j … j + 3] · inverse rows j … j + 3, whose lengths are j + 1 … j + 4. */
function addRows4(a: Float64Array, n: number, i: number, j: number, row: Float64Array): void {
  const [p, q, r, s] = [j * n, (j + 1) * n, (j + 2) * n, (j + 3) * n];
  const w = a[i * n + j];
  const x = a[i * n + j + 1];
  const y = a[i * n + j + 2];
  const z = a[i * n + j + 3];
  for (let c = 0; c <= j; c++) row[c] += w * a[p + c] + x * a[q + c] + y * a[r + c] + z * a[s + c];
  row[j + 1] += x * a[q + j + 1] + y * a[r + j + 1] + z * a[s + j + 1];
  row[j + 2] += y * a[r + j + 2] + z * a[s + j + 2];
  row[j + 3] += z * a[s + j + 3];
}

/** Lower triangle W = L⁻¹ → the whole symmetric WᵀW, row by row: entry (i, j) needs only rows ≥ i of W. */
function multiplyTransposed(a: Float64Array, n: number, tick: (fraction: number) => void): void {
  const row = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (i % BLOCK === 0) tick(i / n);
    row.fill(0, 0, i + 1);
    let k = i;
    for (; k + 3 < n; k += 4) {
      const [p, q, r, s] = [k * n, (k + 1) * n, (k + 2) * n, (k + 3) * n];
      const w = a[p + i];
      const x = a[q + i];
      const y = a[r + i];
      const z = a[s + i];
      for (let c = 0; c <= i; c++) row[c] += w * a[p + c] + x * a[q + c] + y * a[r + c] + z * a[s + c];
    }
    for (; k < n; k++) for (let c = 0, factor = a[k * n + i]; c <= i; c++) row[c] += factor * a[k * n + c];
    // Row i of W is no longer needed, and column i only below row i, which is not overwritten until its row is processed.
    a.set(row.subarray(0, i + 1), i * n);
  }
  for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) a[i * n + j] = a[j * n + i];
}
