import { momentsOf } from '../../evaluate/statistics/moments';
import { pairedT } from '../../evaluate/statistics/paired-t';
import type { Qrels } from '../../model/run';

export interface HonestEstimate {
  readonly value: number;
  readonly start: number;
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
  readonly pValue: number;
}

/** For each fold but the first, the index of the setting that is best on the interactions before it. `sign` −1: smaller is better. */
export function winnersBefore(foldMeans: readonly (readonly number[])[], foldSizes: readonly number[], sign: 1 | -1): number[] {
  return foldSizes.slice(1).map((_, before) => {
    let winner = 0;
    let best = -Infinity;
    foldMeans.forEach((means, setting) => {
      const past = weightedMean(means.slice(0, before + 1), foldSizes);
      if (sign * past > best) {
        best = sign * past;
        winner = setting;
      }
    });
    return winner;
  });
}

function weightedMean(means: readonly number[], sizes: readonly number[]): number {
  let sum = 0;
  let total = 0;
  means.forEach((mean, fold) => {
    if (Number.isNaN(mean)) return;
    sum += sizes[fold] * mean;
    total += sizes[fold];
  });
  return total > 0 ? sum / total : NaN;
}

/**
 * Winners on interactions later than those that chose them, against the start on the same ones. A user in several folds is one
 * observation: the mean of the user's folds.
 * @param values per fold but the first, of its winner; `starts` of the start
 */
export function honestEstimate(folds: readonly Qrels[], values: readonly Float64Array[], starts: readonly Float64Array[]): HonestEstimate {
  const byUser = new Map<number, { won: number; start: number; count: number }>();
  folds.forEach(({ users }, fold) => {
    users.forEach((user, u) => {
      const won = values[fold][u];
      const start = starts[fold][u];
      if (Number.isNaN(won) || Number.isNaN(start)) return;
      const sums = byUser.get(user) ?? { won: 0, start: 0, count: 0 };
      byUser.set(user, { won: sums.won + won, start: sums.start + start, count: sums.count + 1 });
    });
  });
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
