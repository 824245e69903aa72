/**
 * Eigenvalues of a small symmetric matrix with chosen rows of its eigenvectors: Householder reduction to tridiagonal
 * form, then implicit QL with Wilkinson shifts (Golub & Van Loan, Matrix Computations, §8.3). On flat arrays, because
 * the Krylov iteration calls it repeatedly and mostly needs only the last few rows of the vectors.
 */
interface SymmetricEigen {
  /** Descending. */
  readonly values: Float64Array;
  /** rowCount × n, row-major: entry (r, c) belongs to row `firstRow + r` of the eigenvector of values[c]. */
  readonly rows: Float64Array;
}

/** A symmetric matrix reduced to tridiagonal form, with its reflectors, so that other rows can be computed without reducing again. */
interface TridiagonalForm {
  readonly n: number;
  readonly diagonal: Float64Array;
  /** Entry i couples i − 1 and i. */
  readonly offDiagonal: Float64Array;
  /** n × n: column k below the diagonal is the k-th reflector's vector. */
  readonly reflectors: Float64Array;
  /** βₖ of the reflector I − βₖ vₖ vₖᵀ; 0 where no reflection was needed. */
  readonly betas: Float64Array;
}

/** Householder reduction. `matrix` is n × n row-major and symmetric; only its lower triangle is read. O(n³). */
function tridiagonalForm(matrix: Float64Array, n: number): TridiagonalForm {
  const form = {
    n,
    diagonal: new Float64Array(n),
    offDiagonal: new Float64Array(n),
    reflectors: matrix.slice(0, n * n),
    betas: new Float64Array(n),
  };
  tridiagonalise(form);
  return form;
}

/** Eigenvalues and chosen rows of the eigenvectors, O(rowCount · n²). */
export function eigenOf(form: TridiagonalForm, firstRow = 0, rowCount = form.n): SymmetricEigen {
  const { n } = form;
  const diagonal = form.diagonal.slice();
  // Transposed, n × rowCount, so that a rotation of two columns walks contiguous memory.
  const vectors = new Float64Array(n * rowCount);
  for (let r = 0; r < rowCount; r++) vectors[(firstRow + r) * rowCount + r] = 1;
  const v = new Float64Array(n);
  const t = new Float64Array(rowCount);
  for (let k = 0; k < n - 1; k++) {
    if (form.betas[k] === 0) continue;
    for (let i = k + 1; i < n; i++) v[i] = form.reflectors[i * n + k];
    reflect(vectors, rowCount, v, form.betas[k], k + 1, n, t);
  }
  implicitQl(diagonal, form.offDiagonal.slice(), n, vectors, rowCount);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b] - diagonal[a] || a - b);
  const values = new Float64Array(n);
  const rows = new Float64Array(rowCount * n);
  order.forEach((source, c) => {
    values[c] = diagonal[source];
    for (let r = 0; r < rowCount; r++) rows[r * n + c] = vectors[source * rowCount + r];
  });
  return { values, rows };
}

/** Both steps at once. */
export const symmetricEigen = (matrix: Float64Array, n: number, firstRow = 0, rowCount = n): SymmetricEigen =>
  eigenOf(tridiagonalForm(matrix, n), firstRow, rowCount);

/** Reduces the lower triangle column by column, leaving each reflector in the column it cleared. */
function tridiagonalise({ n, diagonal, offDiagonal, reflectors: a, betas }: TridiagonalForm): void {
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let k = 0; k < n - 1; k++) {
    diagonal[k] = a[k * n + k];
    let norm = 0;
    for (let i = k + 1; i < n; i++) norm += a[i * n + k] ** 2;
    const head = a[(k + 1) * n + k];
    if (norm - head * head === 0) {
      offDiagonal[k + 1] = head;
      continue;
    }
    const alpha = head > 0 ? -Math.sqrt(norm) : Math.sqrt(norm);
    offDiagonal[k + 1] = alpha;
    a[(k + 1) * n + k] = head - alpha;
    for (let i = k + 1; i < n; i++) v[i] = a[i * n + k];
    const beta = 1 / (alpha * (alpha - head));
    betas[k] = beta;
    // p = β A v over the trailing block, of which only the lower triangle is kept up to date.
    p.fill(0, k + 1);
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i];
      let sum = 0;
      for (let j = k + 1; j < i; j++) {
        const entry = a[row + j];
        sum += entry * v[j];
        p[j] += entry * vi;
      }
      p[i] += sum + a[row + i] * vi;
    }
    let vp = 0;
    for (let i = k + 1; i < n; i++) {
      p[i] *= beta;
      vp += v[i] * p[i];
    }
    const half = (beta * vp) / 2;
    for (let i = k + 1; i < n; i++) p[i] -= half * v[i];
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const [vi, pi] = [v[i], p[i]];
      for (let j = k + 1; j <= i; j++) a[row + j] -= vi * p[j] + pi * v[j];
    }
  }
  diagonal[n - 1] = a[n * n - 1];
}

function reflect(vectors: Float64Array, width: number, v: Float64Array, beta: number, from: number, n: number, t: Float64Array): void {
  t.fill(0);
  for (let i = from; i < n; i++) for (let r = 0, at = i * width; r < width; r++) t[r] += v[i] * vectors[at + r];
  for (let i = from; i < n; i++) {
    const factor = beta * v[i];
    for (let r = 0, at = i * width; r < width; r++) vectors[at + r] -= factor * t[r];
  }
}

/** Diagonalises the tridiagonal matrix in place; offDiagonal[i] couples i − 1 and i. */
function implicitQl(d: Float64Array, e: Float64Array, n: number, vectors: Float64Array, width: number): void {
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let iteration = 0; ; iteration++) {
      let m = l;
      for (; m < n - 1; m++) {
        const scale = Math.abs(d[m]) + Math.abs(d[m + 1]);
        if (Math.abs(e[m]) <= Number.EPSILON * scale) break;
      }
      // 60 is never reached for finite input; stopping there leaves an error of at most e[l].
      if (m === l || iteration === 60) break;
      qlSweep(d, e, l, m, vectors, width);
    }
  }
}

function qlSweep(d: Float64Array, e: Float64Array, l: number, m: number, vectors: Float64Array, width: number): void {
  let g = (d[l + 1] - d[l]) / (2 * e[l]);
  let r = Math.hypot(g, 1);
  g = d[m] - d[l] + e[l] / (g + (g >= 0 ? r : -r));
  let s = 1;
  let c = 1;
  let p = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i];
    const b = c * e[i];
    r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1] - p;
    r = (d[i] - g) * s + 2 * c * b;
    p = s * r;
    d[i + 1] = g + p;
    g = c * r - b;
    for (let k = 0, low = i * width, high = (i + 1) * width; k < width; k++) {
      const upper = vectors[high + k];
      vectors[high + k] = s * vectors[low + k] + c * upper;
      vectors[low + k] = c * vectors[low + k] - s * upper;
    }
  }
  d[l] -= p;
  e[l] = g;
  e[m] = 0;
}
