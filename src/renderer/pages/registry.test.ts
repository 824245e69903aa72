import { expect, it } from 'vitest';
import { pages } from './registry';

it('ids and names of pages, and of the tabs of a page, are unique', () => {
  const twice = (values: readonly string[]): string[] => values.filter((value, index) => values.indexOf(value) !== index);
  expect(twice(pages.map(({ id }) => id))).toEqual([]);
  expect(twice(pages.map(({ label }) => label))).toEqual([]);
  for (const { views = [] } of pages) {
    expect(twice(views.map(({ id }) => id))).toEqual([]);
    expect(twice(views.map(({ label }) => label))).toEqual([]);
  }
});
