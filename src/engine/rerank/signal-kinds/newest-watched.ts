import type { TrainingView } from '../../model/training-view';

const known = new WeakMap<TrainingView, { readonly offsets: Int32Array; readonly positions: Int32Array }>();

/** A user's newest distinct videos of the view, the newest first; of equal times the later line. */
export function newestWatched(view: TrainingView, user: number, most: number): number[] {
  const { items } = view.dataset.interactions;
  const { offsets, positions } = byUser(view);
  const found = new Set<number>();
  for (let p = offsets[user + 1] - 1; p >= offsets[user] && found.size < most; p--) found.add(items[positions[p]]);
  return [...found];
}

/** Positions of every user, by time. */
function byUser(view: TrainingView): { readonly offsets: Int32Array; readonly positions: Int32Array } {
  const before = known.get(view);
  if (before) return before;
  const { users, timestampsMs } = view.dataset.interactions;
  const offsets = new Int32Array(view.dataset.users.ids.size + 1);
  for (const position of view.positions) offsets[users[position] + 1]++;
  for (let user = 0; user + 1 < offsets.length; user++) offsets[user + 1] += offsets[user];
  const next = offsets.slice();
  const positions = new Int32Array(view.positions.length);
  for (const position of view.positions) positions[next[users[position]]++] = position;
  const time = (position: number): number => (Number.isNaN(timestampsMs[position]) ? -Infinity : timestampsMs[position]);
  for (let user = 0; user + 1 < offsets.length; user++) {
    positions.subarray(offsets[user], offsets[user + 1]).sort((a, b) => (time(a) === time(b) ? a - b : time(a) - time(b)));
  }
  const sorted = { offsets, positions };
  known.set(view, sorted);
  return sorted;
}
