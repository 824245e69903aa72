import { expect, it } from 'vitest';
import type { CatalogueMap } from '#shared/schemas/model';
import { mapNote, mapTable, summariseCategories } from './map-text';

const map: CatalogueMap = {
  method: 'pca',
  fingerprint: 'f',
  videoCount: 5,
  withoutVectorCount: 1,
  leftOutCount: 0,
  fittedCount: 4,
  explainedVarianceFractions: [0.25, 0.125],
  videoIds: ['007', 'b', 'c', 'd'],
  titles: ['=1+1', 'B', 'C', 'D'],
  x: Float32Array.of(0, 2, 5, 1),
  y: Float32Array.of(0, 0, -1, 0),
  categories: ['Art', 'Chess'],
  categoryCodes: Int32Array.of(1, 1, 0, -1),
  userCounts: Int32Array.of(3, 0, 9, 1),
};

it('says how many videos are on the map and how many are left out', () => {
  expect(mapNote(map)).toBe('4 videos · x and y hold 25.0% and 12.5% of the variance · 1 without text not shown');
  expect(mapNote({ ...map, withoutVectorCount: 0, fittedCount: 2 })).toBe(
    '4 videos · x and y hold 25.0% and 12.5% of the variance · axes fitted on 2 of them',
  );
  expect(mapNote({ ...map, method: 'umap', explainedVarianceFractions: null, leftOutCount: 1_000, withoutVectorCount: 0 })).toBe(
    '4 videos · 1,000 of 1,004 left out',
  );
});

it('writes a row per video with its position in both lists', () => {
  const { columns, rows } = mapTable(map, [
    { point: 0, list: 'A', position: 2 },
    { point: 0, list: 'B', position: 1 },
  ]);
  expect(columns).toHaveLength(8);
  expect(rows[0]).toEqual(['007', '=1+1', 'Chess', 3, 0, 0, 2, 1]);
  expect(rows[3]).toEqual(['d', 'D', null, 1, 1, 0, null, null]);
});

it('summarises the position and spread of each category', () => {
  expect(summariseCategories(map)).toEqual([
    { category: 'Chess', count: 2, x: 1, y: 0, spread: 1 },
    { category: 'no category', count: 1, x: 1, y: 0, spread: 0 },
    { category: 'Art', count: 1, x: 5, y: -1, spread: 0 },
  ]);
});
