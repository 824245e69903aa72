import { noParams } from '../../../core/registry';
import type { DecisionColumns, DecisionEstimator } from './port';

type Model = NonNullable<DecisionColumns['model']>;

const corrections = ({ rewards }: DecisionColumns, { predicted }: Model, weights: Float64Array): Float64Array =>
  weights.map((weight, i) => weight * (rewards[i] - predicted[i]));

const corrected = (columns: DecisionColumns, model: Model, weights: Float64Array): Float64Array =>
  corrections(columns, model, weights).map((value, i) => value + model.values[i]);

export const doublyRobust: DecisionEstimator = {
  id: 'doublyRobust',
  label: 'Doubly robust',
  description: 'The direct method, corrected by the weighted errors of the model (Dudík, Langford & Li 2011)',
  params: noParams,
  estimator: (columns) => {
    const { model, weights } = columns;
    return model && { plain: corrected(columns, model, weights), weights };
  },
};

export const selfNormalizedDoublyRobust: DecisionEstimator = {
  id: 'selfNormalizedDoublyRobust',
  label: 'Doubly robust, self-normalised',
  description: 'Doubly robust, its correction divided by the mean weight (Thomas & Brunskill 2016)',
  params: noParams,
  estimator: (columns) => {
    const { model, weights } = columns;
    return model && { plain: model.values, ratios: [{ numerator: corrections(columns, model, weights), denominator: weights }], weights };
  },
};

export const switchDoublyRobust: DecisionEstimator = {
  id: 'switchDoublyRobust',
  label: 'Switch',
  description: 'Doubly robust where the weight is small, the direct method elsewhere (Wang et al. 2017)',
  params: noParams,
  estimator: (columns) => {
    const { model, weights, switchThreshold } = columns;
    const trusted = weights.map((weight) => (weight <= switchThreshold ? weight : 0));
    return model && { plain: corrected(columns, model, trusted), weights: trusted };
  },
};
