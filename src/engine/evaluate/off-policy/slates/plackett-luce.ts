/**
 * A ranking policy that draws the next video from those left with probability proportional to exp(score / temperature) (Plackett 1975, Luce 1959):
 * a ranker's order, made random.
 */
export class PlackettLuce {
  /** Score / temperature, by slot. */
  readonly #logits: Float64Array;
  readonly #slots: ReadonlyMap<number, number>;
  readonly #left: Uint8Array;
  readonly #chances: Float64Array;

  /**
   * @param items what can be drawn, without duplicates
   * @param scores aligned with `items`, finite
   * @param temperature above 0
   */
  constructor(
    readonly items: ArrayLike<number>,
    scores: ArrayLike<number>,
    temperature: number,
  ) {
    this.#logits = Float64Array.from(scores, (score) => score / temperature);
    this.#slots = new Map(Array.from(items, (item, slot) => [item, slot]));
    this.#left = new Uint8Array(items.length);
    this.#chances = new Float64Array(items.length);
  }

  /**
   * Chances of the list's items at their positions, given those above; `expected(place, chances)` is called before each with the chances of all
   * slots of `items` at that place (overwritten by the next call). An item outside of `items` has chance 0, as have all below it.
   */
  chancesOf(list: ArrayLike<number>, expected?: (place: number, chances: Float64Array) => void): Float64Array {
    const answer = new Float64Array(list.length);
    this.#left.fill(1);
    for (let place = 0; place < list.length; place++) {
      this.#normalise();
      expected?.(place, this.#chances);
      const slot = this.#slots.get(list[place]);
      if (slot === undefined || this.#left[slot] === 0) break;
      answer[place] = this.#chances[slot];
      this.#left[slot] = 0;
    }
    return answer;
  }

  /** Draws a list of at most `length` items, with their chances given those above. `next` is uniform in [0, 1). */
  draw(length: number, next: () => number): { readonly items: number[]; readonly chances: number[] } {
    const drawn: { items: number[]; chances: number[] } = { items: [], chances: [] };
    this.#left.fill(1);
    for (let place = 0; place < Math.min(length, this.items.length); place++) {
      this.#normalise();
      const slot = this.#slotAt(next());
      drawn.items.push(this.items[slot]);
      drawn.chances.push(this.#chances[slot]);
      this.#left[slot] = 0;
    }
    return drawn;
  }

  /** The slot at which the cumulative chance passes `u`. */
  #slotAt(u: number): number {
    let last = 0;
    for (let slot = 0, sum = 0; slot < this.#chances.length; slot++) {
      if (this.#left[slot] === 0 || this.#chances[slot] === 0) continue;
      last = slot;
      sum += this.#chances[slot];
      if (u < sum) return slot;
    }
    return last; // rounding
  }

  /** Relative to the largest logit that is left, so that nothing overflows and the sum is at least 1. */
  #normalise(): void {
    let largest = -Infinity;
    for (let slot = 0; slot < this.#logits.length; slot++) if (this.#left[slot] === 1) largest = Math.max(largest, this.#logits[slot]);
    let sum = 0;
    for (let slot = 0; slot < this.#logits.length; slot++) {
      this.#chances[slot] = this.#left[slot] === 1 ? Math.exp(this.#logits[slot] - largest) : 0;
      sum += this.#chances[slot];
    }
    if (sum > 0) for (let slot = 0; slot < this.#chances.length; slot++) this.#chances[slot] /= sum;
  }
}
