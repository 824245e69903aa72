import type { Dataset } from '#engine/model/dataset';

/**
 * What users did before a moment: log(1 + interactions), 0 for users without any. The covariate of CUPED.
 * @param kinds that count; none: every kind
 * @returns undefined where no user has an interaction before it
 */
export function interactionsBefore(
  { users, interactions }: Dataset,
  beforeMs: number,
  kinds: readonly string[],
): ((user: string) => number) | undefined {
  const counted = interactions.kinds.map((kind) => kinds.length === 0 || kinds.includes(kind));
  const counts = new Float64Array(users.ids.size);
  let some = false;
  for (let row = 0; row < interactions.count; row++) {
    if (!((interactions.timestampsMs[row] ?? NaN) < beforeMs) || counted[interactions.kindCodes[row] ?? -1] !== true) continue;
    const user = interactions.users[row] ?? -1;
    counts[user] = (counts[user] ?? 0) + 1;
    some = true;
  }
  if (!some) return undefined;
  return (id) => {
    const user = users.ids.find(id);
    return user === undefined ? 0 : Math.log1p(counts[user] ?? 0);
  };
}
