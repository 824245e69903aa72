import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';

export interface HonestEstimate {
  readonly value: number;
  readonly start: number;
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
  readonly pValue: number;
}

/** The values of a step's winner and of the start, on interactions later than those that chose it. */
export interface LaterPair {
  readonly users: Int32Array;
  readonly winner: Float64Array;
  readonly start: Float64Array;
}

/** A user in several steps is one observation: the mean of the user's steps. */
export function honestEstimate(steps: readonly LaterPair[]): HonestEstimate {
  const byUser = new Map<number, { won: number; start: number; count: number }>();
  for (const { users, winner, start } of steps) {
    // A metric of whole runs has no value for single users.
    if (winner.length === 0) continue;
    users.forEach((user, u) => {
      if (Number.isNaN(winner[u]) || Number.isNaN(start[u])) return;
      const sums = byUser.get(user) ?? { won: 0, start: 0, count: 0 };
      byUser.set(user, { won: sums.won + winner[u], start: sums.start + start[u], count: sums.count + 1 });
    });
  }
  const users = [...byUser.values()];
  const won = users.map((sums) => sums.won / sums.count);
  const start = users.map((sums) => sums.start / sums.count);
  const moments = momentsOf(won.map((value, u) => value - start[u]));
  const { interval, pValue } = pairedT(moments, 0.95);
  return {
    value: momentsOf(won).mean,
    start: momentsOf(start).mean,
    difference: { value: moments.mean, low: interval.low, high: interval.high },
    pValue,
  };
}
