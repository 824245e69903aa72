import { z } from 'zod';
import type { Rng } from '../../core/rng';
import type { Bandit, Policy } from './port';

const params = z.strictObject({
  epsilon: z.number().min(0).max(1).default(0.1).describe('Share of visits that try a variant at random'),
});

/** The best so far, and now and then another one (Sutton & Barto 2018, section 2.2). */
export const epsilonGreedy: Bandit<z.infer<typeof params>> = {
  id: 'epsilon-greedy',
  label: 'ε-greedy',
  description: 'The variant with the best share of clicks so far; a fixed share of visits tries any variant.',
  params,
  create: ({ epsilon }, variants) => new EpsilonGreedy(epsilon, variants),
};

class EpsilonGreedy implements Policy {
  readonly #counts: Float64Array;
  readonly #rewards: Float64Array;

  constructor(
    private readonly epsilon: number,
    variants: number,
  ) {
    this.#counts = new Float64Array(variants);
    this.#rewards = new Float64Array(variants);
  }

  choose(_context: Float64Array, rng: Rng): number {
    if (rng.next() < this.epsilon) return rng.int(this.#counts.length);
    let best = 0;
    let ties = 0;
    let most = -Infinity;
    for (let variant = 0; variant < this.#counts.length; variant++) {
      // An untried variant counts as the best possible.
      const mean = this.#counts[variant] === 0 ? 1 : this.#rewards[variant] / this.#counts[variant];
      if (mean > most) [best, most, ties] = [variant, mean, 1];
      else if (mean === most && rng.int(++ties) === 0) best = variant;
    }
    return best;
  }

  learn(variant: number, _context: Float64Array, reward: number): void {
    this.#counts[variant]++;
    this.#rewards[variant] += reward;
  }
}
