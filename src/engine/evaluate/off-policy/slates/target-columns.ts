import type { PlackettLuce } from './plackett-luce';
import { RewardModel } from './reward-model';

/** Logged lists in item rows: list s has `items[offsets[s] … offsets[s + 1] - 1]`, top first; −1 for a video that no policy here can show. */
export interface LoggedLists {
  readonly offsets: Int32Array;
  readonly items: Int32Array;
  readonly rewards: Float64Array;
}

/** Aligned with `items` of the lists. */
export interface TargetColumns {
  readonly targetProbabilities: Float64Array;
  readonly predictedRewards: Float64Array;
  readonly targetValues: Float64Array;
}

/** Fills the columns of a target policy list by list, with a reward model fitted to the same lists. */
export class TargetWriter {
  readonly columns: TargetColumns;
  readonly #model: RewardModel;

  constructor(private readonly logged: LoggedLists) {
    const { offsets, items, rewards } = logged;
    const [lists, places] = [new Int32Array(items.length), new Int32Array(items.length)];
    for (let s = 0; s + 1 < offsets.length; s++) {
      for (let at = offsets[s]; at < offsets[s + 1]; at++) {
        lists[at] = s;
        places[at] = at - offsets[s];
      }
    }
    this.#model = new RewardModel({ lists, places, items, rewards });
    const zeros = (): Float64Array => new Float64Array(items.length);
    this.columns = { targetProbabilities: zeros(), predictedRewards: zeros(), targetValues: zeros() };
  }

  write(list: number, policy: PlackettLuce): void {
    const { offsets, items } = this.logged;
    const [from, to] = [offsets[list], offsets[list + 1]];
    const { targetProbabilities, predictedRewards, targetValues } = this.columns;
    const shown = items.subarray(from, to);
    const chances = policy.chancesOf(shown, (place, all) => {
      let value = 0;
      for (let slot = 0; slot < all.length; slot++) {
        if (all[slot] > 0) value += all[slot] * this.#model.predict(list, place, policy.items[slot]);
      }
      targetValues[from + place] = value;
    });
    targetProbabilities.set(chances, from);
    for (let at = from; at < to; at++) predictedRewards[at] = this.#model.predict(list, at - from, items[at]);
  }
}
