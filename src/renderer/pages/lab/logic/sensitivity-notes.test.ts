import { expect, it } from 'vitest';
import { mapPlace, notesOnMap } from './sensitivity-notes';

const popularity = { label: 'Popularity', now: 0.30001 };
const freshness = { label: 'Freshness', now: 0.1 };
const here = { variantKey: 'v2', metric: 'ndcg@10', axes: [popularity, freshness] as const };
const note = { id: 'n', text: 'a ridge', createdAtMs: 1, changedAtMs: 1, place: mapPlace({ ...here, value: 0.4 }) };

it('stands where the variant stood, on either way round of the axes and on no other map', () => {
  expect(note.place).toMatchObject({ at: { Popularity: 0.3, Freshness: 0.1 }, shown: 0.4 });
  const moved = { ...here, axes: [{ ...popularity, now: 0.9 }, freshness] as const };
  expect(notesOnMap([note], moved)).toMatchObject([{ text: 'a ridge', x: 0.3, y: 0.1 }]);
  expect(notesOnMap([note], { ...here, axes: [freshness, popularity] })).toMatchObject([{ x: 0.1, y: 0.3 }]);
  expect(notesOnMap([note], { ...here, axes: [popularity, { label: 'MMR λ', now: 1 }] })).toEqual([]);
  expect(notesOnMap([note], { ...here, metric: 'mrr@10' })).toEqual([]);
  expect(notesOnMap([note], { ...here, variantKey: 'v3' })).toEqual([]);
});
