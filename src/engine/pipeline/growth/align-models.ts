import type { Dataset } from '../../model/dataset';
import type { Embeddings, Factors } from '../../model/vectors';
import { itemText } from './grow-vectors';

/** The users and videos of a model's rows, so that it can be used after rows were added, edited or removed. */
export interface ModelRows {
  readonly userIds: readonly string[];
  readonly itemIds: readonly string[];
  /** Hash of each item's text, to detect edits. */
  readonly textHashes: Int32Array;
  /** Interaction count of each user, to detect later additions and removals. */
  readonly interactionCounts: Int32Array;
}

interface AlignedModels {
  readonly embeddings: Embeddings | undefined;
  readonly factors: Factors;
  /** Item rows that need a vector: new or edited. Empty if the models match the dataset. */
  readonly itemsToFold: readonly number[];
  /** User rows that are new or whose interactions differ from those of the models. */
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

/** Rows of the dataset that a model does not cover. */
interface RowChanges {
  readonly newItems: readonly number[];
  readonly editedItems: readonly number[];
  readonly newUsers: readonly number[];
  /** Users with more or fewer interactions than at the time of the build. */
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

/** Moves every vector to the row of its id in the dataset; rows without one are zero. */
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

/** FNV-1a, 32 bits: detects edits; it need not be collision-resistant. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
