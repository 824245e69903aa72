import type { TrainingView } from '../model/training-view';

/**
 * Distinct items each user interacted with last, newest first: by timestamp, then by position in the table; interactions
 * without a timestamp count as the oldest.
 */
export function recentItems(view: TrainingView, count: number): (userRow: number) => readonly number[] {
  const { users, items, timestampsMs } = view.dataset.interactions;
  const userCount = view.interactions.rows;
  const offsets = new Int32Array(userCount + 1);
  for (const position of view.positions) offsets[users[position] + 1]++;
  for (let u = 0; u < userCount; u++) offsets[u + 1] += offsets[u];
  const cursor = offsets.slice(0, userCount);
  const byUser = new Int32Array(view.positions.length);
  for (const position of view.positions) byUser[cursor[users[position]]++] = position;
  const time = (position: number): number => (Number.isNaN(timestampsMs[position]) ? -Infinity : timestampsMs[position]);
  return (userRow) => {
    if (userRow >= userCount) return [];
    // Sorted lazily per user: one history is short, all of them are the whole table.
    const positions = Array.from(byUser.subarray(offsets[userRow], offsets[userRow + 1]));
    positions.sort((a, b) => (time(a) === time(b) ? b - a : time(b) - time(a)));
    const distinct = new Set<number>();
    for (const position of positions) if (distinct.size < count) distinct.add(items[position]);
    return [...distinct];
  };
}
