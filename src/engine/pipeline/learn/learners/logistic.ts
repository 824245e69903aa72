import { noParams } from '../../../core/registry';
import { fitPairwiseLogistic } from '../../../rerank/learning/pairwise-logistic';
import type { LearnerEntry } from './port';

/** Folds and resamples need no more digits than their sampling error leaves. */
const partPrecision = 1e-7;

export const logistic: LearnerEntry = {
  id: 'logistic',
  label: 'Pairwise logistic',
  description: 'Logistic regression on the differences of preferred and other candidates, with a penalty chosen by validation',
  params: noParams,
  startsAtVariant: false,
  isPenalised: true,
  usualResamples: 200,
  fitter: ({ pairs, bounds, settings }) => ({
    penalties: [...settings.l2].sort((a, b) => a - b),
    fit: (multiplicity, l2, start) => {
      const part = multiplicity && { multiplicity, precision: partPrecision };
      return Promise.resolve(fitPairwiseLogistic(pairs, { l2, ...bounds, start, ...part }).weights);
    },
  }),
};
