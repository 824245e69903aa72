import { z } from 'zod';
import type { RegistryEntry } from '#engine/core/registry';
import type { Dataset } from '#engine/model/dataset';
import type { TimeTies } from '#shared/schemas/conventions';

/** Where one interaction goes. `foldIn` is the history of a held-out user: not used in training, but available when recommending. */
export const Part = { train: 0, validation: 1, test: 2, unused: 3, foldIn: 4 } as const;
export type PartCode = (typeof Part)[keyof typeof Part];

export interface SplitInput {
  readonly dataset: Dataset;
  /** Positions to divide, ascending (all interactions, or those that k-core and missing timestamps left). */
  readonly positions: Int32Array;
  /** Seed of every random choice: a choice depends on it and on ids, never on the order of rows. */
  readonly seed: number;
  /** Which of a user's interactions with equal timestamps counts as the later one. */
  readonly timeTies: TimeTies;
  /** Seed for the rule `random`. */
  readonly timeTieSeed: number;
  /** Called by splits that cut users' histories, once for the test side. */
  readonly noteTimeTies?: (counts: TimeTieCounts) => void;
}

/** How often a cut of a user's history falls between interactions with equal timestamps. */
export interface TimeTieCounts {
  /** Users whose history is cut. */
  readonly cutUsers: number;
  /** Of them, those with equal timestamps on both sides of the cut, or that would have them without the rule `all`. */
  readonly tiedUsers: number;
  /** Under the rule `all`: users who stay in training because their whole history has one timestamp. */
  readonly wholeUsers: number;
}

/** Writes a PartCode for every position of the input into `parts`, which starts as all `unused`. */
type Divide<Params> = (input: SplitInput, params: Params, parts: Uint8Array) => void;

/** Moves about `fraction` of the training side to validation, in the same way as the split made its test side. */
export type Carve = (input: SplitInput, fraction: number, parts: Uint8Array) => void;

/** Share of the test part where a split takes one and none is given. */
export const defaultTestFraction = 0.2;

/** One split strategy. To add one, add a file here and a line in registry.ts. */
export interface SplitStrategy<Params = unknown> extends RegistryEntry<Params> {
  /** Shown beside every result: the leakage that the split cannot prevent. */
  readonly caveat: string;
  /** Only interactions with a timestamp can be divided. */
  readonly needsTimestamps: boolean;
  /** The outcome depends on the seed. */
  readonly isRandom: boolean;
  /** The test part comes with the data: no seed changes it. */
  readonly isGiven?: boolean;
  /** Cuts users' histories, so that the order of interactions with equal timestamps can matter. */
  readonly cutsHistories?: boolean;
  readonly divide: Divide<Params>;
  readonly carve: Carve;
}

/** Parameters that every split takes besides its own. */
export const commonParams = {
  minimumUserInteractions: z.int().min(0).max(1_000_000).default(0).describe('Leave out users with fewer videos (iterated)'),
  minimumItemInteractions: z.int().min(0).max(1_000_000).default(0).describe('Leave out videos with fewer users (iterated)'),
  withoutTimestamp: z
    .enum(['refuse', 'leave-out'])
    .meta({ labels: { refuse: 'Stop with an error', 'leave-out': 'Leave them out' } })
    .default('refuse')
    .describe('How a time split handles interactions without a timestamp'),
};
export type CommonParams = z.infer<z.ZodObject<typeof commonParams>>;

/** Keeps each strategy's own parameter type while the registry holds them all. */
export const defineSplit = <Params>(strategy: SplitStrategy<Params>): SplitStrategy => strategy as unknown as SplitStrategy;
