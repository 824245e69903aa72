import { noParams } from '../../../core/registry';
import type { DecisionEstimator } from './port';

export const inversePropensity: DecisionEstimator = {
  id: 'ips',
  label: 'Inverse propensity',
  description: 'Rewards weighed by target over logging probability (Horvitz & Thompson 1952)',
  params: noParams,
  estimator: ({ weights, weighted }) => ({ plain: weighted, weights }),
};

export const selfNormalized: DecisionEstimator = {
  id: 'snips',
  label: 'Self-normalised',
  description: 'Inverse propensity, divided by the mean weight (Swaminathan & Joachims 2015)',
  params: noParams,
  estimator: ({ weights, weighted }) => ({ ratios: [{ numerator: weighted, denominator: weights }], weights }),
};
