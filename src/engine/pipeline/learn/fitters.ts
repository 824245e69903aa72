import { subtask } from '../../core/cancellation';
import type { TaskContext } from '../../ports';
import { ascendCoordinates } from '../../rerank/learning/coordinate-ascent';
import type { PreferencePairs } from '../../rerank/learning/pairs';
import { fitPairwiseLogistic } from '../../rerank/learning/pairwise-logistic';
import { maskedMean } from './user-folds';

export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Learns weights from some users: `multiplicity[u]` says how often user u counts. */
export interface Fitter {
  /** Settings to choose from by validation, the weakest first. */
  readonly penalties: readonly number[];
  fit(multiplicity: Float64Array | undefined, penalty: number, start: Float64Array, context?: TaskContext): Promise<Float64Array>;
}

/** Folds and resamples need no more digits than their sampling error leaves. */
const partPrecision = 1e-7;

export function logisticFitter(pairs: PreferencePairs, penalties: readonly number[], bounds: Bounds): Fitter {
  return {
    penalties: [...penalties].sort((a, b) => a - b),
    fit: (multiplicity, l2, start) => {
      const part = multiplicity && { multiplicity, precision: partPrecision };
      return Promise.resolve(fitPairwiseLogistic(pairs, { l2, ...bounds, start, ...part }).weights);
    },
  };
}

/** `measure` gives the value of every user, larger is better. */
export function ascentFitter(measure: (weights: Float64Array) => Promise<Float64Array>, bounds: Bounds, seed: number): Fitter {
  return {
    penalties: [0],
    fit: async (multiplicity, _penalty, start, context) => {
      const objective = async (weights: Float64Array): Promise<number> => weightedMean(await measure(weights), multiplicity);
      const options = { ...bounds, rounds: 10, tolerance: 1e-5, seed };
      return (await ascendCoordinates(start, objective, options, subtask(context, 0, 1))).weights;
    },
  };
}

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
