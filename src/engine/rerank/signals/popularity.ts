import { z } from 'zod';
import { lazyItemSignal, type Signal } from '../port';

const params = z.strictObject({
  exponent: z.number().min(0).max(1).default(0.5).describe('1 = proportional to users, 0.5 = square root, 0 = all watched videos equal'),
});

/** (users of the item / users of the most popular item) ^ exponent, training side only. */
export const popularity: Signal<z.infer<typeof params>> = {
  id: 'popularity',
  label: 'Popularity',
  description: 'How many users watched the video in the training period, relative to the most watched one and damped by an exponent.',
  unit: 'damped share of the maximum',
  input: 'item',
  refresh: () => 'daily: the counts change with every interaction',
  params,
  unavailableBecause: () => undefined,
  prepare(view, { exponent }) {
    const counts = view.itemUserCounts;
    let maximum = 0;
    for (const count of counts) if (count > maximum) maximum = count;
    return lazyItemSignal(counts.length, (item) => (counts[item] > 0 ? (counts[item] / maximum) ** exponent : 0));
  },
};
