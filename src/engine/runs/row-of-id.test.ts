import { expect, it } from 'vitest';
import { rowOfId } from './row-of-id';

const encoded = new Map([
  ['a b', 'a%20b'],
  ['100%', '100%25'],
  ['', '%00'],
  ['x%20y', 'x%2520y'],
  ['é\u00a0#', 'é%C2%A0%23'],
  ['=1+1', "'=1+1"],
]);
const known = [...encoded.keys()];
const ids = { find: (id: string) => (known.includes(id) ? known.indexOf(id) : undefined) };

it('finds plain ids, and ids that an export encoded', () => {
  for (const [row, id] of known.entries()) {
    expect(rowOfId(ids, id)).toBe(row);
    expect(rowOfId(ids, encoded.get(id)!)).toBe(row);
  }
  expect(rowOfId(ids, 'nosuch')).toBe(-1);
  expect(rowOfId(ids, '%E0%A4%A')).toBe(-1);
});
