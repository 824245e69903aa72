import { hasAscending } from '../core/containers/ascending';
import type { ScoredItems } from '../model/candidates';

/** The first `limit` of the ranking items[from … to − 1] that are not padding (−1) and not in `exclude`, which is ascending, in their order. */
export function firstAllowed(
  items: Int32Array,
  scores: Float64Array | Float32Array,
  from: number,
  to: number,
  exclude: Int32Array,
  limit: number,
): ScoredItems {
  const most = Math.min(limit, to - from);
  const kept = new Int32Array(most);
  const best = new Float64Array(most);
  let count = 0;
  for (let at = from; at < to && count < most; at++) {
    const item = items[at];
    if (item < 0 || hasAscending(exclude, item)) continue;
    kept[count] = item;
    best[count] = scores[at];
    count++;
  }
  return count === most ? { items: kept, scores: best } : { items: kept.slice(0, count), scores: best.slice(0, count) };
}
