import { effectiveSampleSize, type RatioEstimator } from '../estimators';
import type { SlateLog } from './slate-log';

export const slateEstimatorNames = ['ips', 'snips', 'rewardInteraction', 'selfNormalizedRewardInteraction', 'cascadeDoublyRobust'] as const;
export type SlateEstimatorName = (typeof slateEstimatorNames)[number];

/** One entry per list: `weights[s]` and `rewards[s]` of the lists that have the position; 0 for shorter lists. */
interface PositionColumns {
  readonly slates: Int32Array;
  readonly weights: Float64Array;
  readonly weighted: Float64Array;
}

/**
 * Whole-list estimators of the sum of a list's rewards. With w the weight of the list down to a position:
 * inverse propensity with the weight of the whole list; reward interaction (McInerney et al. 2020), where a reward is weighted by the list
 * down to its own position; both self-normalised, the latter position by position (Swaminathan & Joachims 2015); and, with a reward model q,
 * cascade doubly robust (Kiyohara et al. 2022): Σ w (r − q) + w of the position above × E[q] under the target.
 */
export function slateEstimatorsOf(log: SlateLog): Partial<Record<SlateEstimatorName, RatioEstimator>> {
  const { slateCount, offsets, rewards, cascadeWeights } = log;
  const listWeights = new Float64Array(slateCount);
  const wholeList = new Float64Array(slateCount);
  const byPosition = new Float64Array(slateCount);
  for (let s = 0; s < slateCount; s++) {
    listWeights[s] = cascadeWeights[offsets[s + 1] - 1];
    let sum = 0;
    for (let at = offsets[s]; at < offsets[s + 1]; at++) {
      sum += rewards[at];
      byPosition[s] += cascadeWeights[at] * rewards[at];
    }
    wholeList[s] = listWeights[s] * sum;
  }
  const positions = positionColumns(log);
  const ratios = positions
    .filter(({ weights }) => weights.some((weight) => weight > 0))
    // A list that is too short earns nothing at this position, so the ratio counts as often as the position was shown.
    .map(({ slates, weights, weighted }) => ({
      numerator: weighted.map((value) => (value * slates.length) / slateCount),
      denominator: weights,
    }));
  return {
    ips: { plain: wholeList, weights: listWeights },
    snips: { ratios: [{ numerator: wholeList, denominator: listWeights }], weights: listWeights },
    rewardInteraction: { plain: byPosition, weights: listWeights },
    selfNormalizedRewardInteraction: { ratios, weights: listWeights },
    ...(log.predictedRewards && { cascadeDoublyRobust: { plain: doublyRobust(log), weights: listWeights } }),
  };
}

function doublyRobust({ slateCount, offsets, rewards, cascadeWeights, predictedRewards, targetValues }: SlateLog): Float64Array {
  const sums = new Float64Array(slateCount);
  if (!predictedRewards || !targetValues) return sums;
  for (let s = 0; s < slateCount; s++) {
    let above = 1;
    for (let at = offsets[s]; at < offsets[s + 1]; at++) {
      sums[s] += cascadeWeights[at] * (rewards[at] - predictedRewards[at]) + above * targetValues[at];
      above = cascadeWeights[at];
    }
  }
  return sums;
}

function positionColumns({ slateCount, length, offsets, rewards, cascadeWeights }: SlateLog): PositionColumns[] {
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
