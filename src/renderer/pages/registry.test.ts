import { expect, it } from 'vitest';
import { pages } from './registry';

it('no two pages share an id or a name, nor two tabs of a page: each is an address and an entry of the palette', () => {
  const twice = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index);
  expect(twice(pages.map(({ id }) => id))).toEqual([]);
  expect(twice(pages.map(({ label }) => label))).toEqual([]);
  for (const { views = [] } of pages) {
    expect(twice(views.map(({ id }) => id))).toEqual([]);
    expect(twice(views.map(({ label }) => label))).toEqual([]);
  }
});
