import type { RegistryEntry } from '../../core/registry';
import type { Rng } from '../../core/rng';

/** Lists of one user under every variant: videos by number, best first, −1 beyond the end of a short one. */
export type CompetingLists = readonly Int32Array[];

/** A list mixed from competing ones, reused for every visit. */
export interface MixedList {
  /** −1 beyond the end. */
  readonly items: Int32Array;
  /** For every position, what a click there gives to each variant: `credits[place * variants + variant]`. */
  readonly credits: Float64Array;
}

/** Mixes the lists of one user again and again. */
export type Mixer = (into: MixedList, rng: Rng) => void;

/** A way to compare variants within one list. */
export interface InterleavingMethod extends RegistryEntry {
  /** Variants that it can compare at once. */
  readonly mostVariants: number;
  /** @param lists of equal length */
  mixerFor(lists: CompetingLists): Mixer;
}
