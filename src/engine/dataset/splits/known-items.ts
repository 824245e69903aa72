import type { Dataset } from '#engine/model/dataset';
import type { Split } from '#engine/model/split';

/**
 * 1 for every item that a recommender could have known at the end of training: interacted with in training, or published
 * by then. Items without a publication date are known only through a training interaction. Without timestamps,
 * every item with a publication date is known.
 */
export function knownItems(dataset: Dataset, split: Split): Uint8Array {
  const { publishedAtMs } = dataset.items;
  const known = new Uint8Array(dataset.items.ids.size);
  for (let item = 0; item < known.length; item++) {
    const timeless = Number.isNaN(split.trainEndMs) && !Number.isNaN(publishedAtMs[item]);
    if (timeless || publishedAtMs[item] <= split.trainEndMs) known[item] = 1;
  }
  for (const position of split.train) known[dataset.interactions.items[position]] = 1;
  return known;
}

interface PartStatistics {
  readonly interactions: number;
  readonly users: number;
  readonly items: number;
  /** With at least one training interaction (warm) or none (cold). */
  readonly warmUsers: number;
  readonly coldUsers: number;
  readonly warmItems: number;
  readonly coldItems: number;
}

interface SplitStatistics {
  readonly train: PartStatistics;
  readonly validation: PartStatistics;
  readonly test: PartStatistics;
  readonly unused: PartStatistics;
}

/** The users and items in each part; recorded with every run. */
export function splitStatistics(dataset: Dataset, split: Split): SplitStatistics {
  const { users, items } = dataset.interactions;
  const trained = members(users, items, split.train, dataset);
  const count = (positions: Int32Array): PartStatistics => {
    const own = members(users, items, positions, dataset);
    const [userCount, warmUsers] = overlap(own.users, trained.users);
    const [itemCount, warmItems] = overlap(own.items, trained.items);
    return {
      interactions: positions.length,
      users: userCount,
      items: itemCount,
      warmUsers,
      coldUsers: userCount - warmUsers,
      warmItems,
      coldItems: itemCount - warmItems,
    };
  };
  return { train: count(split.train), validation: count(split.validation), test: count(split.test), unused: count(split.unused) };
}

function members(users: Int32Array, items: Int32Array, positions: Int32Array, dataset: Dataset) {
  const found = { users: new Uint8Array(dataset.users.ids.size), items: new Uint8Array(dataset.items.ids.size) };
  for (const position of positions) {
    found.users[users[position]] = 1;
    found.items[items[position]] = 1;
  }
  return found;
}

/** How many are in `own`, and how many of those also in `trained`. */
function overlap(own: Uint8Array, trained: Uint8Array): [number, number] {
  let all = 0;
  let both = 0;
  for (let row = 0; row < own.length; row++) {
    all += own[row];
    both += own[row] & trained[row];
  }
  return [all, both];
}
