import { z } from 'zod';
import type { Rng } from '../../core/rng';
import type { ClickBehaviour, ClickModel, TrueLists } from './port';

const params = z.strictObject({
  positionBias: z
    .number()
    .min(0)
    .max(5)
    .nullable()
    .default(null)
    .describe('Position p is looked at with probability p to the power of minus this; empty: as in the truth'),
});

/** Of an audience's `listLength`. */
const longestList = 50;

/** Every position is looked at on its own (Craswell et al. 2008; Chuklin, Markov & de Rijke 2015, section 3.3). */
export const positionBasedModel: ClickModel<z.infer<typeof params>> = {
  id: 'position-based',
  label: 'Position-based',
  description:
    'Each position is looked at independently, with a probability that falls with the position; a video that is looked at is clicked with the probability of its attraction. A visit can have several clicks.',
  params,
  create: ({ positionBias }, known) => new PositionBased(positionBias ?? known.positionBias),
};

class PositionBased implements ClickBehaviour {
  readonly #examination: Float64Array;

  constructor(positionBias: number) {
    this.#examination = Float64Array.from({ length: longestList }, (_, place) => (place + 1) ** -positionBias);
  }

  visit({ attraction, length }: TrueLists, from: number, scale: number, rng: Rng, clicked: Int32Array): number {
    let count = 0;
    for (let place = 0; place < length; place++) {
      if (rng.next() < this.#examination[place] * Math.min(1, scale * attraction[from + place])) clicked[count++] = place;
    }
    return count;
  }

  clickCounts({ attraction, length }: TrueLists, from: number): Float64Array {
    const counts = new Float64Array(length + 1);
    counts[0] = 1;
    for (let place = 0; place < length; place++) {
      const chance = this.#examination[place] * attraction[from + place];
      for (let clicks = place + 1; clicks > 0; clicks--) counts[clicks] = counts[clicks] * (1 - chance) + counts[clicks - 1] * chance;
      counts[0] *= 1 - chance;
    }
    return counts;
  }
}
