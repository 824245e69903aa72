import type { ArraySource } from '../../core/short-lived';
import type { Run } from '../../model/run';
import { MovingWeight } from './moving-weight';
import type { Ranker } from '../ranker';

/** Budget of the arrays of a moving weight, which are evicted when others need the memory. */
interface ArrayKeeper {
  add(bytes: number, drop: () => void): void;
  remove(): void;
}

/**
 * Consecutive runs of rankers. Two in a row that differ in one weight are a drag: the part independent of that weight is cached, until another slider
 * is dragged or another setting changes.
 */
export class SliderRuns {
  #last: { readonly key: string; readonly weights: Float64Array } | undefined;
  #moving: MovingWeight | undefined;

  /** Whether the last run continued a drag of the same slider. */
  get moved(): boolean {
    return this.#moving !== undefined;
  }

  constructor(private readonly keeper: ArrayKeeper) {}

  /** @param key all settings of the run except the weights. */
  run(ranker: Ranker, key: string, arrays?: ArraySource): Run {
    if (!ranker.takesBestScores) return ranker.run(arrays);
    const { weights } = ranker;
    const last = this.#last?.key === key ? this.#last.weights : undefined;
    this.#last = { key, weights };
    const signal = last && onlyDifference(last, weights);
    if (signal === undefined) {
      this.#forget();
      return ranker.run(arrays);
    }
    if (this.#moving) {
      // The same weights twice: the moving weight is unchanged.
      if (signal !== 'none' && signal !== this.#moving.signal) this.#moving.follow(ranker, signal);
      return this.#moving.run(ranker, arrays);
    }
    if (signal === 'none' || !MovingWeight.fits(ranker)) return ranker.run(arrays);
    return this.#start(ranker, signal).run(ranker, arrays);
  }

  #start(ranker: Ranker, signal: number): MovingWeight {
    const moving = new MovingWeight(ranker, signal);
    this.#moving = moving;
    this.keeper.add(moving.byteLength, () => this.#moving === moving && (this.#moving = undefined));
    return moving;
  }

  #forget(): void {
    if (!this.#moving) return;
    this.#moving = undefined;
    this.keeper.remove();
  }
}

/** The one index at which two vectors differ; `none` when they are equal, undefined when they differ at several. */
function onlyDifference(a: Float64Array, b: Float64Array): number | 'none' | undefined {
  let found: number | 'none' = 'none';
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    if (found !== 'none') return undefined;
    found = i;
  }
  return found;
}
