/**
 * All dot products of a block of queries with a block of vectors, both row-major with `width` columns: product (q, v) goes to
 * `out[(q − queryFrom) * (to − from) + (v − from)]`. Each is one float64 sum over d = 0 … width − 1, so that it does not
 * depend on the blocking. Tiles of two queries by four vectors, because loading and widening float32 dominates the cost.
 */
export function dotBlock(
  queries: Float32Array,
  queryFrom: number,
  queryTo: number,
  vectors: Float32Array,
  from: number,
  to: number,
  width: number,
  out: Float64Array,
): void {
  const size = to - from;
  let q = queryFrom;
  for (; q + 1 < queryTo; q += 2) {
    const row = (q - queryFrom) * size;
    let v = from;
    for (; v + 3 < to; v += 4) dotTile(queries, q * width, vectors, v * width, width, out, row + v - from, size);
    for (; v < to; v++) {
      out[row + v - from] = dotRow(queries, q * width, vectors, v * width, width);
      out[row + size + v - from] = dotRow(queries, (q + 1) * width, vectors, v * width, width);
    }
  }
  if (q < queryTo) {
    const row = (q - queryFrom) * size;
    let v = from;
    for (; v + 3 < to; v += 4) dotFour(queries, q * width, vectors, v * width, width, out, row + v - from);
    for (; v < to; v++) out[row + v - from] = dotRow(queries, q * width, vectors, v * width, width);
  }
}

/** Two query rows from `first` against four vector rows from `at`; the second query's products go `stride` further on. */
function dotTile(
  queries: Float32Array,
  first: number,
  vectors: Float32Array,
  at: number,
  width: number,
  out: Float64Array,
  target: number,
  stride: number,
): void {
  const second = first + width;
  const at1 = at + width;
  const at2 = at1 + width;
  const at3 = at2 + width;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (let i = 0; i < width; i++) {
    const p = queries[first + i];
    const q = queries[second + i];
    const w = vectors[at + i];
    const x = vectors[at1 + i];
    const y = vectors[at2 + i];
    const z = vectors[at3 + i];
    a += p * w;
    b += p * x;
    c += p * y;
    d += p * z;
    e += q * w;
    f += q * x;
    g += q * y;
    h += q * z;
  }
  out[target] = a;
  out[target + 1] = b;
  out[target + 2] = c;
  out[target + 3] = d;
  out[target + stride] = e;
  out[target + stride + 1] = f;
  out[target + stride + 2] = g;
  out[target + stride + 3] = h;
}

/** One query row against four vector rows: four sums at a time, because the additions of a single sum depend on each other. */
function dotFour(
  queries: Float32Array,
  first: number,
  vectors: Float32Array,
  at: number,
  width: number,
  out: Float64Array,
  target: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < width; i++) {
    const p = queries[first + i];
    a += p * vectors[at + i];
    b += p * vectors[at + width + i];
    c += p * vectors[at + 2 * width + i];
    d += p * vectors[at + 3 * width + i];
  }
  out[target] = a;
  out[target + 1] = b;
  out[target + 2] = c;
  out[target + 3] = d;
}

/** Dot product of one row of each, summed in the same order as above. */
function dotRow(left: Float32Array, leftAt: number, right: Float32Array, rightAt: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += left[leftAt + i] * right[rightAt + i];
  return sum;
}
