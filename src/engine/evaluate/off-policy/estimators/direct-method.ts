import { noParams } from '../../../core/registry';
import type { DecisionEstimator } from './port';

export const directMethod: DecisionEstimator = {
  id: 'directMethod',
  label: 'Direct method',
  description: 'What a reward model expects under the target; uses no rewards (Dudík, Langford & Li 2011)',
  params: noParams,
  estimator: ({ model }) => model && { plain: model.values },
};
