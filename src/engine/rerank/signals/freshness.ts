import { z } from 'zod';
import { itemDates } from '../item-dates';
import { lazyItemSignal, type Signal } from '../port';
import { decayRefresh } from '../decay-refresh';

const dayMs = 86_400_000;
const params = z.strictObject({
  halfLifeDays: z.number().positive().max(100_000).default(30).describe('Age at which a video counts half as fresh, in days'),
});

/** 0.5 ^ (age / half-life); age is measured from the end of the training period. */
export const freshness: Signal<z.infer<typeof params>> = {
  id: 'freshness',
  label: 'Freshness',
  description:
    'Halves with every half-life of age, counted from the newest interaction; one that is dated after today, or far after all others, does not count as newest. A video without a publication date is as old as its first interaction; 0 when neither is known.',
  unit: 'decay',
  input: 'item',
  refresh: ({ halfLifeDays }) => decayRefresh(halfLifeDays),
  params,
  unavailableBecause: (view) => (Number.isNaN(view.referenceTimeMs) ? 'The data has no timestamps' : undefined),
  prepare(view, { halfLifeDays }) {
    const dateOf = itemDates(view);
    return lazyItemSignal(view.dataset.items.ids.size, (item) => {
      const date = dateOf(item);
      if (Number.isNaN(date) || Number.isNaN(view.referenceTimeMs)) return 0;
      const ageDays = Math.max(0, view.referenceTimeMs - date) / dayMs;
      return 0.5 ** (ageDays / halfLifeDays);
    });
  },
};
