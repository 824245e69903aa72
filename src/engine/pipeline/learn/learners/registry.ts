import { Registry } from '../../../core/registry';
import { coordinateAscent } from './coordinate-ascent';
import { logistic } from './logistic';
import type { LearnerEntry } from './port';

/** How the weights of a variant are learnt. */
export const weightLearners = new Registry<LearnerEntry>('method of learning', [logistic, coordinateAscent]);
