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
export const paretoFront = (points: readonly (readonly number[])[]): number[] =>
  frontsOf(points, 1).flatMap((front) => front.sort((a, b) => a - b));

/** The `keep` best points: front after front; within a front by the first objective. */
export const bestByFronts = (points: readonly (readonly number[])[], keep: number): number[] =>
  frontsOf(points, keep)
    .flatMap((front) => front.sort((a, b) => larger(points[a][0], points[b][0]) || a - b))
    .slice(0, keep);

/**
 * The first fronts that together have at least `least` points, all of each. A search asks for them before every setting, so points are placed in one
 * pass (Zhang et al. 2015): best first, a point can only be dominated by one before it; and what a front dominates, every front before it does.
 */
function frontsOf(points: readonly (readonly number[])[], least: number): number[][] {
  const fronts: number[][] = [];
  let placed = 0;
  for (const i of byObjectives(points)) {
    let place = fronts.length;
    while (place > 0 && !fronts[place - 1].some((other) => dominates(points[other], points[i]))) place--;
    if (place < fronts.length) fronts[place].push(i);
    else if (placed < least) fronts.push([i]);
    else continue;
    placed++;
  }
  return fronts;
}

/** Indices by the first objective, then by the next ones, best first. */
function byObjectives(points: readonly (readonly number[])[]): number[] {
  const difference = (a: readonly number[], b: readonly number[]): number => {
    let differs = 0;
    for (let i = 0; i < a.length && differs === 0; i++) differs = larger(a[i], b[i]);
    return differs;
  };
  return points.map((_, i) => i).sort((a, b) => difference(points[a], points[b]));
}

/** Larger first, NaN last. */
function larger(a: number, b: number): number {
  const [x, y] = [ranked(a), ranked(b)];
  return x === y ? 0 : x < y ? 1 : -1;
}
