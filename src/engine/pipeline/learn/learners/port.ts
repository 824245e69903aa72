import type { LearnInput } from '#shared/schemas/learn';
import type { RegistryEntry } from '../../../core/registry';
import type { TaskContext } from '../../../ports';
import type { PreferencePairs } from '../../../rerank/learning/pairs';

/** Per signal, between which its weight must lie; ±Infinity where it is free. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Learns weights from some users: `multiplicity[u]` says how often user u counts. */
export interface Fitter {
  /** Settings to choose from by validation, the weakest first. */
  readonly penalties: readonly number[];
  fit(multiplicity: Float64Array | undefined, penalty: number, start: Float64Array, context?: TaskContext): Promise<Float64Array>;
}

/** What weights are learnt from. */
export interface LearnerInputs {
  /** In the order of the bench's users. */
  readonly pairs: PreferencePairs;
  readonly bounds: Bounds;
  /** The metric's value of every user under given weights, larger is better; NaN: no value. */
  readonly measure: (weights: Float64Array) => Promise<Float64Array>;
  readonly settings: Pick<LearnInput, 'l2' | 'seed'>;
}

/** A way of learning weights. */
export interface LearnerEntry extends RegistryEntry {
  /** Whether it goes on from the variant's own weights; others start at 0. */
  readonly startsAtVariant: boolean;
  /** Whether validation chooses one of the penalties `l2`. */
  readonly isPenalised: boolean;
  /** Resamples of users that a form offers: 0 where one refit takes hundreds of evaluations. */
  readonly usualResamples: number;
  /** Deterministic: the same inputs give the same weights. */
  fitter(inputs: LearnerInputs): Fitter;
}
