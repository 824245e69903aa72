/**
 * Extrapolated rank-biased overlap of two lists of equal length (Webber, Moffat & Zobel 2010): 1 for the same list, and how early
 * the lists differ counts, with weights p^depth.
 */
export function rankBiasedOverlap(a: ArrayLike<number>, b: ArrayLike<number>, p = 0.9): number {
  const depth = Math.min(a.length, b.length);
  if (depth === 0) return a.length === b.length ? 1 : 0;
  const seenA = new Set<number>();
  const seenB = new Set<number>();
  let overlap = 0;
  let sum = 0;
  for (let d = 0; d < depth; d++) {
    if (a[d] === b[d]) overlap++;
    else {
      if (seenB.has(a[d])) overlap++;
      if (seenA.has(b[d])) overlap++;
    }
    seenA.add(a[d]);
    seenB.add(b[d]);
    sum += (overlap / (d + 1)) * p ** (d + 1);
  }
  return (overlap / depth) * p ** depth + ((1 - p) / p) * sum;
}

/** Kendall's τ over the items that both lists have; undefined where they share fewer than two. */
export function kendallTau(a: ArrayLike<number>, b: ArrayLike<number>): number | undefined {
  const places = new Map<number, number>();
  for (let i = 0; i < b.length; i++) places.set(b[i], i);
  const order: number[] = [];
  for (let i = 0; i < a.length; i++) {
    const place = places.get(a[i]);
    if (place !== undefined) order.push(place);
  }
  if (order.length < 2) return undefined;
  const pairs = (order.length * (order.length - 1)) / 2;
  return 1 - (2 * countInversions(order)) / pairs;
}

/** Sorts in place by merging and counts the pairs that stood in the wrong order. */
function countInversions(values: number[]): number {
  let inversions = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start + width < values.length; start += 2 * width) {
      const left = values.slice(start, start + width);
      const right = values.slice(start + width, start + 2 * width);
      let l = 0;
      let r = 0;
      for (let at = start; l < left.length || r < right.length; at++) {
        if (r >= right.length || (l < left.length && left[l] <= right[r])) values[at] = left[l++];
        else {
          inversions += left.length - l;
          values[at] = right[r++];
        }
      }
    }
  }
  return inversions;
}
