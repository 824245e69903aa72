import { Registry } from '../../core/registry';
import { cascadeModel } from './cascade';
import { dynamicBayesianModel } from './dynamic-bayesian';
import type { ClickModel } from './port';
import { positionBasedModel } from './position-based';

/** Ways in which simulated users go through a list. */
export const clickModels = new Registry<ClickModel>('click model', [positionBasedModel, cascadeModel, dynamicBayesianModel]);
