import { z } from 'zod';
import { itemSignal, type Signal } from '../port';

const params = z.strictObject({
  priorCount: z.number().min(0).max(10_000).default(10).describe('How many average interactions every video is given before its own count'),
});

/** Mean interaction value (rating, watched fraction) shrunk towards the global mean: (Σ value + m·μ) / (n + m). */
export const quality: Signal<z.infer<typeof params>> = {
  id: 'quality',
  label: 'Quality',
  description:
    'Average rating or watched fraction in the training period, pulled towards the overall average while a video has few of them.',
  unit: 'shrunken mean value',
  params,
  unavailableBecause: ({ dataset, positions }) =>
    positions.some((position) => !Number.isNaN(dataset.interactions.values[position])) ? undefined : 'The interactions have no values',
  prepare({ dataset, positions }, { priorCount }) {
    const { items, values } = dataset.interactions;
    const sums = new Float64Array(dataset.items.ids.size);
    const counts = new Float64Array(sums.length);
    let total = 0;
    let count = 0;
    for (const position of positions) {
      const value = values[position];
      if (Number.isNaN(value)) continue;
      sums[items[position]] += value;
      counts[items[position]]++;
      total += value;
      count++;
    }
    const mean = count > 0 ? total / count : 0;
    const shrunken = Float32Array.from(sums, (sum, item) =>
      counts[item] + priorCount > 0 ? (sum + priorCount * mean) / (counts[item] + priorCount) : mean,
    );
    return itemSignal(shrunken);
  },
};
