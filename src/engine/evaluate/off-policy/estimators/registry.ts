import { Registry } from '../../../core/registry';
import { directMethod } from './direct-method';
import { doublyRobust, selfNormalizedDoublyRobust, switchDoublyRobust } from './doubly-robust';
import { inversePropensity, selfNormalized } from './inverse-propensity';
import type { DecisionEstimator } from './port';

/** How the reward of another policy is estimated from logged decisions. */
export const decisionEstimators = new Registry<DecisionEstimator>('estimator of decisions', [
  inversePropensity,
  selfNormalized,
  directMethod,
  doublyRobust,
  selfNormalizedDoublyRobust,
  switchDoublyRobust,
]);
