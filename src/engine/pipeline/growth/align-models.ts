import type { Dataset } from '../../model/dataset';
import type { Embeddings, Factors } from '../../model/vectors';
import { itemText } from './grow-vectors';

/** Which users and videos a model's rows stand for, so that it can be used after rows were added, edited or removed. */
export interface ModelRows {
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
  /** Of each item's text, to notice edits. */
  readonly textHashes: Int32Array;
  /** Of each user, to notice what was logged or removed since. */
  readonly interactionCounts: Int32Array;
}

interface AlignedModels {
  readonly embeddings: Embeddings | undefined;
  readonly factors: Factors;
  /** Item rows whose vector must be made: new or edited. Empty when the models fit the dataset as they are. */
  readonly itemsToFold: readonly number[];
  /** User rows that are new or whose interactions are others than the models were made from. */
  readonly usersToFold: readonly number[];
  /** Which row of the models each item row comes from, −1 for none. Undefined: the items' rows are those of the models. */
  readonly itemsFrom: Int32Array | undefined;
}

export const modelRows = (dataset: Dataset): ModelRows => ({
  userIds: dataset.users.ids.ids,
  itemIds: dataset.items.ids.ids,
  textHashes: Int32Array.from({ length: dataset.items.ids.size }, (_, row) => hashOf(itemText(dataset, row))),
  interactionCounts: countsOf(dataset),
});

function countsOf({ users, interactions }: Dataset): Int32Array {
  const counts = new Int32Array(users.ids.size);
  for (const user of interactions.users) counts[user]++;
  return counts;
}

/** What a dataset has that a model's rows do not stand for, as rows of the dataset. */
interface RowChanges {
  readonly newItems: readonly number[];
  readonly editedItems: readonly number[];
  readonly newUsers: readonly number[];
  /** With more, or fewer, interactions than the models were made from. */
  readonly changedUsers: readonly number[];
}

export function rowChanges(dataset: Dataset, rows: ModelRows): RowChanges {
  const now = modelRows(dataset);
  const items = rowsOf(now.itemIds, rows.itemIds, (row, from) => rows.textHashes[from] !== now.textHashes[row]);
  const users = rowsOf(now.userIds, rows.userIds, (row, from) => rows.interactionCounts[from] !== now.interactionCounts[row]);
  return { newItems: items.added, editedItems: items.changed, newUsers: users.added, changedUsers: users.changed };
}

function rowsOf(
  now: readonly string[],
  before: readonly string[],
  isChanged: (row: number, from: number) => boolean,
): { added: number[]; changed: number[] } {
  const known = new Map(before.map((id, row) => [id, row]));
  const added: number[] = [];
  const changed: number[] = [];
  now.forEach((id, row) => {
    const from = known.get(id);
    if (from === undefined) added.push(row);
    else if (isChanged(row, from)) changed.push(row);
  });
  return { added, changed };
}

/** Puts every vector at the row its id has in the dataset; rows without one are zero. */
export function alignModels(dataset: Dataset, rows: ModelRows, embeddings: Embeddings | undefined, factors: Factors): AlignedModels {
  const { newItems, editedItems, newUsers, changedUsers } = rowChanges(dataset, rows);
  const itemsToFold = [...newItems, ...editedItems];
  const usersToFold = [...newUsers, ...changedUsers];
  const itemIds = dataset.items.ids.ids;
  const userIds = dataset.users.ids.ids;
  const sameItems = sameTexts(rows.itemIds, itemIds);
  if (sameItems && sameTexts(rows.userIds, userIds)) return { embeddings, factors, itemsToFold, usersToFold, itemsFrom: undefined };
  const oldItem = new Map(rows.itemIds.map((id, row) => [id, row]));
  const oldUser = new Map(rows.userIds.map((id, row) => [id, row]));
  const itemsFrom = itemIds.map((id) => oldItem.get(id) ?? -1);
  const usersFrom = userIds.map((id) => oldUser.get(id) ?? -1);
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
    itemsToFold,
    usersToFold,
    itemsFrom: sameItems ? undefined : Int32Array.from(itemsFrom),
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
