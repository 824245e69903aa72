import { noParams } from '../../../../core/registry';
import type { SlateEstimator } from './port';

/** Σ w (r − q) + w of the position above × E[q] under the target. */
export const cascadeDoublyRobust: SlateEstimator = {
  id: 'cascadeDoublyRobust',
  label: 'Cascade doubly robust',
  description: 'What a reward model expects at each position, corrected by the weighted errors of the model (Kiyohara et al. 2022)',
  params: noParams,
  weighsWholeLists: false,
  estimator: ({ log: { slateCount, offsets, rewards, cascadeWeights, predictedRewards, targetValues }, listWeights }) => {
    if (!predictedRewards || !targetValues) return undefined;
    const sums = new Float64Array(slateCount);
    for (let s = 0; s < slateCount; s++) {
      let above = 1;
      for (let at = offsets[s]; at < offsets[s + 1]; at++) {
        sums[s] += cascadeWeights[at] * (rewards[at] - predictedRewards[at]) + above * targetValues[at];
        above = cascadeWeights[at];
      }
    }
    return { plain: sums, weights: listWeights };
  },
};
