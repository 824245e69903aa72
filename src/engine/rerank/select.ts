import type { DiversitySpace } from './diversify';
import { similarityOf } from './diversify';
import type { PreparedFilters } from './filters';

/** Up to this length, inserting into a sorted list beats a heap over the whole pool. */
export const shortList = 32;

/**
 * Picks the best `length` of a scored pool: filters, then MMR when a space is given, then the creator limit as it
 * goes. Ties go to the lower item row. Reused for every pool, so that ranking many users allocates nothing.
 */
export class Selector {
  readonly #order: Int32Array;
  /** Current MMR score of a candidate; an upper bound until its penalty has seen every selected item. */
  readonly #current: Float64Array;
  readonly #penalty: Float64Array;
  readonly #penaltySeen: Int32Array;
  readonly #creatorCounts = new Map<number, number>();
  /** Pool slots of the answer, best first; valid up to the count `select` returned. */
  readonly slots: Int32Array;
  /** Scores of the answer (MMR scores when diversifying), never increasing. */
  readonly scores: Float64Array;
  /** The MMR penalty of each selected item; 0 without MMR. */
  readonly penalties: Float64Array;

  constructor(
    poolSize: number,
    readonly length: number,
  ) {
    this.#order = new Int32Array(poolSize);
    this.#current = new Float64Array(poolSize);
    this.#penalty = new Float64Array(poolSize);
    this.#penaltySeen = new Int32Array(poolSize);
    this.slots = new Int32Array(length);
    this.scores = new Float64Array(length);
    this.penalties = new Float64Array(length);
  }

  /**
   * `items[from + i]` and `relevance[i]` describe candidate i < count. `mmr.scale` is the sum of absolute weights, so that similarity (0 … 1) and
   * relevance have the same scale for any sum of weights.
   * @returns how many were selected.
   */
  select(
    items: Int32Array,
    from: number,
    count: number,
    relevance: Float64Array,
    filters: PreparedFilters,
    mmr?: { lambda: number; scale: number; space: DiversitySpace },
  ): number {
    const diverse = mmr !== undefined && mmr.lambda < 1;
    if (!diverse && filters.maxPerCreator === Infinity && this.length <= shortList) {
      return this.#selectShort(items, from, count, relevance, filters);
    }
    const eligible = this.#eligible(items, from, count, filters);
    this.#creatorCounts.clear();
    return diverse
      ? this.#selectDiverse(items, from, eligible, relevance, filters, mmr)
      : this.#selectBest(items, from, eligible, relevance, filters);
  }

