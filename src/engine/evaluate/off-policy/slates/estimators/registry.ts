import { Registry } from '../../../../core/registry';
import { cascadeDoublyRobust } from './cascade-doubly-robust';
import { inversePropensity, selfNormalized } from './inverse-propensity';
import type { SlateEstimator } from './port';
import { rewardInteraction, selfNormalizedRewardInteraction } from './reward-interaction';

/** How the reward of a target's lists is estimated from logged lists. */
export const slateEstimators = new Registry<SlateEstimator>('estimator of lists', [
  inversePropensity,
  selfNormalized,
  rewardInteraction,
  selfNormalizedRewardInteraction,
  cascadeDoublyRobust,
]);
