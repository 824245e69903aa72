import { z } from 'zod';
import type { TrainingView } from '../../model/training-view';
import { lazyItemSignal, type Signal } from '../port';
import { decayRefresh } from '../decay-refresh';

const dayMs = 86_400_000;
const params = z.strictObject({
  halfLifeDays: z.number().positive().max(100_000).default(7).describe('Age at which an interaction counts half, in days'),
});

/** log(1 + Σ 0.5 ^ (age of interaction / half-life)): popularity with exponential decay. */
export const trending: Signal<z.infer<typeof params>> = {
  id: 'trending',
  label: 'Trending',
  description:
    'Recent popularity: every training interaction counts half as much after each half-life, counted from the newest one that is not dated in the future.',
  unit: 'log of decayed interactions',
  input: 'item',
  refresh: ({ halfLifeDays }) => decayRefresh(halfLifeDays),
  params,
  unavailableBecause: (view) => (Number.isNaN(view.referenceTimeMs) ? 'The data has no timestamps' : undefined),
  prepare(view, { halfLifeDays }) {
    const { decayed } = accumulate(view, halfLifeDays);
    return lazyItemSignal(decayed.length, (item) => Math.log1p(decayed[item]));
  },
};

interface Decayed {
  /** Per item, as of `referenceTimeMs`. */
  readonly decayed: Float64Array;
  readonly referenceTimeMs: number;
  readonly positionCount: number;
}

/** All weights decay at the same rate, so an updated view only scales the sums and adds new interactions. */
function accumulate(view: TrainingView, halfLifeDays: number): Decayed {
  const { dataset, positions, referenceTimeMs, accumulators } = view;
  const { items, timestampsMs } = dataset.interactions;
  const name = `trending ${halfLifeDays}`;
  const earlier = accumulators?.get(name) as Decayed | undefined;
  const usable = earlier && earlier.positionCount <= positions.length && earlier.referenceTimeMs <= referenceTimeMs ? earlier : undefined;
  const decayed = new Float64Array(dataset.items.ids.size);
  const perMs = Math.LN2 / (halfLifeDays * dayMs);
  if (usable) {
    const scale = Math.exp((usable.referenceTimeMs - referenceTimeMs) * perMs);
    for (let item = 0; item < usable.decayed.length; item++) decayed[item] = usable.decayed[item] * scale;
  }
  for (let p = usable?.positionCount ?? 0; p < positions.length; p++) {
    const ageMs = Math.max(0, referenceTimeMs - timestampsMs[positions[p]]);
    if (!Number.isNaN(ageMs)) decayed[items[positions[p]]] += Math.exp(-ageMs * perMs);
  }
  const sums = { decayed, referenceTimeMs, positionCount: positions.length };
  accumulators?.set(name, sums);
  return sums;
}
