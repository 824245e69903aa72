import { expect, test } from 'vitest';
import { hasAscending } from './ascending';

test.each([[[]], [[4]], [[1, 4]], [[0, 3, 3, 9, 12]], [[-2, 5, 6, 7, 8, 9]]])('finds exactly the elements of %j', (values) => {
  for (let target = -4; target < 15; target++) expect(hasAscending(Int32Array.from(values), target)).toBe(values.includes(target));
});
