import type { SweepParameter } from '#shared/schemas/sweep';
import type { RegistryEntry } from '../../../core/registry';

/** A point of the unit cube: one number in [0, 1) for each parameter, in their order. */
export type CubePoint = Float64Array;

/** A setting that was measured. */
export interface Judged {
  readonly point: CubePoint;
  /** Larger is better; NaN is worse than anything. */
  readonly objectives: readonly number[];
  /** Whether it breaks a guard; such a setting cannot win. */
  readonly isBroken: boolean;
}

/** Chooses the settings of a sweep, one at a time. */
export interface SettingSearch {
  /** @param judged all settings so far, in the order tried. */
  next(judged: readonly Judged[]): CubePoint;
}

interface SearchSpace {
  readonly parameters: readonly SweepParameter[];
  /** Settings in all. */
  readonly count: number;
  readonly seed: number;
}

export interface SearchEntry extends RegistryEntry {
  /** Whether later settings depend on what earlier ones reached. */
  readonly learns: boolean;
  /** Deterministic: the same space and judgements give the same settings. */
  create(space: SearchSpace): SettingSearch;
}
