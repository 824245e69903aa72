import type { Qrels, Run } from '../../model/run';

interface Limits {
  /** Positions that count; undefined: all. */
  readonly length: number | undefined;
  /** At most so many items of one group, a creator; negative groups are not limited. */
  readonly most: number;
  readonly groups: Int32Array;
}

/**
 * Every user's best list over the judgements that `counts`: relevant items only, highest grade first, equal grades by ascending
 * item row. Taking the best that a group's limit still admits is optimal, since positions only lose worth down the list.
 */
export function idealLists(qrels: Qrels, counts: (judgement: number) => boolean, { length, most, groups }: Limits): Run {
  const { users, offsets, items, grades } = qrels;
  const lists = Array.from(users, (_, u) => {
    const relevant: number[] = [];
    for (let p = offsets[u]; p < offsets[u + 1]; p++) if (grades[p] > 0 && counts(p)) relevant.push(p);
    const sorted = relevant.sort((a, b) => grades[b] - grades[a] || items[a] - items[b]).map((p) => items[p]);
    return (most === Infinity ? sorted : withinLimit(sorted, most, groups)).slice(0, length);
  });
  const longest = lists.reduce((longestSoFar, list) => Math.max(longestSoFar, list.length), 1);
  const run = {
    users,
    length: longest,
    counts: Int32Array.from(lists, (list) => list.length),
    items: new Int32Array(users.length * longest).fill(-1),
    scores: new Float64Array(users.length * longest),
  };
  lists.forEach((list, u) => {
    run.items.set(list, u * longest);
    for (let i = 0; i < list.length; i++) run.scores[u * longest + i] = list.length - i;
  });
  return run;
}

function withinLimit(list: readonly number[], most: number, groups: Int32Array): number[] {
  const used = new Map<number, number>();
  return list.filter((item) => {
    const group = groups[item];
    const count = used.get(group) ?? 0;
    if (group >= 0 && count >= most) return false;
    used.set(group, count + 1);
    return true;
  });
}
