import type { Normalization } from '#shared/schemas/variant';
import { assertNever } from '#shared/errors';

/**
 * Brings one signal of one pool to a common scale, so that weights mean the same for every signal. The column is
 * `values[(from + i) * stride + offset]`, i < count; results go to the same places of `out` (float32: the rounding
 * every score is computed from). A column of equal values carries no information and becomes 0.
 */
export function normalizeColumn(
  values: Float32Array,
  out: Float32Array,
  from: number,
  count: number,
  stride: number,
  offset: number,
  normalization: Normalization,
): void {
  switch (normalization) {
    case 'min-max':
      return minMax(values, out, from, count, stride, offset);
    case 'z-score':
      return zScore(values, out, from, count, stride, offset);
    case 'rank':
      return rankFraction(values, out, from, count, stride, offset);
    case 'none':
      for (let c = from; c < from + count; c++) out[c * stride + offset] = values[c * stride + offset];
      return;
    default:
      return assertNever(normalization);
  }
}

/** (x − min) / (max − min), in [0, 1]. */
function minMax(values: Float32Array, out: Float32Array, from: number, count: number, stride: number, offset: number): void {
  let low = Infinity;
  let high = -Infinity;
  for (let c = from; c < from + count; c++) {
    const value = values[c * stride + offset];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const span = high - low;
  for (let c = from; c < from + count; c++) out[c * stride + offset] = span > 0 ? (values[c * stride + offset] - low) / span : 0;
}

/** (x − mean) / standard deviation (population). */
function zScore(values: Float32Array, out: Float32Array, from: number, count: number, stride: number, offset: number): void {
  let sum = 0;
  for (let c = from; c < from + count; c++) sum += values[c * stride + offset];
  const mean = sum / count;
  let squares = 0;
  let varies = false;
  const first = values[from * stride + offset];
  for (let c = from; c < from + count; c++) {
    const value = values[c * stride + offset];
    if (value !== first) varies = true; // rounding of the mean must not make a constant look spread out
    squares += (value - mean) ** 2;
  }
  const deviation = Math.sqrt(squares / count);
  for (let c = from; c < from + count; c++) {
    out[c * stride + offset] = varies && deviation > 0 ? (values[c * stride + offset] - mean) / deviation : 0;
  }
}

/** Share of the other candidates that are worse, ties counting half: 1 = best of the pool, 0 = worst. */
function rankFraction(values: Float32Array, out: Float32Array, from: number, count: number, stride: number, offset: number): void {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  const valueOf = (i: number): number => values[(from + i) * stride + offset];
  order.sort((a, b) => valueOf(a) - valueOf(b));
  if (count === 0 || valueOf(order[0]) === valueOf(order[count - 1])) {
    for (let c = from; c < from + count; c++) out[c * stride + offset] = 0;
    return;
  }
  for (let start = 0; start < count;) {
    let end = start + 1;
    while (end < count && valueOf(order[end]) === valueOf(order[start])) end++;
    const fraction = (start + end - 1) / 2 / (count - 1);
    for (let i = start; i < end; i++) out[(from + order[i]) * stride + offset] = fraction;
    start = end;
  }
}
