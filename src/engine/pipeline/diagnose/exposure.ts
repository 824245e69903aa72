import { discounts } from '../../evaluate/metrics/discount';
import { momentsOf, type Moments } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';
import type { Run } from '../../model/run';

/** One item in the lists of two variants. */
export interface ExposureChange {
  readonly item: number;
  /** Mean over all users: 1 / log2(position + 1) within the first k positions, else 0. */
  readonly before: number;
  readonly after: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Lists that have the item in their first k positions. */
  readonly listsBefore: number;
  readonly listsAfter: number;
}

/** Sums over users, so that items of a large catalogue take a few numbers each. */
class Tally {
  readonly exposures: readonly [Float64Array, Float64Array];
  readonly lists: readonly [Int32Array, Int32Array];
  readonly differences: Float64Array;
  readonly squares: Float64Array;

  constructor(itemCount: number) {
    this.exposures = [new Float64Array(itemCount), new Float64Array(itemCount)];
    this.lists = [new Int32Array(itemCount), new Int32Array(itemCount)];
    this.differences = new Float64Array(itemCount);
    this.squares = new Float64Array(itemCount);
  }
}

/**
 * How the exposure of every listed item changes between two runs of the same users, largest change first (ties by ascending row).
 * A position is worth 1 / log2(position + 1), the discount of ndcg; positions beyond k are worth nothing.
 * @param lists indexes of the users that count; default: all.
 */
export function exposureChanges(
  before: Run,
  after: Run,
  k: number,
  itemCount: number,
  level: number,
  lists: Iterable<number> & { readonly length: number } = Array.from(before.users.keys()),
): ExposureChange[] {
  const tally = new Tally(itemCount);
  const gained = new Map<number, number>();
  const logs = discounts(k);
  for (const u of lists) {
    gained.clear();
    [before, after].forEach(({ items, counts, length }, side) => {
      for (let i = 0; i < Math.min(k, counts[u]); i++) {
        const item = items[u * length + i];
        tally.exposures[side][item] += 1 / logs[i];
        tally.lists[side][item]++;
        gained.set(item, (gained.get(item) ?? 0) + (side === 0 ? -1 : 1) / logs[i]);
      }
    });
    for (const [item, difference] of gained) {
      tally.differences[item] += difference;
      tally.squares[item] += difference ** 2;
    }
  }
  const changes: ExposureChange[] = [];
  for (let item = 0; item < itemCount; item++) {
    if (tally.lists[0][item] + tally.lists[1][item] > 0) changes.push(changeOf(tally, item, lists.length, level));
  }
  return changes.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || a.item - b.item);
}

function changeOf({ exposures, lists, differences, squares }: Tally, item: number, users: number, level: number): ExposureChange {
  const moments = momentsFrom(users, differences[item], squares[item]);
  const { low, high } = pairedT(moments, level).interval;
  return {
    item,
    before: exposures[0][item] / users,
    after: exposures[1][item] / users,
    difference: moments.mean,
    low,
    high,
    listsBefore: lists[0][item],
    listsAfter: lists[1][item],
  };
}

/** From sums: differences are at most 1, so nothing cancels that matters. */
function momentsFrom(count: number, sum: number, squares: number): Moments {
  if (count === 0) return momentsOf([]);
  const mean = sum / count;
  const standardDeviation = count < 2 ? NaN : Math.sqrt(Math.max(0, squares - count * mean ** 2) / (count - 1));
  return { count, mean, standardDeviation, standardError: standardDeviation / Math.sqrt(count) };
}
