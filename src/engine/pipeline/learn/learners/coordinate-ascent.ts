import { subtask } from '../../../core/cancellation';
import { noParams } from '../../../core/registry';
import { ascendCoordinates } from '../../../rerank/learning/coordinate-ascent';
import { maskedMean } from '../user-folds';
import type { LearnerEntry } from './port';

export const coordinateAscent: LearnerEntry = {
  id: 'coordinate-ascent',
  label: 'Coordinate ascent',
  description: 'Maximises the metric itself, one weight at a time (Metzler & Croft 2007)',
  params: noParams,
  startsAtVariant: true,
  isPenalised: false,
  usualResamples: 0,
  fitter: ({ measure, bounds, settings: { seed } }) => ({
    penalties: [0],
    fit: async (multiplicity, _penalty, start, context) => {
      const objective = async (weights: Float64Array): Promise<number> => weightedMean(await measure(weights), multiplicity);
      const options = { ...bounds, rounds: 10, tolerance: 1e-5, seed };
      return (await ascendCoordinates(start, objective, options, subtask(context, 0, 1))).weights;
    },
  }),
};

function weightedMean(values: Float64Array, multiplicity: Float64Array | undefined): number {
  if (!multiplicity) return maskedMean(values);
  let sum = 0;
  let total = 0;
  for (let u = 0; u < values.length; u++) {
    if (Number.isNaN(values[u])) continue;
    sum += multiplicity[u] * values[u];
    total += multiplicity[u];
  }
  return total > 0 ? sum / total : -Infinity;
}
