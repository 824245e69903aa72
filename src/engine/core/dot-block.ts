/**
 * All dot products of a block of queries with a block of vectors, both row-major with `width` columns: product (q, v) goes to
 * `out[(q − queryFrom) * (to − from) + (v − from)]`. Summed in float64 over d = 0 … width − 1 in four interleaved lanes,
 * so a product does not depend on the blocking. Two queries share each loaded vector, which is what makes it fast.
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
  for (; q + 1 < queryTo; q += 2) dotPair(queries, q * width, vectors, from, to, width, out, (q - queryFrom) * size);
  if (q < queryTo) {
    for (let v = from; v < to; v++) out[(q - queryFrom) * size + v - from] = dotRow(queries, q * width, vectors, v * width, width);
  }
}

function dotPair(
  queries: Float32Array,
  first: number,
  vectors: Float32Array,
  from: number,
  to: number,
  width: number,
  out: Float64Array,
  offset: number,
): void {
  const second = first + width;
  const size = to - from;
  const even = width & ~3;
  for (let v = from; v < to; v++) {
    const at = v * width;
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let e = 0;
    let f = 0;
    let g = 0;
    let h = 0;
    for (let i = 0; i < even; i += 4) {
      const w = vectors[at + i];
      const x = vectors[at + i + 1];
      const y = vectors[at + i + 2];
      const z = vectors[at + i + 3];
      a += w * queries[first + i];
      b += x * queries[first + i + 1];
      c += y * queries[first + i + 2];
      d += z * queries[first + i + 3];
      e += w * queries[second + i];
      f += x * queries[second + i + 1];
      g += y * queries[second + i + 2];
      h += z * queries[second + i + 3];
    }
    for (let i = even; i < width; i++) {
      a += vectors[at + i] * queries[first + i];
      e += vectors[at + i] * queries[second + i];
    }
    out[offset + v - from] = a + b + (c + d);
    out[offset + size + v - from] = e + f + (g + h);
  }
}

/** Dot product of one row of each, in the same order of additions as above. */
export function dotRow(left: Float32Array, leftAt: number, right: Float32Array, rightAt: number, width: number): number {
  const even = width & ~3;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < even; i += 4) {
    a += right[rightAt + i] * left[leftAt + i];
    b += right[rightAt + i + 1] * left[leftAt + i + 1];
    c += right[rightAt + i + 2] * left[leftAt + i + 2];
    d += right[rightAt + i + 3] * left[leftAt + i + 3];
  }
  for (let i = even; i < width; i++) a += right[rightAt + i] * left[leftAt + i];
  return a + b + (c + d);
}
