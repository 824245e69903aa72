/**
 * Selects the best k of many scores: score descending, then index ascending, which is the product's one tie rule.
 * A bounded heap keeps the worst kept entry at the root, so most offers cost one comparison. NaN and −Infinity mean
 * "not eligible" and are never selected. Reusable: one selector serves any number of selections without allocating.
 */
export class TopKSelector {
  #scores: Float64Array;
  #indices: Int32Array;
  #size = 0;
  #limit = 0;

  constructor(capacity: number) {
    this.#scores = new Float64Array(capacity);
    this.#indices = new Int32Array(capacity);
  }

  get size(): number {
    return this.#size;
  }

  /** Clears the selection and sets its size to `limit`. */
  reset(limit: number): void {
    if (limit > this.#scores.length) {
      this.#scores = new Float64Array(limit);
      this.#indices = new Int32Array(limit);
    }
    this.#limit = limit;
    this.#size = 0;
  }

  offer(index: number, score: number): void {
    if (this.#size < this.#limit) {
      if (!(score > -Infinity)) return;
      this.#siftUp(this.#size++, index, score);
    } else if (this.#limit > 0) {
      const worst = this.#scores[0];
      if (score > worst || (score === worst && index < this.#indices[0])) this.#siftDown(index, score, this.#size);
    }
  }

  /** Offers scores[start … end − 1] as indices 0 … end − start − 1. */
  offerRange(scores: ArrayLike<number>, start: number, end: number): void {
    let position = start;
    for (; position < end && this.#size < this.#limit; position++) this.offer(position - start, scores[position]);
    if (this.#limit === 0) return;
    let worst = this.#scores[0];
    for (; position < end; position++) {
      if (scores[position] < worst) continue;
      this.offer(position - start, scores[position]);
      worst = this.#scores[0];
    }
  }

  /** Writes the selection best first at `offset` and returns its length. Empties the selector. */
  drain(indices: Int32Array, scores?: Float64Array | Float32Array, offset = 0): number {
    const count = this.#size;
    for (let last = count - 1; last >= 0; last--) {
      indices[offset + last] = this.#indices[0];
      if (scores) scores[offset + last] = this.#scores[0];
      this.#siftDown(this.#indices[last], this.#scores[last], last);
    }
    this.#size = 0;
    return count;
  }

  #siftUp(start: number, index: number, score: number): void {
    const scores = this.#scores;
    const indices = this.#indices;
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!(score < scores[parent] || (score === scores[parent] && index > indices[parent]))) break;
      scores[child] = scores[parent];
      indices[child] = indices[parent];
      child = parent;
    }
    scores[child] = score;
    indices[child] = index;
  }

  /** Replaces the root of a heap of `size` entries. */
  #siftDown(index: number, score: number, size: number): void {
    const scores = this.#scores;
    const indices = this.#indices;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= size) break;
      const right = child + 1;
      if (right < size && (scores[right] < scores[child] || (scores[right] === scores[child] && indices[right] > indices[child])))
        child = right;
      if (!(scores[child] < score || (scores[child] === score && indices[child] > index))) break;
      scores[parent] = scores[child];
      indices[parent] = indices[child];
      parent = child;
    }
    scores[parent] = score;
    indices[parent] = index;
  }
}

/**
 * The best k of scores[0 … count − 1], best first, into `indices` (and `outScores`): score descending, then index
 * ascending; NaN and −Infinity are left out. Returns how many were written. O(count · log k), usually O(count).
 */
export function topK(
  scores: Float64Array | Float32Array,
  count: number,
  k: number,
  indices: Int32Array,
  outScores?: Float64Array | Float32Array,
): number {
  const selector = new TopKSelector(Math.min(k, count));
  selector.reset(Math.min(k, count));
  selector.offerRange(scores, 0, count);
  return selector.drain(indices, outScores);
}
