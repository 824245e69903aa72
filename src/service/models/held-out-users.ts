import { trainingMatrix } from '#engine/dataset/training-matrix';
import { foldInUser } from '#engine/factors/compute-factors';
import type { Dataset } from '#engine/model/dataset';
import type { Factors } from '#engine/model/vectors';

/** Held-out users get the vectors their known history calls for; nothing is fitted on it. */
export function withHeldOutUsers(dataset: Dataset, foldIn: Int32Array, factors: Factors): Factors {
  const history = trainingMatrix(dataset, foldIn, 'binary');
  const folded = { ...factors, userFactors: Float32Array.from(factors.userFactors) };
  for (let user = 0; user < history.rows; user++) {
    const items = history.indices.subarray(history.offsets[user], history.offsets[user + 1]);
    if (items.length > 0)
      folded.userFactors.set(foldInUser(factors, items, new Float32Array(items.length).fill(1)), user * factors.factorCount);
  }
  return folded;
}