  #eligible(items: Int32Array, from: number, count: number, { allowed }: PreparedFilters): number {
    let eligible = 0;
    for (let i = 0; i < count; i++) if (!allowed || allowed[items[from + i]] === 1) this.#order[eligible++] = i;
    return eligible;
  }

  #withinCreatorLimit(item: number, { maxPerCreator, creatorCodes }: PreparedFilters): boolean {
    if (maxPerCreator === Infinity || creatorCodes[item] < 0) return true;
    const used = this.#creatorCounts.get(creatorCodes[item]) ?? 0;
    if (used >= maxPerCreator) return false;
    this.#creatorCounts.set(creatorCodes[item], used + 1);
    return true;
  }

  /** One pass with a sorted list of the best so far: most candidates cost one comparison. */
  #selectShort(items: Int32Array, from: number, count: number, relevance: Float64Array, { allowed }: PreparedFilters): number {
    const { scores, length } = this;
    let selected = 0;
    for (let i = 0; i < count; i++) {
      const score = relevance[i];
      if (selected === length && score < scores[length - 1]) continue;
      if (allowed && allowed[items[from + i]] !== 1) continue;
      selected = this.offer(items, from, selected, i, score);
    }
    this.penalties.fill(0, 0, selected);
    return selected;
  }

  /**
   * Inserts a candidate among the best `selected` so far if it qualifies; the result does not depend on the order of offers. For short lists without
   * MMR and creator limit.
   * @returns how many are selected now.
   */
  offer(items: Int32Array, from: number, selected: number, slot: number, score: number): number {
    const { slots, scores, length } = this;
    const item = items[from + slot];
    let place = selected;
    while (place > 0 && (score > scores[place - 1] || (score === scores[place - 1] && item < items[from + slots[place - 1]]))) place--;
    if (place === length) return selected;
    const now = selected < length ? selected + 1 : selected;
    for (let p = now - 1; p > place; p--) {
      scores[p] = scores[p - 1];
      slots[p] = slots[p - 1];
    }
    scores[place] = score;
    slots[place] = slot;
    return now;
  }

  /** Repeated binary-heap extraction: O(count + length · log count). */
  #selectBest(items: Int32Array, from: number, eligible: number, relevance: Float64Array, filters: PreparedFilters): number {
    for (let i = 0; i < eligible; i++) this.#current[this.#order[i]] = relevance[this.#order[i]];
    let heapSize = this.#heapify(items, from, eligible);
    let selected = 0;
    while (heapSize > 0 && selected < this.length) {
      const slot = this.#order[0];
      this.#order[0] = this.#order[--heapSize];
      this.#siftDown(items, from, 0, heapSize);
      if (!this.#withinCreatorLimit(items[from + slot], filters)) continue;
      this.slots[selected] = slot;
      this.scores[selected] = relevance[slot];
      this.penalties[selected] = 0;
      selected++;
    }
    return selected;
  }

  /**
   * Lazy greedy MMR (Carbonell & Goldstein 1998): λ · relevance − (1 − λ) · scale · max similarity to what is already
   * selected. A candidate's score only falls as the list grows, so a stale score is an upper bound and only the top
   * of the heap needs refreshing: the same list as the naive loop for a fraction of the similarities.
   */
  #selectDiverse(
    items: Int32Array,
    from: number,
    eligible: number,
    relevance: Float64Array,
    filters: PreparedFilters,
    { lambda, scale, space }: { lambda: number; scale: number; space: DiversitySpace },
  ): number {
    for (let i = 0; i < eligible; i++) {
      const slot = this.#order[i];
      this.#current[slot] = lambda * relevance[slot];
      this.#penalty[slot] = 0;
      this.#penaltySeen[slot] = 0;
    }
    let heapSize = this.#heapify(items, from, eligible);
    let selected = 0;
    while (heapSize > 0 && selected < this.length) {
      const slot = this.#order[0];
      if (this.#penaltySeen[slot] < selected) {
        for (let s = this.#penaltySeen[slot]; s < selected; s++) {
          const similarity = similarityOf(space, items[from + slot], items[from + this.slots[s]]);
          if (similarity > this.#penalty[slot]) this.#penalty[slot] = similarity;
        }
        this.#penaltySeen[slot] = selected;
        this.#current[slot] = lambda * relevance[slot] - (1 - lambda) * scale * this.#penalty[slot];
        this.#siftDown(items, from, 0, heapSize);
        continue;
      }
      this.#order[0] = this.#order[--heapSize];
      this.#siftDown(items, from, 0, heapSize);
      if (!this.#withinCreatorLimit(items[from + slot], filters)) continue;
      this.slots[selected] = slot;
      this.scores[selected] = this.#current[slot];
      this.penalties[selected] = (1 - lambda) * scale * this.#penalty[slot];
      selected++;
    }
    return selected;
  }

  #heapify(items: Int32Array, from: number, size: number): number {
    for (let parent = (size >> 1) - 1; parent >= 0; parent--) this.#siftDown(items, from, parent, size);
    return size;
  }

  #siftDown(items: Int32Array, from: number, start: number, size: number): void {
    const order = this.#order;
    let hole = start;
    for (;;) {
      const left = 2 * hole + 1;
      if (left >= size) return;
      const child = left + 1 < size && this.#before(items, from, order[left + 1], order[left]) ? left + 1 : left;
      if (!this.#before(items, from, order[child], order[hole])) return;
      const swap = order[hole];
      order[hole] = order[child];
      order[child] = swap;
      hole = child;
    }
  }

  #before(items: Int32Array, from: number, a: number, b: number): boolean {
    const difference = this.#current[a] - this.#current[b];
    return difference > 0 || (difference === 0 && items[from + a] < items[from + b]);
  }
}
