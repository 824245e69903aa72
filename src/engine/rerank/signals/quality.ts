import { z } from 'zod';
import type { TrainingView } from '../../model/training-view';
import { lazyItemSignal, type Signal } from '../port';

const params = z.strictObject({
  priorCount: z.number().min(0).max(10_000).default(10).describe('Shrinkage: prior interactions of average value per video'),
});

/** Mean interaction value (rating, watched fraction) shrunk towards the global mean: (Σ value + m·μ) / (n + m). */
export const quality: Signal<z.infer<typeof params>> = {
  id: 'quality',
  label: 'Quality',
  description:
    'Average rating or watched fraction in the training period, pulled towards the overall average while a video has few interactions.',
  unit: 'shrunken mean value',
  input: 'item',
  refresh: () => 'daily: the averages change with every rating',
  params,
  unavailableBecause: ({ dataset, positions }) =>
    positions.some((position) => !Number.isNaN(dataset.interactions.values[position])) ? undefined : 'The interactions have no values',
  prepare(view, { priorCount }) {
    const { sums, counts, total, count } = accumulate(view);
    const mean = count > 0 ? total / count : 0;
    return lazyItemSignal(sums.length, (item) =>
      counts[item] + priorCount > 0 ? (sums[item] + priorCount * mean) / (counts[item] + priorCount) : mean,
    );
  },
};

interface Sums {
  /** Of the values of each item's interactions that have one, and how many those are. */
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
  readonly count: number;
  readonly positionCount: number;
}

/** An updated view extends the sums of its predecessor. */
function accumulate({ dataset, positions, accumulators }: TrainingView): Sums {
  const { items, values } = dataset.interactions;
  const earlier = accumulators?.get('quality') as Sums | undefined;
  const usable = earlier && earlier.positionCount <= positions.length ? earlier : undefined;
  const sums = new Float64Array(dataset.items.ids.size);
  const counts = new Float64Array(sums.length);
  if (usable) {
    sums.set(usable.sums);
    counts.set(usable.counts);
  }
  let { total, count } = usable ?? { total: 0, count: 0 };
  for (let p = usable?.positionCount ?? 0; p < positions.length; p++) {
    const value = values[positions[p]];
    if (Number.isNaN(value)) continue;
    sums[items[positions[p]]] += value;
    counts[items[positions[p]]]++;
    total += value;
    count++;
  }
  const all: Sums = { sums, counts, total, count, positionCount: positions.length };
  accumulators?.set('quality', all);
  return all;
}
