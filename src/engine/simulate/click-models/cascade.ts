import { z } from 'zod';
import type { Rng } from '../../core/rng';
import type { ClickBehaviour, ClickModel, TrueLists } from './port';

const params = z.strictObject({
  continuation: z.number().min(0).max(1).default(1).describe('Chance of going on to the next position after one without a click'),
});

/** From the top to the first click (Craswell et al. 2008; with `continuation` below 1 the user may give up before). */
export const cascadeModel: ClickModel<z.infer<typeof params>> = {
  id: 'cascade',
  label: 'Cascade',
  description: 'The list is read from the top until the first click, or until the user gives up. At most one click a visit.',
  params,
  create: ({ continuation }) => new Cascade(continuation),
};

class Cascade implements ClickBehaviour {
  constructor(private readonly continuation: number) {}

  visit({ attraction, length }: TrueLists, from: number, scale: number, rng: Rng, clicked: Int32Array): number {
    for (let place = 0; place < length; place++) {
      if (rng.next() < scale * attraction[from + place]) {
        clicked[0] = place;
        return 1;
      }
      if (this.continuation < 1 && rng.next() >= this.continuation) return 0;
    }
    return 0;
  }

  clickCounts({ attraction, length }: TrueLists, from: number): Float64Array {
    const counts = new Float64Array(length + 1);
    let reading = 1;
    for (let place = 0; place < length; place++) {
      counts[1] += reading * attraction[from + place];
      reading *= (1 - attraction[from + place]) * this.continuation;
    }
    counts[0] = 1 - counts[1];
    return counts;
  }
}
