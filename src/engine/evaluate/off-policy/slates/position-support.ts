import { effectiveSampleSize } from '../effective-sample-size';
import type { SlateLog } from './slate-log';

/** One entry per list: `weights[s]` and `rewards[s]` of the lists that have the position; 0 for shorter lists. */
interface PositionColumns {
  readonly slates: Int32Array;
  readonly weights: Float64Array;
  readonly weighted: Float64Array;
}

export function positionColumns({ slateCount, length, offsets, rewards, cascadeWeights }: SlateLog): PositionColumns[] {
  return Array.from({ length }, (_, place) => {
    const shown = Int32Array.from({ length: slateCount }, (_, s) => s).filter((s) => offsets[s] + place < offsets[s + 1]);
    const weights = new Float64Array(slateCount);
    const weighted = new Float64Array(slateCount);
    for (const s of shown) {
      weights[s] = cascadeWeights[offsets[s] + place];
      weighted[s] = weights[s] * rewards[offsets[s] + place];
    }
    return { slates: shown, weights, weighted };
  });
}

/** How far the log supports the target at a position. */
export interface PositionSupport {
  /** From 1. */
  readonly position: number;
  /** Lists that are this long. */
  readonly slates: number;
  /** Of the lists down to here: about 1 where the log can show whatever the target shows. */
  readonly meanWeight: number;
  readonly standardError: number;
  readonly effectiveSampleSize: number;
  readonly largestWeight: number;
}

export function supportOf(log: SlateLog): PositionSupport[] {
  return positionColumns(log).map(({ slates, weights }, place) => {
    const own = Float64Array.from(slates, (s) => weights[s]);
    const mean = own.reduce((sum, weight) => sum + weight, 0) / own.length;
    const squares = own.reduce((sum, weight) => sum + (weight - mean) ** 2, 0);
    return {
      position: place + 1,
      slates: own.length,
      meanWeight: mean,
      standardError: own.length < 2 ? 0 : Math.sqrt(squares / (own.length - 1) / own.length),
      effectiveSampleSize: effectiveSampleSize(own),
      largestWeight: own.reduce((largest, weight) => Math.max(largest, weight), 0),
    };
  });
}
