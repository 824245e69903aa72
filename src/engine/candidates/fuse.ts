import type { CandidateSettings } from '#shared/schemas/variant';
import { TopKSelector } from '../core/containers/top-k';
import { parseParams } from '../core/registry';
import type { CandidatePool, ScoredItems } from '../model/candidates';
import type { FusionList, FusionMethod } from './fusion/port';
import { fusionMethods } from './fusion/registry';

/** Arrays of the catalogue's size, cleared between merges and reused for consecutive merges. */
export class FusionScratch {
  /** By slot. */
  readonly scores: Float64Array;
  readonly touched: Int32Array;
  /** By item row. */
  readonly masks: Uint32Array;
  readonly slots: Int32Array;

  constructor(readonly itemCount: number) {
    this.scores = new Float64Array(itemCount);
    this.touched = new Int32Array(itemCount);
    this.masks = new Uint32Array(itemCount);
    this.slots = new Int32Array(itemCount);
  }
}

/** A method with its parameters. @throws INVALID_ARGUMENT naming the unknown method or parameter. */
export function fusionOf({ id, k, params = {} }: CandidateSettings['merge']): Pick<FusionMethod, 'fuse'> {
  const method = fusionMethods.get(id, 'candidates.merge.id');
  const parsed = parseParams(method, method.takesK ? { k, ...params } : params, 'candidates.merge.params');
  return { fuse: (input, into) => method.fuse(input, into, parsed) };
}

/** Merges the sources' lists of one request after another. */
export class Fusion {
  readonly #method: Pick<FusionMethod<undefined>, 'fuse'>;
  readonly #scratch: FusionScratch;
  readonly #selector: TopKSelector;

  /** @throws INVALID_ARGUMENT for an unknown method or parameter. */
  constructor(
    itemCount: number,
    merge: CandidateSettings['merge'],
    readonly poolSize: number,
    scratch = new FusionScratch(itemCount),
  ) {
    this.#method = fusionOf(merge);
    this.#scratch = scratch;
    this.#selector = new TopKSelector(Math.min(poolSize, itemCount));
  }

  /** `lists[b]` came from `sourceIds[b]`, best first, and weighs `weights[b]`, by default 1; 0 leaves it out. At most 32 lists. */
  fuse(lists: readonly ScoredItems[], sourceIds: readonly string[], weights: readonly number[] = []): CandidatePool {
    const { scores: fused, masks, touched } = this.#scratch;
    const slotted: FusionList[] = [];
    let slotCount = 0;
    for (let source = 0; source < lists.length; source++) {
      const weight = weights[source] ?? 1;
      if (weight === 0) continue;
      const slots = new Int32Array(lists[source].items.length);
      slotCount = this.#number(lists[source].items, 1 << source, slots, slotCount);
      slotted.push({ source, slots, scores: lists[source].scores, weight });
    }
    this.#method.fuse({ lists: slotted, items: touched, slotCount }, fused, undefined);
    this.#selector.reset(Math.min(this.poolSize, slotCount));
    for (let slot = 0; slot < slotCount; slot++) this.#selector.offer(touched[slot], fused[slot]);
    const count = this.#selector.size;
    const items = new Int32Array(count);
    const scores = new Float64Array(count);
    this.#selector.drain(items, scores);
    const sourceMasks = new Uint32Array(count);
    for (let i = 0; i < count; i++) sourceMasks[i] = masks[items[i]];
    for (let slot = 0; slot < slotCount; slot++) masks[touched[slot]] = 0;
    const { degradedBecause } = lists.find((list) => list.degradedBecause !== undefined) ?? {};
    return { count, items, scores, sourceMasks, sourceIds, ...(degradedBecause !== undefined && { degradedBecause }) };
  }

  /** Gives every new item the next slot. @returns the number of slots. */
  #number(items: Int32Array, bit: number, into: Int32Array, before: number): number {
    const { masks, touched, slots } = this.#scratch;
    let slotCount = before;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (masks[item] === 0) {
        slots[item] = slotCount;
        touched[slotCount++] = item;
      }
      masks[item] |= bit;
      into[i] = slots[item];
    }
    return slotCount;
  }
}
