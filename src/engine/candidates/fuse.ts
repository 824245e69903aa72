import type { CandidateSettings } from '#shared/schemas/variant';
import { TopKSelector } from '../core/containers/top-k';
import type { CandidatePool, ScoredItems } from '../model/candidates';

/** A slot per item row, cleared between merges and reused for consecutive merges. */
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
    const fused = this.#scores;
    const masks = this.#masks;
    const touched = this.#touched;
    let touchedCount = 0;
    for (let source = 0; source < lists.length; source++) touchedCount = this.#add(lists[source], 1 << source, touchedCount);
    this.#selector.reset(Math.min(this.poolSize, touchedCount));
    for (let i = 0; i < touchedCount; i++) this.#selector.offer(touched[i], fused[touched[i]]);
    const count = this.#selector.size;
    const items = new Int32Array(count);
    const scores = new Float64Array(count);
    this.#selector.drain(items, scores);
    const sourceMasks = new Uint32Array(count);
    for (let i = 0; i < count; i++) sourceMasks[i] = masks[items[i]];
    for (let i = 0; i < touchedCount; i++) masks[touched[i]] = 0;
    return { count, items, scores, sourceMasks, sourceIds };
  }

  /** Adds one source's list. @returns the number of touched items. */
  #add({ items, scores }: ScoredItems, bit: number, before: number): number {
    const fused = this.#scores;
    const masks = this.#masks;
    const k = this.merge.id === 'rrf' ? this.merge.k : undefined;
    const ownScores = this.merge.id === 'score';
    const last = scores.length - 1;
    const range = scores[0] - scores[last];
    let touchedCount = before;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (masks[item] === 0) {
        this.#touched[touchedCount++] = item;
        fused[item] = ownScores ? -Infinity : 0;
      }
      masks[item] |= bit;
      if (k !== undefined) fused[item] += 1 / (k + i + 1);
      else if (ownScores) fused[item] = Math.max(fused[item], scores[i]);
      else fused[item] = Math.max(fused[item], range > 0 ? (scores[i] - scores[last]) / range : 1);
    }
    return touchedCount;
  }
}
