/** Yᵀ·Y of a row-major n × width matrix: width × width, symmetric. */
export function gram(vectors: Float64Array, width: number): Float64Array {
  const out = new Float64Array(width * width);
  for (let at = 0; at < vectors.length; at += width) {
    for (let i = 0; i < width; i++) {
      const value = vectors[at + i];
      if (value === 0) continue;
      for (let j = 0; j <= i; j++) out[i * width + j] += value * vectors[at + j];
    }
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) out[j * width + i] = out[i * width + j];
  return out;
}

/**
 * Solves (YᵀY + Yᵀ(C − I)Y + λI) x = YᵀC p for one row at a time, C being 1 + α·value at the row's entries and 1
 * elsewhere, without forming the left side.
 */
export class ImplicitSolver {
  #fixed: Float64Array = new Float64Array(0);
  #gram: Float64Array = new Float64Array(0);
  readonly #residual: Float64Array;
  readonly #direction: Float64Array;
  readonly #image: Float64Array;

  constructor(
    readonly width: number,
    readonly regularization: number,
    readonly confidence: number,
  ) {
    this.#residual = new Float64Array(width);
    this.#direction = new Float64Array(width);
    this.#image = new Float64Array(width);
  }

  /** Sets Y, n × width. */
  fix(vectors: Float64Array): void {
    this.#fixed = vectors;
    this.#gram = gram(vectors, this.width);
  }

  /** Improves `vector` in place by at most `steps` conjugate-gradient steps. */
  solve(rows: ArrayLike<number>, values: ArrayLike<number>, vector: Float64Array, steps: number): void {
    const { width, confidence } = this;
    const [r, p, image] = [this.#residual, this.#direction, this.#image];
    this.#apply(rows, values, vector, r);
    for (let c = 0; c < width; c++) r[c] = -r[c];
    for (let i = 0; i < rows.length; i++) this.#addRow(rows[i], 1 + confidence * values[i], r);
    p.set(r);
    let squared = dot(r, r);
    for (let step = 0; step < steps && squared > 1e-20; step++) {
      this.#apply(rows, values, p, image);
      const length = squared / dot(p, image);
      for (let c = 0; c < width; c++) {
        vector[c] += length * p[c];
        r[c] -= length * image[c];
      }
      const next = dot(r, r);
      for (let c = 0; c < width; c++) p[c] = r[c] + (next / squared) * p[c];
      squared = next;
    }
  }

  /** out = (YᵀY + Yᵀ(C − I)Y + λI) x */
  #apply(rows: ArrayLike<number>, values: ArrayLike<number>, x: Float64Array, out: Float64Array): void {
    const { width } = this;
    const fixed = this.#fixed;
    for (let i = 0; i < width; i++) {
      let sum = this.regularization * x[i];
      for (let j = 0, at = i * width; j < width; j++) sum += this.#gram[at + j] * x[j];
      out[i] = sum;
    }
    for (let i = 0; i < rows.length; i++) {
      const at = rows[i] * width;
      let product = 0;
      for (let c = 0; c < width; c++) product += fixed[at + c] * x[c];
      this.#addRow(rows[i], this.confidence * values[i] * product, out);
    }
  }

  #addRow(row: number, factor: number, out: Float64Array): void {
    const at = row * this.width;
    for (let c = 0; c < this.width; c++) out[c] += factor * this.#fixed[at + c];
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
