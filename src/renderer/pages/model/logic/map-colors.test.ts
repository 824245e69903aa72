import { describe, expect, it } from 'vitest';
import { drawingOrder, rampColor, shadeByCategory, shadeByValue } from './map-colors';

describe('shadeByCategory', () => {
  const categories = ['Art', 'Baking', 'Chess'];
  const codes = Int32Array.of(1, 2, 1, -1);

  it('lists the most frequent category first and those without one last', () => {
    const { shades, legend, colors } = shadeByCategory(categories, codes, null);
    expect([...shades]).toEqual([1, 2, 1, 0]);
    expect(legend.map(({ label, count, code }) => [label, count, code])).toEqual([
      ['Baking', 2, 1],
      ['Chess', 1, 2],
      ['no category', 1, -1],
    ]);
    expect(colors[2]).toBe(legend[1]?.color);
  });

  it('greys all but the selected category', () => {
    expect([...shadeByCategory(categories, codes, 2).shades]).toEqual([0, 2, 0, 0]);
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
