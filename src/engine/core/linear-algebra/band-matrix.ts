import { createRng } from '../rng';
import { eigenOf } from './symmetric-eigen';

/** A symmetric n × n band matrix: `lower[i · (width + 1) + d]` is entry (i, i − d), d ≤ width; entries beyond row 0 are 0. */
export interface BandMatrix {
  readonly n: number;
  /** Half bandwidth: entries further than this from the diagonal are zero. */
  readonly width: number;
  readonly lower: Float64Array;
}

const entry = ({ lower, width, n }: BandMatrix, i: number, j: number): number => {
  const d = Math.abs(i - j);
  return d > width || i < 0 || j < 0 || i >= n || j >= n ? 0 : lower[Math.max(i, j) * (width + 1) + d];
};

/**
 * All eigenvalues, descending. The band is narrowed to a tridiagonal matrix by rotations whose fill-in is chased off the
 * end (Schwarz 1968), O(width · n²), then diagonalised by implicit QL.
 */
export function bandEigenvalues(matrix: BandMatrix): Float64Array {
  const { n, width } = matrix;
  // One diagonal more than the band, for the entry that a rotation moves outside it.
  const stride = width + 2;
  const a = new Float64Array(n * stride);
  for (let i = 0; i < n; i++) for (let d = 0; d <= width; d++) a[i * stride + d] = matrix.lower[i * (width + 1) + d];
  for (let k = 0; k + 2 < n; k++) {
    for (let r = Math.min(width, n - 1 - k); r > 1; r--) {
      for (let column = k, row = k + r; row < n; column = row - 1, row += width) {
        const out = a[row * stride + row - column];
        if (out === 0) break;
        rotate(a, n, stride, row, column, out);
      }
    }
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => a[i * stride]);
  const offDiagonal = Float64Array.from({ length: n }, (_, i) => (i === 0 ? 0 : a[i * stride + 1]));
  return eigenOf({ n, diagonal, offDiagonal, reflectors: new Float64Array(0), betas: new Float64Array(n) }, 0, 0).values;
}

/** Rotates rows and columns `row` − 1 and `row` so that entry (row, column), which is `out`, becomes 0. */
function rotate(a: Float64Array, n: number, stride: number, row: number, column: number, out: number): void {
  const above = row - 1;
  const kept = a[above * stride + above - column];
  const length = Math.hypot(kept, out);
  const c = kept / length;
  const s = out / length;
  for (let j = Math.max(0, row - stride + 1); j < above; j++) {
    const p = above * stride + above - j;
    const q = row * stride + row - j;
    const upper = a[p];
    a[p] = c * upper + s * a[q];
    a[q] = c * a[q] - s * upper;
  }
  const [pp, qq, pq] = [a[above * stride], a[row * stride], a[row * stride + 1]];
  a[above * stride] = c * c * pp + 2 * c * s * pq + s * s * qq;
  a[row * stride] = s * s * pp - 2 * c * s * pq + c * c * qq;
  a[row * stride + 1] = (c * c - s * s) * pq + c * s * (qq - pp);
  for (let i = row + 1; i < Math.min(n, above + stride); i++) {
    const p = i * stride + i - above;
    const q = i * stride + i - row;
    const left = a[p];
    a[p] = c * left + s * a[q];
    a[q] = c * a[q] - s * left;
  }
  a[row * stride + row - column] = 0;
}

const SOLVES = 3;
/** Eigenvalues closer than this share of the largest get their vectors orthogonalised against each other. */
const CLUSTER = 1e-3;

/**
 * Unit eigenvectors of the first `count` of `values` (descending, as `bandEigenvalues` gives them) by inverse iteration
 * (Peters & Wilkinson 1979), O(count · width² · n) and the orthogonalisation of clusters.
 * @returns n × count, row-major; column c belongs to values[c].
 */
