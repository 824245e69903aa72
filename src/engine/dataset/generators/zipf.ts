/**
 * Expected counts of `ranks` ranks that sum to `total`, after a Zipf–Mandelbrot law: count(rank) ∝ (rank + shift)^−steepness.
 * The shift keeps the first count at or below `ceiling` (no video can be watched by more users than there are), which
 * flattens the head; the steepness makes up for it, so that `fitExponent` of the whole curve is the
 * requested exponent wherever that is possible.
 */
export function zipfCounts(ranks: number, exponent: number, total: number, ceiling: number): Float64Array {
  const counts = new Float64Array(ranks);
  const fill = (steepness: number): void => mandelbrotCounts(counts, steepness, total, ceiling);
  fill(exponent);
  if (exponent === 0 || !(slopeOf(counts, firstFittedRank) < exponent - 0.005)) return counts;
  let low = exponent;
  let high = exponent + 1.5;
  for (let step = 0; step < 10; step++) {
    const middle = (low + high) / 2;
    fill(middle);
    if (slopeOf(counts, firstFittedRank) < exponent) low = middle;
    else high = middle;
  }
  fill(low);
  return counts;
}

function mandelbrotCounts(counts: Float64Array, steepness: number, total: number, ceiling: number): void {
  const largestShare = Math.max(ceiling / total, 1.0000001 / counts.length);
  const shift = smallestShift(counts.length, steepness, largestShare);
  let sum = 0;
  for (let rank = 0; rank < counts.length; rank++) sum += counts[rank] = (rank + 1 + shift) ** -steepness;
  for (let rank = 0; rank < counts.length; rank++) counts[rank] *= total / sum;
}

function smallestShift(ranks: number, steepness: number, largestShare: number): number {
  if (firstShare(ranks, steepness, 0) <= largestShare) return 0;
  let high = 1;
  while (firstShare(ranks, steepness, high) > largestShare && high < 1e9) high *= 2;
  let low = 0;
  for (let step = 0; step < 30; step++) {
    const middle = (low + high) / 2;
    if (firstShare(ranks, steepness, middle) > largestShare) low = middle;
    else high = middle;
  }
  return high;
}

/** Share of rank 1; the sum beyond the first 200 ranks by the midpoint integral, exact to far below a percent. */
function firstShare(count: number, exponent: number, shift: number): number {
  const exactRanks = Math.min(count, 200);
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
 * Whole numbers proportional to `weights` that sum to exactly `total`, none above `cap` (largest remainders; the excess
 * above the cap is distributed among the others). Needs total ≤ cap × weights.length.
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
  let assigned = 0;
  for (let i = 0; i < count; i++) {
    if (capped[i]) continue;
    exact[i] = weights[i] * scale;
    result[i] = Math.floor(exact[i]);
    assigned += result[i];
  }
  const byRemainder: number[] = [];
  for (let i = 0; i < count; i++) if (!capped[i]) byRemainder.push(i);
  byRemainder.sort((a, b) => exact[b] - Math.floor(exact[b]) - (exact[a] - Math.floor(exact[a])) || a - b);
  let missing = open - assigned;
  for (let turn = 0; missing > 0; turn++) {
    const i = byRemainder[turn % byRemainder.length];
    if (result[i] >= cap) continue;
    result[i]++;
    missing--;
  }
  return result;
}

/** Below this count whole numbers bend the rank–frequency curve, so it is fitted above. */
const firstFittedRank = 5;

/**
 * The exponent of a rank–frequency law: the negated slope of the least-squares line through log(count) over log(rank),
 * on the ranks with at least `minimumCount`. NaN with fewer than three such ranks.
 */
export function fitExponent(counts: ArrayLike<number>, minimumCount = firstFittedRank): number {
  return slopeOf(Float64Array.from(counts).sort().reverse(), minimumCount);
}

function slopeOf(descending: Float64Array, minimumCount: number): number {
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumXY = 0;
  for (; n < descending.length && descending[n] >= minimumCount; n++) {
    const x = Math.log(n + 1);
    const y = Math.log(descending[n]);
    sumX += x;
    sumY += y;
    sumXX += x * x;
    sumXY += x * y;
  }
  return n < 3 ? NaN : -(n * sumXY - sumX * sumY) / (n * sumXX - sumX * sumX);
}

/** Gini coefficient of counts: 0 = even, towards 1 = one entry has everything. 0 for an empty list. */
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
