import type { Rng } from '../../core/rng';
import type { ClickBehaviour, TrueLists } from '../click-models/port';
import type { VisitExpectation } from './outcomes';

/**
 * Clicks of visits to one variant. The number of clicks of a visit has an exact distribution for each list, so that a visit costs one random
 * number; only where chances change with time is it simulated position by position.
 */
export class VisitSampler {
  /** Cumulative chances of 0, 1 … clicks, for every list. */
  readonly #cumulative: Float64Array;
  readonly #clicked: Int32Array;

  /** @param idleShare share of visits that look at nothing */
  constructor(
    private readonly behaviour: ClickBehaviour,
    private readonly lists: TrueLists,
    private readonly idleShare: number,
  ) {
    const { length, attraction } = lists;
    const width = length + 1;
    const listCount = attraction.length / length;
    this.#cumulative = new Float64Array(listCount * width);
    this.#clicked = new Int32Array(length);
    for (let list = 0; list < listCount; list++) {
      const counts = behaviour.clickCounts(lists, list * length);
      let sum = idleShare;
      for (let clicks = 0; clicks < width; clicks++) {
        sum += (1 - idleShare) * counts[clicks];
        this.#cumulative[list * width + clicks] = sum;
      }
    }
  }

  /** Clicks of one visit; attractions are multiplied by `scale`. */
  clicks(list: number, scale: number, rng: Rng): number {
    const { length } = this.lists;
    const draw = rng.next();
    if (scale !== 1) return draw < this.idleShare ? 0 : this.behaviour.visit(this.lists, list * length, scale, rng, this.#clicked);
    const start = list * (length + 1);
    let clicks = 0;
    while (clicks < length && draw >= this.#cumulative[start + clicks]) clicks++;
    return clicks;
  }

  /** Exact. */
  expectation(list: number): VisitExpectation {
    const width = this.lists.length + 1;
    const none = this.#cumulative[list * width];
    let clicks = 0;
    for (let count = 1; count < width; count++) {
      clicks += count * (this.#cumulative[list * width + count] - this.#cumulative[list * width + count - 1]);
    }
    return { clicks, none };
  }
}