export function bandEigenvectors(matrix: BandMatrix, values: Float64Array, count: number): Float64Array {
  const { n } = matrix;
  const scale = Math.max(Math.abs(values[0]), Math.abs(values[n - 1]), Number.MIN_VALUE);
  const rng = createRng('inverse iteration');
  const solver = new BandSolver(matrix, scale);
  const vectors: Float64Array[] = [];
  for (let c = 0, first = 0; c < count; c++) {
    while (values[first] - values[c] > CLUSTER * scale) first++;
    solver.factorise(values[c]);
    const x = Float64Array.from({ length: n }, () => rng.normal());
    for (let solve = 0; solve < SOLVES; solve++) {
      solver.solve(x);
      normalise(x);
      for (let pass = 0; pass < 2; pass++) for (let other = first; other < c; other++) removeFrom(x, vectors[other]);
      normalise(x);
    }
    vectors.push(x);
  }
  const out = new Float64Array(n * count);
  vectors.forEach((vector, c) => vector.forEach((value, i) => (out[i * count + c] = value)));
  return out;
}

function normalise(x: Float64Array): void {
  let largest = 0;
  for (const value of x) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i] /= largest) ** 2;
  const norm = Math.sqrt(squares);
  for (let i = 0; i < x.length; i++) x[i] /= norm;
}

function removeFrom(x: Float64Array, unit: Float64Array): void {
  let dot = 0;
  for (let i = 0; i < x.length; i++) dot += x[i] * unit[i];
  for (let i = 0; i < x.length; i++) x[i] -= dot * unit[i];
}

/** Solves (T − λI) x = b by Gaussian elimination with row exchanges inside the band. */
class BandSolver {
  readonly #upper: Float64Array;
  readonly #factors: Float64Array;
  readonly #pivots: Int32Array;
  /** Rows in play: width + 1 of them, each from the current column on. */
  readonly #rows: Float64Array[];
  readonly #span: number;

  constructor(
    readonly matrix: BandMatrix,
    readonly scale: number,
  ) {
    const { n, width } = matrix;
    this.#span = 2 * width + 1;
    this.#upper = new Float64Array(n * this.#span);
    this.#factors = new Float64Array(n * width);
    this.#pivots = new Int32Array(n);
    this.#rows = Array.from({ length: width + 1 }, () => new Float64Array(this.#span));
  }

  factorise(shift: number): void {
    const { n, width } = this.matrix;
    const rows = this.#rows;
    rows.forEach((row, r) => this.#load(row, r, 0, shift));
    for (let k = 0; k < n; k++) {
      let pivot = 0;
      for (let r = 1; r <= width; r++) if (Math.abs(rows[r][0]) > Math.abs(rows[pivot][0])) pivot = r;
      this.#pivots[k] = pivot;
      [rows[0], rows[pivot]] = [rows[pivot], rows[0]];
      const top = rows[0];
      // λ is an eigenvalue, so the last pivot is rounding noise: keep it away from zero.
      if (Math.abs(top[0]) < Number.EPSILON * this.scale) top[0] = Number.EPSILON * this.scale;
      this.#upper.set(top, k * this.#span);
      for (let r = 1; r <= width; r++) {
        const row = rows[r];
        const factor = row[0] / top[0];
        this.#factors[k * width + r - 1] = factor;
        for (let d = 1; d < this.#span; d++) row[d - 1] = row[d] - factor * top[d];
        row[this.#span - 1] = 0;
      }
      rows.push(rows.shift() ?? top);
      this.#load(rows[width], k + 1 + width, k + 1, shift);
    }
  }

  /** b → x in place. */
  solve(x: Float64Array): void {
    const { n, width } = this.matrix;
    const inPlay = Float64Array.from({ length: width + 1 }, (_, r) => x[r] ?? 0);
    for (let k = 0; k < n; k++) {
      const pivot = this.#pivots[k];
      const value = inPlay[pivot];
      inPlay[pivot] = inPlay[0];
      for (let r = 1; r <= width; r++) inPlay[r - 1] = inPlay[r] - this.#factors[k * width + r - 1] * value;
      inPlay[width] = k + 1 + width < n ? x[k + 1 + width] : 0;
      x[k] = value;
    }
    for (let k = n - 1; k >= 0; k--) {
      const at = k * this.#span;
      let sum = x[k];
      for (let d = 1; d < this.#span && k + d < n; d++) sum -= this.#upper[at + d] * x[k + d];
      x[k] = sum / this.#upper[at];
    }
  }

  /** Row i of T − shift·I from column `from` on. */
  #load(row: Float64Array, i: number, from: number, shift: number): void {
    for (let d = 0; d < this.#span; d++) row[d] = entry(this.matrix, i, from + d) - (i === from + d && i < this.matrix.n ? shift : 0);
  }
}
