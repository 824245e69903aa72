import type { Dataset } from '../../model/dataset';

/** What a log says of users and videos up to a moment. */
export class LogHistory {
  readonly #userCounts: Int32Array;
  readonly #itemCounts: Int32Array;
  /** By user × categories (or creators) + label. */
  readonly #categoryCounts = new Map<number, number>();
  readonly #creatorCounts = new Map<number, number>();
  readonly #pairs = new Set<number>();
  readonly #meanLogCount: number;

  /** @param positions interactions that are known */
  constructor(
    private readonly dataset: Dataset,
    positions: Int32Array,
  ) {
    const { users, items } = dataset.interactions;
    const itemCount = dataset.items.ids.size;
    this.#userCounts = new Int32Array(dataset.users.ids.size);
    this.#itemCounts = new Int32Array(itemCount);
    for (const position of positions) {
      const [user, item] = [users[position], items[position]];
      this.#userCounts[user]++;
      this.#itemCounts[item]++;
      this.#pairs.add(user * itemCount + item);
      const category = this.#categoryOf(item);
      if (category >= 0) increment(this.#categoryCounts, user * dataset.items.categories.labels.length + category);
      const creator = dataset.items.creators.codes[item];
      if (creator >= 0) increment(this.#creatorCounts, user * dataset.items.creators.labels.length + creator);
    }
    this.#meanLogCount = this.#itemCounts.reduce((sum, count) => sum + Math.log1p(count), 0) / Math.max(1, itemCount);
  }

  knows(user: number, item: number): boolean {
    return this.#pairs.has(user * this.#itemCounts.length + item);
  }

  /** Popularity, and the shares of the user’s history in the video’s main category and by its creator. */
  describe(user: number, item: number, into: Float64Array): void {
    const { categories, creators } = this.dataset.items;
    const known = Math.max(1, this.#userCounts[user]);
    const category = this.#categoryOf(item);
    const creator = creators.codes[item];
    into[0] = 1;
    into[1] = Math.log1p(this.#itemCounts[item]) - this.#meanLogCount;
    into[2] = category < 0 ? 0 : Math.sqrt((this.#categoryCounts.get(user * categories.labels.length + category) ?? 0) / known);
    into[3] = creator < 0 ? 0 : Math.sqrt((this.#creatorCounts.get(user * creators.labels.length + creator) ?? 0) / known);
  }

  #categoryOf(item: number): number {
    const { offsets, codes } = this.dataset.items.categories;
    return offsets[item] < offsets[item + 1] ? codes[offsets[item]] : -1;
  }
}

/** Of `LogHistory.describe`, the constant first. */
export const historyFeatures = ['constant', 'popularity', 'share of the category', 'share of the creator'];

function increment(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
