const ranked = (value: number): number => (Number.isNaN(value) ? -Infinity : value);

/** Whether `a` is at least as good as `b` in every objective and better in one; larger is better, NaN is worse than anything. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [ranked(a[i]), ranked(b[i])];
    if (x < y) return false;
    if (x > y) better = true;
  }
  return better;
}

/** Indices of the points that no other dominates, ascending. */
export function paretoFront(points: readonly (readonly number[])[]): number[] {
  return points.map((_, i) => i).filter((i) => !points.some((other) => dominates(other, points[i])));
}

/** Larger first, NaN last. */
function byFirst([a]: readonly number[], [b]: readonly number[]): number {
  const [x, y] = [ranked(a), ranked(b)];
  return x === y ? 0 : y > x ? 1 : -1;
}

/** The `keep` best points: front after front; within a front by the first objective. */
export function bestByFronts(points: readonly (readonly number[])[], keep: number): number[] {
  const kept: number[] = [];
  let rest = points.map((_, i) => i);
  while (kept.length < keep && rest.length > 0) {
    const front = paretoFront(rest.map((i) => points[i])).map((at) => rest[at]);
    kept.push(...front.sort((a, b) => byFirst(points[a], points[b]) || a - b));
    const taken = new Set(front);
    rest = rest.filter((i) => !taken.has(i));
  }
  return kept.slice(0, keep);
}
