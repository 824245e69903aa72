import { describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from './assemble';

const users = userTable({ ids: ['007', 'ü', '9007199254740993'], columns: { device: ['tv', null, 'phone'] } });
const items = itemTable({
  ids: ['a', 'b'],
  titles: ['One', null],
  tags: [['x', ''], null],
  categories: [['News', 'Sport', 'News'], []],
  creators: [null, 'Mara'],
  publishedAtMs: [-0, null],
});
const interactions = interactionTable({
  users: [0, 2, 1],
  items: [1, 0, 1],
  kinds: ['never', 'like', 'view'],
  kindCodes: [2, 1, 2],
  values: [0.5, null, NaN],
  timestampsMs: [3, 2, 1],
});
const dataset = createDataset({ name: 'tiny', users, items, interactions });

describe('createDataset', () => {
  it('keeps ids as text and numbers them in order of appearance', () => {
    expect(dataset.users.ids.ids).toEqual(['007', 'ü', '9007199254740993']);
    expect(dataset.users.ids.rowOf('9007199254740993')).toBe(2);
    expect(dataset.users.ids.find('7')).toBeUndefined();
  });

  it('marks missing values: −1, NaN, empty text, no labels', () => {
    expect([...dataset.users.columns['device'].codes]).toEqual([0, -1, 1]);
    expect([...dataset.items.creators.codes]).toEqual([-1, 0]);
    expect(dataset.items.titles).toEqual(['One', '']);
    expect(dataset.items.tags).toEqual([['x'], []]);
    expect([...dataset.items.categories.offsets]).toEqual([0, 2, 2]);
    expect(dataset.items.categories.labels).toEqual(['News', 'Sport']);
    expect([...dataset.items.durationSeconds]).toEqual([NaN, NaN]);
    expect(Object.is(dataset.items.publishedAtMs[0], 0)).toBe(true);
    expect([...dataset.interactions.values]).toEqual([0.5, NaN, NaN]);
  });

  it('renumbers labels by first appearance and drops unused ones', () => {
    expect(dataset.interactions.kinds).toEqual(['view', 'like']);
    expect([...dataset.interactions.kindCodes]).toEqual([0, 1, 0]);
  });

  it('fingerprints the contents, independent of how they were written', () => {
    const sameKinds = interactionTable({ ...interactions, kinds: ['view', 'like'], kindCodes: [0, 1, 0], values: [0.5, NaN, null] });
    expect(createDataset({ name: 'tiny', users, items, interactions: sameKinds }).fingerprint).toBe(dataset.fingerprint);
    expect(dataset.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('excludes the dataset’s name from the fingerprint', () => {
    expect(createDataset({ name: 'other', users, items, interactions }).fingerprint).toBe(dataset.fingerprint);
  });

  it.each([
    ['a user id', { users: userTable({ ids: ['7', 'ü', '9007199254740993'], columns: { device: ['tv', null, 'phone'] } }) }],
    ['a label', { users: userTable({ ids: ['007', 'ü', '9007199254740993'], columns: { device: ['tv', 'tv', 'phone'] } }) }],
    ['text that moved to the next cell', { items: { ...items, titles: ['On', 'e'] } }],
    ['a kind', { interactions: interactionTable({ ...interactions, kindCodes: [2, 2, 2] }) }],
    ['a value', { interactions: interactionTable({ ...interactions, values: [0.5, NaN, 0] }) }],
    [
      'the order of interactions',
      { interactions: interactionTable({ ...interactions, users: [2, 0, 1], items: [0, 1, 1], kindCodes: [1, 2, 2] }) },
    ],
  ])('changes the fingerprint after a change of %s', (_, change) => {
    const parts = { name: 'tiny', users, items, interactions, ...change };
    expect(createDataset(parts).fingerprint).not.toBe(dataset.fingerprint);
  });

  it.each([
    ['a repeated id', () => userTable({ ids: ['a', 'b', 'a'] }), 'the user id “a” is given twice'],
    ['columns of unequal length', () => itemTable({ ids: ['a', 'b'], titles: ['x'] }), '1 values for 2 rows'],
    ['an infinite number', () => interactionTable({ users: [0], items: [0], values: [Infinity] }), 'infinite'],
    ['257 kinds', () => interactionTable({ users: [], items: [], kinds: new Array<string>(257).fill('k') }), 'at most 256'],
    [
      'a row outside the table',
      () => createDataset({ name: '', users, items, interactions: interactionTable({ users: [3], items: [0] }) }),
      'row 3 at position 0 is not below 3',
    ],
  ])('rejects %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
