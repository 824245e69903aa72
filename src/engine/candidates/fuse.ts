import type { CandidateSettings } from '#shared/schemas/variant';
import { TopKSelector } from '../core/top-k';
import type { CandidatePool, ScoredItems } from '../model/candidates';

/** A place per item row, clean between merges: one serves any number of merges one after another. */
export class FusionScratch {
  readonly scores: Float64Array;
  readonly masks: Uint32Array;
  readonly touched: Int32Array;

  constructor(readonly itemCount: number) {
    this.scores = new Float64Array(itemCount);
    this.masks = new Uint32Array(itemCount);
    this.touched = new Int32Array(itemCount);
  }
}

/** Merges the sources' lists of one request after another. */
export class Fusion {
  readonly #scores: Float64Array;
  readonly #masks: Uint32Array;
  readonly #touched: Int32Array;
  readonly #selector: TopKSelector;

  constructor(
    itemCount: number,
    readonly merge: CandidateSettings['merge'],
    readonly poolSize: number,
    { scores, masks, touched } = new FusionScratch(itemCount),
  ) {
    this.#scores = scores;
    this.#masks = masks;
    this.#touched = touched;
    this.#selector = new TopKSelector(Math.min(poolSize, itemCount));
  }

  /** `lists[b]` came from `sourceIds[b]`, best first. At most 32 lists. */
  fuse(lists: readonly ScoredItems[], sourceIds: readonly string[]): CandidatePool {
    let touchedCount = 0;
    lists.forEach(({ items, scores }, source) => {
      const last = scores.length - 1;
      const range = scores[0] - scores[last];
      for (let i = 0; i < items.length; i++) {
        const item = items[i];
        if (this.#masks[item] === 0) {
          this.#touched[touchedCount++] = item;
          this.#scores[item] = 0;
        }
        this.#masks[item] |= 1 << source;
        if (this.merge.id === 'rrf') this.#scores[item] += 1 / (this.merge.k + i + 1);
        else this.#scores[item] = Math.max(this.#scores[item], range > 0 ? (scores[i] - scores[last]) / range : 1);
      }
    });
    this.#selector.reset(Math.min(this.poolSize, touchedCount));
    for (let i = 0; i < touchedCount; i++) this.#selector.offer(this.#touched[i], this.#scores[this.#touched[i]]);
    const count = this.#selector.size;
    const items = new Int32Array(count);
    const scores = new Float64Array(count);
    this.#selector.drain(items, scores);
    const sourceMasks = Uint32Array.from(items, (item) => this.#masks[item]);
    for (let i = 0; i < touchedCount; i++) this.#masks[this.#touched[i]] = 0;
    return { count, items, scores, sourceMasks, sourceIds };
  }
}
