import { expect, it } from 'vitest';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { requestedVsGenerated } from './generated';

it('shows generated values beside requested ones', () => {
  const rows = requestedVsGenerated({
    asked: generatorParamsSchema.parse({ interactions: 1_000 }),
    users: 100,
    videos: 200,
    interactions: 1_000,
    fittedPopularityExponent: 0.8912,
    fittedActivityExponent: null,
    popularityGini: 0.64321,
    activityGini: null,
    sparsityFraction: 0.95,
    neverWatchedVideos: 12,
    inactiveUsers: 0,
    newVideos: 61,
    newUsers: 20,
    kindShares: { view: 1 },
    meanWatchedFraction: 0.5,
  });
  expect(rows.slice(0, 5)).toEqual([
    ['Popularity exponent', '0.90', '0.89'],
    ['Activity exponent', '0.70', '–'],
    ['Popularity Gini', '', '0.643'],
    ['Activity Gini', '', '–'],
    ['Empty cells', '', '95.00%'],
  ]);
  expect(rows.slice(6)).toEqual([
    ['New videos', '30%', '31%'],
    ['New users', '20%', '20%'],
    ['Likes', '15%', '0%'],
    ['Never watched', '', '12 of 200'],
  ]);
});
