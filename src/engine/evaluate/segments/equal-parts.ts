import type { Segment } from './segment';

/** How a group is named: by the range of its values. */
type RangeName = (low: number, high: number) => string;

/**
 * `parts` groups of about equal size by value, smallest first. Users with equal values stay together, so groups can be missing where many are equal.
 * @param users rows, ascending; `values` has one number per user, none of them NaN.
 */
export function equalParts(users: ArrayLike<number>, values: ArrayLike<number>, parts: number, range: RangeName): Segment[] {
  const sorted = Float64Array.from(values).sort();
  const firstRank = new Map<number, number>();
  sorted.forEach((value, rank) => {
    if (!firstRank.has(value)) firstRank.set(value, rank);
  });
  const groups = Array.from({ length: parts }, () => ({ users: [] as number[], low: Infinity, high: -Infinity }));
  for (let i = 0; i < users.length; i++) {
    const group = groups[Math.floor(((firstRank.get(values[i]) ?? 0) * parts) / users.length)];
    group.users.push(users[i]);
    group.low = Math.min(group.low, values[i]);
    group.high = Math.max(group.high, values[i]);
  }
  return groups.flatMap(({ users: members, low, high }, part) =>
    members.length === 0 ? [] : [{ name: `${part + 1} of ${parts} (${range(low, high)})`, users: Int32Array.from(members) }],
  );
}
