import type { Fingerprint } from '#shared/ids';
import type { SplitSettings } from '#shared/schemas/experiment';
import { fingerprintOf } from '../core/hashing/fingerprint';
import { knownItems } from '../dataset/splits/known-items';
import { splitDataset } from '../dataset/splits/split-dataset';
import type { Dataset } from '../model/dataset';
import type { Split } from '../model/split';

/** Which interactions models are fitted on: all of them (serving), or a split's training part (evaluation). */
export interface Side {
  /** Folder of its artifacts: "serving", or the split's fingerprint. */
  readonly scope: string;
  readonly positions: Int32Array;
  readonly knownItems: Uint8Array;
  /** Undefined when serving. */
  readonly split: Split | undefined;
  /** Of the dataset and the positions; part of every artifact's identity. */
  readonly fingerprint: Fingerprint;
}

/** `baseFingerprint`: of the data the models are fitted on; what arrived one by one since is folded in. */
export function servingSide(dataset: Dataset, baseFingerprint: string = dataset.fingerprint): Side {
  return {
    scope: 'serving',
    positions: new Int32Array(dataset.interactions.count).map((_, position) => position),
    knownItems: new Uint8Array(dataset.items.ids.size).fill(1),
    split: undefined,
    fingerprint: fingerprintOf('serving', baseFingerprint),
  };
}

export function evaluationSide(dataset: Dataset, settings: SplitSettings, seed: number): Side {
  const split = splitDataset(dataset, settings, seed);
  return {
    scope: split.fingerprint,
    positions: split.train,
    knownItems: knownItems(dataset, split),
    split,
    fingerprint: split.fingerprint,
  };
}
