import { fieldText, itemFields } from '../../embeddings/item-fields';
import { foldInItem, foldInUser } from '../../factors/compute-factors';
import type { Dataset } from '../../model/dataset';
import type { TrainingView } from '../../model/training-view';
import type { Embeddings, Factors } from '../../model/vectors';
import { grown } from './growable';

/** Number of similar videos whose factors are averaged for a new one. */
const neighbourCount = 20;

/** The text of a video. */
export const itemText = (dataset: Dataset, row: number): string =>
  itemFields
    .map((field) => fieldText(dataset, row, field))
    .filter((text) => text !== '')
    .join('\n');

/** Vectors with room for every item of a dataset; new rows are zero ("no vector") until they are set. */
export function growEmbeddings(embeddings: Embeddings, itemCount: number): Embeddings {
  return { ...embeddings, count: itemCount, vectors: grown(embeddings.vectors, itemCount * embeddings.dimensions) };
}

export function growFactors(factors: Factors, userCount: number, itemCount: number): Factors {
  return {
    ...factors,
    userCount,
    itemCount,
    userFactors: grown(factors.userFactors, userCount * factors.factorCount),
    itemFactors: grown(factors.itemFactors, itemCount * factors.factorCount),
  };
}

/** Folds in a user from its current items, in place. */
export function refoldUser(view: TrainingView, factors: Factors, user: number): void {
  const row = rowOf(view.interactions, user);
  factors.userFactors.set(foldInUser(factors, row, new Float32Array(row.length).fill(1)), user * factors.factorCount);
}

/**
 * The factors of an item that the factorisation has not seen: folded in from its users once some of them have factors, before that the
 * similarity-weighted mean of the most similar videos' factors. Zero if neither is available.
 */
export async function foldedItemFactors(
  view: TrainingView,
  factors: Factors,
  item: number,
  users: readonly number[],
): Promise<Float32Array> {
  const fromUsers = foldInItem(factors, Int32Array.from(users), new Float32Array(users.length).fill(1));
  if (fromUsers.some((value) => value !== 0)) return fromUsers;
  const blended = new Float32Array(factors.factorCount);
  const { embeddings, contentIndex } = view;
  if (!embeddings || !contentIndex) return blended;
  const vector = embeddings.vectors.subarray(item * embeddings.dimensions, (item + 1) * embeddings.dimensions);
  const { ids, scores } = await contentIndex.search(Float32Array.from(vector), { neighborCount: neighbourCount + 1 });
  let total = 0;
  for (let n = 0; n < ids.length; n++) {
    if (ids[n] < 0 || ids[n] === item || !(scores[n] > 0)) continue;
    total += scores[n];
    for (let f = 0; f < blended.length; f++) blended[f] += scores[n] * factors.itemFactors[ids[n] * factors.factorCount + f];
  }
  if (total > 0) for (let f = 0; f < blended.length; f++) blended[f] /= total;
  return blended;
}

function rowOf({ rows, offsets, indices }: TrainingView['interactions'], row: number): Int32Array {
  return row < rows ? indices.subarray(offsets[row], offsets[row + 1]) : new Int32Array(0);
}
