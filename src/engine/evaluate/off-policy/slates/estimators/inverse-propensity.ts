import { noParams } from '../../../../core/registry';
import type { SlateEstimator } from './port';

export const inversePropensity: SlateEstimator = {
  id: 'ips',
  label: 'Inverse propensity, whole list',
  description: 'A list’s reward weighed by target over logging probability of the whole list; assumes nothing about users',
  params: noParams,
  weighsWholeLists: true,
  estimator: ({ listWeights, weightedLists }) => ({ plain: weightedLists, weights: listWeights }),
};

export const selfNormalized: SlateEstimator = {
  id: 'snips',
  label: 'Self-normalised, whole list',
  description: 'The same, divided by the mean weight (Swaminathan & Joachims 2015)',
  params: noParams,
  weighsWholeLists: true,
  estimator: ({ listWeights, weightedLists }) => ({
    ratios: [{ numerator: weightedLists, denominator: listWeights }],
    weights: listWeights,
  }),
};
