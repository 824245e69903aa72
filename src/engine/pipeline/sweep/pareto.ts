/** Whether `a` is at least as good as `b` in every objective and better in one; larger is better, NaN is worse than anything. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    const x = Number.isNaN(a[i]) ? -Infinity : a[i];
    const y = Number.isNaN(b[i]) ? -Infinity : b[i];
    if (x < y) return false;
    if (x > y) better = true;
  }
  return better;
}

/** Indices of the points that no other dominates, ascending. */
export function paretoFront(points: readonly (readonly number[])[]): number[] {
  return points.map((_, i) => i).filter((i) => !points.some((other) => dominates(other, points[i])));
}

/** The `keep` best points: front after front; within a front by the first objective. */
export function bestByFronts(points: readonly (readonly number[])[], keep: number): number[] {
  const kept: number[] = [];
  let rest = points.map((_, i) => i);
  while (kept.length < keep && rest.length > 0) {
    const front = paretoFront(rest.map((i) => points[i])).map((at) => rest[at]);
    kept.push(...front.sort((a, b) => points[b][0] - points[a][0] || a - b));
    const taken = new Set(front);
    rest = rest.filter((i) => !taken.has(i));
  }
  return kept.slice(0, keep);
}
