import { expect, it } from 'vitest';
import { settingName } from './setting-names';

const labels: Readonly<Record<string, string>> = { popularity: 'Popularity', freshness: 'Freshness', 'source factors': 'Latent factors' };
const labelOf = (id: string, of?: 'source'): string => labels[of ? `${of} ${id}` : id] ?? id;

it.each([
  ['weights.popularity', 'Popularity'],
  ['mmrLambda', 'MMR λ'],
  ['candidates.poolSize', 'Pool size'],
  ['candidates.merge.k', 'Merge k'],
  ['candidates.merge.params.phi', 'Merge: phi'],
  ['candidates.sources.1.limit', 'Candidates from Latent factors'],
  ['candidates.sources.0.weight', 'Weight of popular in the merge'],
  ['candidates.sources.1.params.windowDays', 'Latent factors: window days'],
  ['signalParams.freshness.halfLifeDays', 'Freshness: half life days'],
  ['some.other', 'some.other'],
])('%s is named “%s”', (path, name) => {
  expect(settingName(path, labelOf, (place) => ['popular', 'factors'][place] ?? '')).toBe(name);
});
