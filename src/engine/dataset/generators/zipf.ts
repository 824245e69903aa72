/**
 * Shares of `count` ranks after a Zipf–Mandelbrot law: share(rank) ∝ (rank + shift)^−exponent, rank from 1, summing
 * to 1. The shift is the smallest that keeps the first share at or below `maximumShare`: no video is watched by more
 * users than there are, however steep the asked law.
 */
export function zipfShares(count: number, exponent: number, maximumShare: number): Float64Array {
  const ceiling = Math.max(maximumShare, 1.0000001 / count);
  let shift = 0;
  if (firstShare(count, exponent, 0) > ceiling) {
    let high = 1;
    while (firstShare(count, exponent, high) > ceiling && high < 1e9) high *= 2;
    let low = 0;
    for (let step = 0; step < 40; step++) {
      const middle = (low + high) / 2;
      if (firstShare(count, exponent, middle) > ceiling) low = middle;
      else high = middle;
    }
    shift = high;
  }
  const shares = new Float64Array(count);
  let total = 0;
  for (let rank = 0; rank < count; rank++) total += shares[rank] = (rank + 1 + shift) ** -exponent;
  for (let rank = 0; rank < count; rank++) shares[rank] /= total;
  return shares;
}

/** Share of rank 1; the sum beyond the first 1,000 ranks by the midpoint integral, exact to far below a percent. */
function firstShare(count: number, exponent: number, shift: number): number {
  const exactRanks = Math.min(count, 1000);
  let total = 0;
  for (let rank = 1; rank <= exactRanks; rank++) total += (rank + shift) ** -exponent;
  if (count > exactRanks) {
    const from = exactRanks + 0.5 + shift;
    const to = count + 0.5 + shift;
    total += exponent === 1 ? Math.log(to / from) : (to ** (1 - exponent) - from ** (1 - exponent)) / (1 - exponent);
  }
  return (1 + shift) ** -exponent / total;
}

/**
 * Whole numbers proportional to `weights` that sum to exactly `total`, none above `cap` (largest remainders; what a cap
 * cuts off is shared out among the others). Needs total ≤ cap × weights.length.
 */
export function apportion(weights: Float64Array, total: number, cap: number): Int32Array {
  const count = weights.length;
  const result = new Int32Array(count);
  const exact = new Float64Array(count);
  let open = total;
  let openWeight = weights.reduce((sum, weight) => sum + weight, 0);
  const capped = new Uint8Array(count);
  for (let changed = true; changed;) {
    changed = false;
    const scale = open / openWeight;
    for (let i = 0; i < count; i++) {
      if (capped[i] || weights[i] * scale <= cap) continue;
      capped[i] = 1;
      result[i] = cap;
      open -= cap;
      openWeight -= weights[i];
      changed = true;
    }
  }
  const scale = openWeight > 0 ? open / openWeight : 0;
  let given = 0;
  for (let i = 0; i < count; i++) {
    if (capped[i]) continue;
    exact[i] = weights[i] * scale;
    result[i] = Math.floor(exact[i]);
    given += result[i];
  }
  const byRemainder: number[] = [];
  for (let i = 0; i < count; i++) if (!capped[i]) byRemainder.push(i);
  byRemainder.sort((a, b) => exact[b] - Math.floor(exact[b]) - (exact[a] - Math.floor(exact[a])) || a - b);
  let missing = open - given;
  for (let turn = 0; missing > 0; turn++) {
    const i = byRemainder[turn % byRemainder.length];
    if (result[i] >= cap) continue;
    result[i]++;
    missing--;
  }
  return result;
}

/**
 * The exponent of a rank–frequency law: the negated slope of the least-squares line through log(count) over log(rank),
 * on the ranks with at least `minimumCount` (below, whole numbers bend the curve). NaN with fewer than three such ranks.
 */
export function fitExponent(counts: ArrayLike<number>, minimumCount = 5): number {
  const sorted = Float64Array.from(counts).sort().reverse();
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (; n < sorted.length && sorted[n] >= minimumCount; n++) {
    const x = Math.log(n + 1);
    const y = Math.log(sorted[n]);
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  return n < 3 ? NaN : -(n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
}

/** Gini coefficient of counts: 0 = even, towards 1 = one takes all. 0 for no counts at all. */
export function gini(counts: ArrayLike<number>): number {
  const sorted = Float64Array.from(counts).sort();
  let total = 0;
  let weighted = 0;
  for (let i = 0; i < sorted.length; i++) {
    total += sorted[i];
    weighted += (2 * (i + 1) - sorted.length - 1) * sorted[i];
  }
  return total === 0 ? 0 : weighted / (sorted.length * total);
}
