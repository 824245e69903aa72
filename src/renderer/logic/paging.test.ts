import { describe, expect, it } from 'vitest';
import { neededPages, PAGE_ROWS } from './paging';

describe('neededPages', () => {
  it('covers exactly the visible rows', () => {
    expect(neededPages(0, 40, 1000)).toEqual([0]);
    expect(neededPages(PAGE_ROWS - 1, PAGE_ROWS, 1000)).toEqual([0, 1]);
    expect(neededPages(990, 1040, 1000)).toEqual([4]);
    expect(neededPages(0, 40, 0)).toEqual([]);
  });
});
