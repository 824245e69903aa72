import { createRng } from '../../core/rng';

/** A fold for each of `count` users, drawn by the seed; sizes differ by at most one. */
export function userFolds(count: number, folds: number, seed: number): Int32Array {
  const fold = Int32Array.from({ length: count }, (_, u) => u % folds);
  const rng = createRng(seed).derive('folds');
  for (let i = count - 1; i > 0; i--) {
    const j = rng.int(i + 1);
    [fold[i], fold[j]] = [fold[j], fold[i]];
  }
  return fold;
}

/** 1 for users whose fold is kept, else 0. */
export const usersOf = (folds: Int32Array, keeps: (fold: number) => boolean): Float64Array =>
  Float64Array.from(folds, (fold) => (keeps(fold) ? 1 : 0));

/** Mean over the users of `mask` with a value; NaN without any. */
export function maskedMean(values: Float64Array, mask?: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (let u = 0; u < values.length; u++) {
    if (Number.isNaN(values[u]) || mask?.[u] === 0) continue;
    sum += values[u];
    count++;
  }
  return count > 0 ? sum / count : NaN;
}
