import type { RegistryEntry } from '../../core/registry';

/** One source's list for a request, best first. */
export interface FusionList {
  /** Index among all sources, those without a weight included. */
  readonly source: number;
  /** Slot of each entry: the request's distinct items are numbered from 0. */
  readonly slots: Int32Array;
  /** In the source's own unit. */
  readonly scores: Float64Array;
  /** Above 0. */
  readonly weight: number;
}

/** The lists of one request that have a weight, and the item row of each slot. */
export interface FusionInput {
  readonly lists: readonly FusionList[];
  readonly items: Int32Array;
  readonly slotCount: number;
}

/** A way to make one list of several. A source's weight multiplies what the source says; a source that weighs 0 is left out. */
export interface FusionMethod<Params = unknown> extends RegistryEntry<Params> {
  /** Score of an item d, as TeX. */
  readonly formula: string;
  /** Literature. */
  readonly source: string;
  /** The constant k of the merge settings is its parameter k. */
  readonly takesK?: true;
  /** Writes the score of every slot to `into`, whose contents are undefined before; larger is better. */
  fuse(input: FusionInput, into: Float64Array, params: Params): void;
}
