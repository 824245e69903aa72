import { expect, it } from 'vitest';
import { variantSchema } from '#shared/schemas/variant';
import { numericSettings } from './numeric-settings';

const number = (type: string, name: string) => ({ properties: { [name]: { type } } });
const known = {
  signals: [
    { id: 'popularity', params: {} },
    { id: 'freshness', params: number('number', 'halfLifeDays') },
  ],
  sources: [{ id: 'popular', params: number('integer', 'windowDays') }],
  fusionMethods: [{ id: 'rbc', params: number('number', 'phi') }],
};
const settings = (variant: object) => numericSettings(variantSchema.parse({ name: 'A', ...variant }), known);

it('offers every number of the variant, whole numbers as such', () => {
  const candidates = { sources: [{ id: 'popular', weight: 2 }], merge: { id: 'rbc', params: {} } };
  expect(
    settings({ weights: { popularity: 1, freshness: 0.2 }, candidates }).map(({ path, whole }) => (whole ? `${path} whole` : path)),
  ).toEqual([
    'weights.popularity',
    'weights.freshness',
    'mmrLambda',
    'candidates.poolSize whole',
    'candidates.merge.k',
    'candidates.merge.params.phi',
    'candidates.sources.0.limit whole',
    'candidates.sources.0.weight',
    'candidates.sources.0.params.windowDays whole',
    'filters.maxPerCreator whole',
    'signalParams.freshness.halfLifeDays',
  ]);
});

it('leaves out what the variant has no place for', () => {
  const paths = settings({ weights: { popularity: 1 }, candidates: { sources: [{ id: 'popular' }] } }).map(({ path }) => path);
  expect(paths).not.toContain('candidates.sources.0.weight');
  expect(paths.some((path) => path.startsWith('signalParams'))).toBe(false);
});
