import type { EvaluationContext } from '../../model/evaluation-context';
import type { Run } from '../../model/run';

/** How often each item of a universe is recommended within the first `cutoff` positions. */
export class RecommendationCounts {
  readonly counts: Int32Array;
  /** Items of the universe. */
  readonly size: number;
  /** Recommendations of universe items. */
  total = 0;
  /** Universe items recommended at least once. */
  distinct = 0;

  /** @param universe 1 for items that count; @param cutoff positions that count. */
  constructor(
    readonly universe: Uint8Array,
    readonly cutoff: number,
  ) {
    this.counts = new Int32Array(universe.length);
    let size = 0;
    for (const known of universe) size += known;
    this.size = size;
  }

  count(run: Run, lists: Int32Array): void {
    const { counts, universe } = this;
    const { items } = run;
    counts.fill(0);
    let total = 0;
    let distinct = 0;
    for (let l = 0; l < lists.length; l++) {
      const end = this.endOf(run, lists[l]);
      for (let p = lists[l] * run.length; p < end; p++) {
        const item = items[p];
        if (universe[item] === 0) continue;
        if (counts[item]++ === 0) distinct++;
        total++;
      }
    }
    this.total = total;
    this.distinct = distinct;
  }

  /** One past the last counted slot of a list. */
  endOf(run: Run, list: number): number {
    return list * run.length + Math.min(this.cutoff, run.counts[list]);
  }

  /** Entry c: universe items recommended exactly c times. */
  histogram(): Int32Array {
    let largest = 0;
    for (const count of this.counts) if (count > largest) largest = count;
    const histogram = new Int32Array(largest + 1);
    for (let item = 0; item < this.counts.length; item++) if (this.universe[item] === 1) histogram[this.counts[item]]++;
    return histogram;
  }
}

export const knownUniverse = ({ knownItems }: EvaluationContext): Uint8Array => knownItems ?? new Uint8Array(0);
export const wholeUniverse = ({ knownItems }: EvaluationContext): Uint8Array => new Uint8Array(knownItems?.length ?? 0).fill(1);
