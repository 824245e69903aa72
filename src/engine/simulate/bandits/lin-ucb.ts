import { z } from 'zod';
import type { Rng } from '../../core/rng';
import type { Bandit, Policy } from './port';

const params = z.strictObject({
  alpha: z.number().min(0).max(100).default(1).describe('Width of the confidence bound: how much is tried'),
  ridge: z.number().min(1e-6).max(1e6).default(1).describe('Ridge of the regressions'),
});

/** LinUCB with disjoint linear models (Li, Chu, Langford & Schapire 2010, algorithm 1). */
export const linUcb: Bandit<z.infer<typeof params>> = {
  id: 'lin-ucb',
  label: 'LinUCB',
  description:
    'A regression of clicks on features of the user for every variant; the one with the highest upper confidence bound is shown.',
  params,
  create: ({ alpha, ridge }, variants, features) => new LinUcb(alpha, ridge, variants, features),
};

class LinUcb implements Policy {
  /** Inverse of ridge × I + Σ x xᵀ of every variant, row by row. */
  readonly #inverses: readonly Float64Array[];
  readonly #responses: readonly Float64Array[];
  readonly #product: Float64Array;

  constructor(
    private readonly alpha: number,
    ridge: number,
    variants: number,
    private readonly features: number,
  ) {
    this.#inverses = Array.from({ length: variants }, () => {
      const inverse = new Float64Array(features * features);
      for (let i = 0; i < features; i++) inverse[i * features + i] = 1 / ridge;
      return inverse;
    });
    this.#responses = Array.from({ length: variants }, () => new Float64Array(features));
    this.#product = new Float64Array(features);
  }

  choose(context: Float64Array, rng: Rng): number {
    let best = 0;
    let ties = 0;
    let most = -Infinity;
    for (let variant = 0; variant < this.#inverses.length; variant++) {
      const variance = this.#multiply(this.#inverses[variant], context);
      let mean = 0;
      for (let i = 0; i < this.features; i++) mean += this.#product[i] * this.#responses[variant][i];
      const bound = mean + this.alpha * Math.sqrt(Math.max(0, variance));
      if (bound > most) [best, most, ties] = [variant, bound, 1];
      else if (bound === most && rng.int(++ties) === 0) best = variant;
    }
    return best;
  }

  /** Sherman–Morrison. */
  learn(variant: number, context: Float64Array, reward: number): void {
    const inverse = this.#inverses[variant];
    const scale = 1 / (1 + this.#multiply(inverse, context));
    for (let i = 0; i < this.features; i++) {
      for (let j = 0; j < this.features; j++) inverse[i * this.features + j] -= scale * this.#product[i] * this.#product[j];
    }
    if (reward !== 0) for (let i = 0; i < this.features; i++) this.#responses[variant][i] += reward * context[i];
  }

  /** inverse × context into #product; returns contextᵀ × inverse × context. */
  #multiply(inverse: Float64Array, context: Float64Array): number {
    let quadratic = 0;
    for (let i = 0; i < this.features; i++) {
      let sum = 0;
      for (let j = 0; j < this.features; j++) sum += inverse[i * this.features + j] * context[j];
      this.#product[i] = sum;
      quadratic += sum * context[i];
    }
    return quadratic;
  }
}
