/** Rows of logged lists; `lists[r]` is the number of a row's list, `places[r]` its position from 0. */
interface RewardRows {
  readonly lists: ArrayLike<number>;
  readonly places: ArrayLike<number>;
  readonly items: ArrayLike<number>;
  readonly rewards: ArrayLike<number>;
}

/** How many observations a video needs before its own mean counts as much as that of its position. */
const shrinkage = 10;

/**
 * Expected reward of a video at a position: the mean of the position plus the video's mean deviation from the means of its positions, shrunk to 0
 * as if 10 further observations had none. Every list is predicted from the other half of the lists (cross-fitting, Chernozhukov et al. 2018), so
 * that no prediction has seen the reward that it is subtracted from.
 */
export class RewardModel {
  readonly #halves: readonly HalfModel[];

  constructor(rows: RewardRows) {
    this.#halves = [0, 1].map((half) => new HalfModel(rows, 1 - half));
  }

  /** @param list number of the list that the prediction is for */
  predict(list: number, place: number, item: number): number {
    return this.#halves[list % 2].predict(place, item);
  }
}

/** Fitted on the lists of one parity. */
class HalfModel {
  readonly #positionMeans: Float64Array;
  readonly #effects = new Map<number, { sum: number; count: number }>();

  constructor({ lists, places, items, rewards }: RewardRows, parity: number) {
    const length = Array.from(places).reduce((largest, place) => Math.max(largest, place + 1), 0);
    const counts = new Float64Array(length);
    this.#positionMeans = new Float64Array(length);
    for (let r = 0; r < rewards.length; r++) {
      if (lists[r] % 2 !== parity) continue;
      counts[places[r]]++;
      this.#positionMeans[places[r]] += rewards[r];
    }
    for (let place = 0; place < length; place++) this.#positionMeans[place] /= Math.max(1, counts[place]);
    for (let r = 0; r < rewards.length; r++) {
      if (lists[r] % 2 !== parity) continue;
      const effect = this.#effects.get(items[r]) ?? { sum: 0, count: 0 };
      effect.sum += rewards[r] - this.#positionMeans[places[r]];
      effect.count++;
      this.#effects.set(items[r], effect);
    }
  }

  predict(place: number, item: number): number {
    const effect = this.#effects.get(item);
    return (this.#positionMeans[place] ?? 0) + (effect ? effect.sum / (effect.count + shrinkage) : 0);
  }
}
