import type { Dataset } from '../../model/dataset';
import type { Embeddings, Factors } from '../../model/vectors';
import { itemText } from './grow-vectors';

/** Which users and videos a model's rows stand for, so that it can be used after rows were added, edited or removed. */
export interface ModelRows {
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
  /** Of each item's text, to notice edits. */
  readonly textHashes: Int32Array;
}

export interface AlignedModels {
  readonly embeddings: Embeddings | undefined;
  readonly factors: Factors;
  /** Item rows whose vector must be made: new or edited. Empty when the models fit the dataset as they are. */
  readonly itemsToFold: readonly number[];
  /** Which row of the models each item row comes from, −1 for none. Undefined: the items' rows are those of the models. */
  readonly itemsFrom: Int32Array | undefined;
  readonly fits: boolean;
}

export const modelRows = (dataset: Dataset): ModelRows => ({
  userIds: dataset.users.ids.ids,
  itemIds: dataset.items.ids.ids,
  textHashes: Int32Array.from({ length: dataset.items.ids.size }, (_, row) => hashOf(itemText(dataset, row))),
});

/** Puts every vector at the row its id has in the dataset; rows without one are zero. */
export function alignModels(dataset: Dataset, rows: ModelRows, embeddings: Embeddings | undefined, factors: Factors): AlignedModels {
  const now = modelRows(dataset);
  const fits =
    sameTexts(rows.userIds, now.userIds) &&
    sameTexts(rows.itemIds, now.itemIds) &&
    rows.textHashes.every((hash, i) => hash === now.textHashes[i]);
  if (fits) return { embeddings, factors, itemsToFold: [], itemsFrom: undefined, fits };
  const oldItem = new Map(rows.itemIds.map((id, row) => [id, row]));
  const oldUser = new Map(rows.userIds.map((id, row) => [id, row]));
  const itemsFrom = now.itemIds.map((id) => oldItem.get(id) ?? -1);
  const usersFrom = now.userIds.map((id) => oldUser.get(id) ?? -1);
  return {
    embeddings: embeddings && {
      ...embeddings,
      count: itemsFrom.length,
      vectors: rearranged(embeddings.vectors, embeddings.dimensions, itemsFrom),
    },
    factors: {
      ...factors,
      userCount: usersFrom.length,
      itemCount: itemsFrom.length,
      userFactors: rearranged(factors.userFactors, factors.factorCount, usersFrom),
      itemFactors: rearranged(factors.itemFactors, factors.factorCount, itemsFrom),
    },
    itemsToFold: itemsFrom.flatMap((from, row) => (from < 0 || rows.textHashes[from] !== now.textHashes[row] ? [row] : [])),
    itemsFrom: sameTexts(rows.itemIds, now.itemIds) ? undefined : Int32Array.from(itemsFrom),
    fits,
  };
}

function rearranged(vectors: Float32Array, width: number, from: readonly number[]): Float32Array {
  const result = new Float32Array(from.length * width);
  from.forEach((source, row) => {
    if (source >= 0) result.set(vectors.subarray(source * width, (source + 1) * width), row * width);
  });
  return result;
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((text, i) => text === b[i]);

/** FNV-1a, 32 bits: notices an edit; nothing hangs on it being unforgeable. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
