import { z } from 'zod';
import { itemSignal, type Signal } from '../port';

const dayMs = 86_400_000;
const params = z.strictObject({
  halfLifeDays: z.number().positive().max(100_000).default(7).describe('Age at which an interaction counts half, in days'),
});

/** log(1 + Σ 0.5 ^ (age of interaction / half-life)): popularity that forgets. */
export const trending: Signal<z.infer<typeof params>> = {
  id: 'trending',
  label: 'Trending',
  description: 'Recent popularity: every training interaction counts half as much after each half-life.',
  unit: 'log of decayed interactions',
  params,
  unavailableBecause: (view) => (Number.isNaN(view.referenceTimeMs) ? 'The data has no timestamps' : undefined),
  prepare({ dataset, positions, referenceTimeMs }, { halfLifeDays }) {
    const { items, timestampsMs } = dataset.interactions;
    const decayed = new Float64Array(dataset.items.ids.size);
    for (const position of positions) {
      const ageDays = Math.max(0, referenceTimeMs - timestampsMs[position]) / dayMs;
      if (!Number.isNaN(ageDays)) decayed[items[position]] += 0.5 ** (ageDays / halfLifeDays);
    }
    return itemSignal(Float32Array.from(decayed, Math.log1p));
  },
};
