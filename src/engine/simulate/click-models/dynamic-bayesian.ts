import { z } from 'zod';
import type { Rng } from '../../core/rng';
import type { ClickBehaviour, ClickModel, TrueLists } from './port';

const params = z.strictObject({
  continuation: z.number().min(0).max(1).default(0.9).describe('Chance of going on to the next position while not yet satisfied'),
});

/** From the top until a click satisfies or the user gives up (Chapelle & Zhang 2009). */
export const dynamicBayesianModel: ClickModel<z.infer<typeof params>> = {
  id: 'dynamic-bayesian',
  label: 'Dynamic Bayesian network',
  description: 'The list is read from the top; a click may satisfy the user, who then stops. Several clicks a visit.',
  params,
  create: ({ continuation }) => new DynamicBayesian(continuation),
};

class DynamicBayesian implements ClickBehaviour {
  constructor(private readonly continuation: number) {}

  visit({ attraction, satisfaction, length }: TrueLists, from: number, scale: number, rng: Rng, clicked: Int32Array): number {
    let count = 0;
    for (let place = 0; place < length; place++) {
      if (rng.next() < scale * attraction[from + place]) {
        clicked[count++] = place;
        if (rng.next() < satisfaction[from + place]) return count;
      }
      if (rng.next() >= this.continuation) return count;
    }
    return count;
  }

  clickCounts({ attraction, satisfaction, length }: TrueLists, from: number): Float64Array {
    const counts = new Float64Array(length + 1);
    const reading = new Float64Array(length + 1);
    reading[0] = 1;
    for (let place = 0; place < length; place++) {
      const [attracts, satisfies] = [attraction[from + place], satisfaction[from + place]];
      for (let clicks = place; clicks >= 0; clicks--) {
        const [skipped, clicked] = [reading[clicks] * (1 - attracts), reading[clicks] * attracts];
        counts[clicks] += skipped * (1 - this.continuation);
        counts[clicks + 1] += clicked * (satisfies + (1 - satisfies) * (1 - this.continuation));
        reading[clicks] = skipped * this.continuation;
        reading[clicks + 1] += clicked * (1 - satisfies) * this.continuation;
      }
    }
    for (let clicks = 0; clicks <= length; clicks++) counts[clicks] += reading[clicks];
    return counts;
  }
}
