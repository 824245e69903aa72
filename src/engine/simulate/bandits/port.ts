import type { RegistryEntry } from '../../core/registry';
import type { Rng } from '../../core/rng';

/** Chooses a variant for every visit and learns from whether the visit had a click. */
export interface Policy {
  /** `context`: features of the user, the first one 1. */
  choose(context: Float64Array, rng: Rng): number;
  learn(variant: number, context: Float64Array, reward: number): void;
}

/** A variety of bandit. */
export interface Bandit<Params = unknown> extends RegistryEntry<Params> {
  create(params: Params, variants: number, features: number): Policy;
}
