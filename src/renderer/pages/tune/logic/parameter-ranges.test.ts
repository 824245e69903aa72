import { expect, it } from 'vitest';
import { variantSchema } from '#shared/schemas/variant';
import { guardFrom, isComplete, parametersFrom, rangesOf } from './parameter-ranges';

it('varies the weights that a variant has', () => {
  const variant = variantSchema.parse({ name: 'A', weights: { popularity: 0.3, freshness: 0 } });
  expect(rangesOf(variant)).toEqual([{ path: 'weights.popularity', low: 0, high: 1 }]);
});

it('uses whole numbers for integer settings', () => {
  const ranges = [
    { path: 'candidates.poolSize', low: 1, high: 9, whole: true },
    { path: 'mmrLambda', low: 0, high: 1 },
  ];
  expect(parametersFrom(ranges).map((parameter) => 'whole' in parameter && parameter.whole)).toEqual([true, false]);
});

it('is complete only with paths and ranges', () => {
  expect(isComplete([])).toBe(false);
  expect(isComplete([{ path: ' ', low: 0, high: 1 }])).toBe(false);
  expect(isComplete([{ path: 'mmrLambda', low: 1, high: 1 }])).toBe(false);
  expect(isComplete([{ path: 'mmrLambda', low: 0, high: 1 }])).toBe(true);
});

it('parses guards', () => {
  expect(guardFrom('coverage@10=1.5%')).toEqual({ metric: 'coverage@10', maximumLoss: 0.015 });
  expect(guardFrom('coverage@10')).toBeUndefined();
});
