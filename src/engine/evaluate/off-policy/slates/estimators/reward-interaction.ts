import { noParams } from '../../../../core/registry';
import { positionColumns } from '../position-support';
import type { SlateEstimator } from './port';

export const rewardInteraction: SlateEstimator = {
  id: 'rewardInteraction',
  label: 'Reward interaction',
  description: 'Every reward weighed by the list down to its own position (McInerney et al. 2020)',
  params: noParams,
  weighsWholeLists: false,
  estimator: ({ log: { slateCount, offsets, rewards, cascadeWeights }, listWeights }) => {
    const byPosition = new Float64Array(slateCount);
    for (let s = 0; s < slateCount; s++) {
      for (let at = offsets[s]; at < offsets[s + 1]; at++) byPosition[s] += cascadeWeights[at] * rewards[at];
    }
    return { plain: byPosition, weights: listWeights };
  },
};

export const selfNormalizedRewardInteraction: SlateEstimator = {
  id: 'selfNormalizedRewardInteraction',
  label: 'Reward interaction, self-normalised',
  description: 'The same, divided by the mean weight of each position (Swaminathan & Joachims 2015)',
  params: noParams,
  weighsWholeLists: false,
  estimator: ({ log, listWeights }) => ({
    ratios: positionColumns(log)
      .filter(({ weights }) => weights.some((weight) => weight > 0))
      // A list that is too short earns nothing at this position, so the ratio counts as often as the position was shown.
      .map(({ slates, weights, weighted }) => ({
        numerator: weighted.map((value) => (value * slates.length) / log.slateCount),
        denominator: weights,
      })),
    weights: listWeights,
  }),
};
