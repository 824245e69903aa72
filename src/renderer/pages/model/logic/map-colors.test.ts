import { describe, expect, it } from 'vitest';
import { categoryColors } from '../../../logic/category-colors';
import { drawingOrder, otherCategories, rampColor, shadeByCategory, shadeByValue, withoutCategory } from './map-colors';

describe('shadeByCategory', () => {
  const categories = ['Art', 'Baking', 'Chess'];
  const codes = Int32Array.of(1, 2, 1, -1);
  const shade = (only: number | null, largest: readonly string[] = categories) =>
    shadeByCategory({ categories, codes, colorOf: categoryColors(largest), only });

  it('lists the most frequent category first and those without one last', () => {
    const { shades, legend, colors } = shade(null);
    expect([...shades]).toEqual([2, 3, 2, 1]);
    expect(legend.map(({ label, count, code }) => [label, count, code])).toEqual([
      ['Baking', 2, 1],
      ['Chess', 1, 2],
      ['no category', 1, -1],
    ]);
    expect(colors[3]).toBe(legend[1]?.color);
  });

  it('isolates the selected category', () => {
    expect([...shade(2).shades]).toEqual([0, 3, 0, 0]);
    expect([...shade(withoutCategory).shades]).toEqual([0, 0, 0, 1]);
  });

  it('groups categories without a separate colour', () => {
    const { shades, legend } = shade(null, ['Baking']);
    expect([...shades]).toEqual([2, 1, 2, 1]);
    expect(legend.map(({ label }) => label)).toEqual(['Baking', '1 other category', 'no category']);
    expect([...shade(otherCategories, ['Baking']).shades]).toEqual([0, 1, 0, 0]);
  });
});

describe('shadeByValue', () => {
  it('scales popularity logarithmically and greys unknown values', () => {
    // log1p: 0, log 4, log 16: the middle one is halfway.
    const { shades, scale, colors } = shadeByValue(Float64Array.of(0, 3, 15, NaN), true);
    expect([...shades]).toEqual([1, 17, 32, 0]);
    expect(scale).toEqual({ low: 0, high: 15 });
    expect(colors[32]).toBe(rampColor(1));
  });

  it('has no scale without known values, and one colour if all are equal', () => {
    expect(shadeByValue(Float64Array.of(NaN), false).scale).toBeNull();
    expect([...shadeByValue(Float64Array.of(-2, -2), false).shades]).toEqual([32, 32]);
  });
});

it('draws unknown values below known ones', () => {
  expect([...drawingOrder(Uint8Array.of(3, 0, 1, 0))]).toEqual([1, 3, 0, 2]);
});
