import type { RegistryEntry } from '../../core/registry';
import type { Rng } from '../../core/rng';

/**
 * Lists with the truth about their entries: list u holds positions `u * length … u * length + length - 1`, best first. `attraction`: chance
 * of a click once looked at. `satisfaction`: chance that a click ends the visit content. Both are 0 beyond the end of a short list.
 */
export interface TrueLists {
  readonly length: number;
  readonly attraction: Float32Array;
  readonly satisfaction: Float32Array;
}

/** How a user goes through one list. */
export interface ClickBehaviour {
  /**
   * Simulates one visit of the list at `from`; every attraction is multiplied by `scale` (at most 1). Writes the clicked positions (from 0,
   * ascending) to `clicked` and returns how many.
   */
  visit(lists: TrueLists, from: number, scale: number, rng: Rng, clicked: Int32Array): number;
  /** The same exactly: chances of 0, 1 … length clicks of a visit. */
  clickCounts(lists: TrueLists, from: number): Float64Array;
}

/** What the source of the truth knows about positions. */
export interface PositionKnowledge {
  /** Position p (from 1) is looked at with probability p^−positionBias. */
  readonly positionBias: number;
}

/** A variety of click model. */
export interface ClickModel<Params = unknown> extends RegistryEntry<Params> {
  create(params: Params, known: PositionKnowledge): ClickBehaviour;
}
