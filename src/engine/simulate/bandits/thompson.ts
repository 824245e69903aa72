import { z } from 'zod';
import { gamma } from '../../core/random-variates';
import type { Rng } from '../../core/rng';
import type { Bandit, Policy } from './port';

const params = z.strictObject({
  priorClicks: z.number().min(0.01).max(1e6).default(1).describe('Clicks that every variant is believed to have had before'),
  priorMisses: z
    .number()
    .min(0.01)
    .max(1e6)
    .default(1)
    .describe('Visits without a click that every variant is believed to have had before'),
});

/** Beta–Bernoulli Thompson sampling (Thompson 1933; Chapelle & Li 2011). */
export const thompson: Bandit<z.infer<typeof params>> = {
  id: 'thompson',
  label: 'Thompson sampling',
  description: 'Every variant is chosen with the probability that it is the best one, given the clicks so far.',
  params,
  create: ({ priorClicks, priorMisses }, variants) => new Thompson(priorClicks, priorMisses, variants),
};

class Thompson implements Policy {
  readonly #clicks: Float64Array;
  readonly #misses: Float64Array;

  constructor(priorClicks: number, priorMisses: number, variants: number) {
    this.#clicks = new Float64Array(variants).fill(priorClicks);
    this.#misses = new Float64Array(variants).fill(priorMisses);
  }

  choose(_context: Float64Array, rng: Rng): number {
    let best = 0;
    let most = -1;
    for (let variant = 0; variant < this.#clicks.length; variant++) {
      const clicks = gamma(this.#clicks[variant], rng);
      const drawn = clicks / (clicks + gamma(this.#misses[variant], rng));
      if (drawn > most) [best, most] = [variant, drawn];
    }
    return best;
  }

  learn(variant: number, _context: Float64Array, reward: number): void {
    this.#clicks[variant] += reward;
    this.#misses[variant] += 1 - reward;
  }
}
