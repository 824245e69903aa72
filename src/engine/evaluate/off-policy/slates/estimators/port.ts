import type { RegistryEntry } from '../../../../core/registry';
import type { RatioEstimator } from '../../estimators/port';
import type { SlateLog } from '../slate-log';

/** What all estimators of lists read; one entry per list in every array. */
export interface SlateColumns {
  readonly log: SlateLog;
  /** Of the list down to its last position. */
  readonly listWeights: Float64Array;
  /** That weight times the list's reward; the same array for all estimators, so that its resamples are drawn once. */
  readonly weightedLists: Float64Array;
}

/** An estimator of a list's reward under a target policy. */
export interface SlateEstimator extends RegistryEntry {
  /** Whether rewards are weighed by whole lists: then the effective sample size is that of the lists' weights; else by position. */
  readonly weighsWholeLists: boolean;
  /** @returns undefined without the reward model that it needs. */
  readonly estimator: (columns: SlateColumns) => RatioEstimator | undefined;
}
