import { throwIfCancelled } from '../../core/cancellation';
import { createRng } from '../../core/rng';
import type { TaskContext } from '../../ports';
import type { Fitter } from './learners/port';

interface WeightInterval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

const level = 0.95;

/**
 * Percentile intervals of learnt weights over resampled users: users are drawn with replacement and the weights fitted again, with the
 * penalty as chosen. Pairs of one user stay together, since they are not independent. Every resample's weights are divided by their largest
 * absolute value, as the learnt ones are: lists depend on the ratios of weights alone.
 * @param users 1 for users that can be drawn.
 */
export async function weightIntervals(
  fitter: Fitter,
  penalty: number,
  weights: Float64Array,
  { users, samples, seed }: { readonly users: Float64Array; readonly samples: number; readonly seed: number },
  context?: TaskContext,
): Promise<WeightInterval[] | undefined> {
  const drawable = [...users.keys()].filter((u) => users[u] > 0);
  if (samples === 0 || drawable.length < 2) return undefined;
  const drawn = Array.from(weights, () => new Float64Array(samples));
  for (let sample = 0; sample < samples; sample++) {
    throwIfCancelled(context);
    const rng = createRng(seed).derive('learn', sample);
    const multiplicity = new Float64Array(users.length);
    for (let i = 0; i < drawable.length; i++) multiplicity[drawable[rng.int(drawable.length)]]++;
    const fitted = await fitter.fit(multiplicity, penalty, weights);
    const largest = largestOf(fitted);
    fitted.forEach((weight, s) => (drawn[s][sample] = weight / largest));
    context?.report?.((sample + 1) / samples, `resample ${sample + 1} of ${samples}`);
    await context?.yieldToEventLoop?.();
  }
  return drawn.map((values) => {
    values.sort();
    return { low: quantile(values, (1 - level) / 2), high: quantile(values, (1 + level) / 2), level };
  });
}

/** The largest absolute weight, by which weights are divided; 1 if all are 0. */
export const largestOf = (weights: Float64Array): number => weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) || 1;

/** Linear between order statistics, as numpy's default. `sorted` is not empty. */
function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
