import type { Run } from '../../model/run';
import { sameScore } from '../../core/same-score';

/**
 * Whether some list's stretch of equal scores that holds position `depth` reaches the list's end, so that items beyond it
 * could stand within `depth` under another order.
 */
export function tieCrosses({ counts, length, scores }: Run, depth: number): boolean {
  for (let u = 0; u < counts.length; u++) {
    if (counts[u] < length) continue;
    let p = Math.min(depth, length) - 1;
    while (p + 1 < length && sameScore(scores[u * length + p], scores[u * length + p + 1])) p++;
    if (p === length - 1) return true;
  }
  return false;
}

/**
 * Every list cut one position after the stretch of equal scores that holds position `depth`: runs that were extended for the ties of some users have
 * the same lists as runs that were not.
 */
export function cutBeyondTies(run: Run, depth: number): Run {
  const { length, scores } = run;
  if (length <= depth + 1) return run;
  const counts = run.counts.slice();
  const items = run.items.slice();
  for (let u = 0; u < counts.length; u++) {
    let end = Math.min(depth, counts[u]);
    while (end > 0 && end < counts[u] && sameScore(scores[u * length + end - 1], scores[u * length + end])) end++;
    counts[u] = Math.min(counts[u], end + 1);
    items.fill(-1, u * length + counts[u], (u + 1) * length);
  }
  return { ...run, counts, items };
}

/** The run with every stretch of equal scores in ascending order of `rankOf(user row, item row)`; scores stay where they are. */
export function orderTies(run: Run, rankOf: (user: number, item: number) => number): Run {
  const items = run.items.slice();
  const { counts, length, scores, users } = run;
  for (let u = 0; u < counts.length; u++) {
    const [start, end] = [u * length, u * length + counts[u]];
    for (let from = start; from < end;) {
      let to = from + 1;
      while (to < end && sameScore(scores[to - 1], scores[to])) to++;
      if (to - from > 1) {
        const ranks = new Map(Array.from(items.subarray(from, to), (item) => [item, rankOf(users[u], item)] as const));
        items.subarray(from, to).sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0) || a - b);
      }
      from = to;
    }
  }
  return { ...run, items };
}
