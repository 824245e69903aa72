import { describe, expect, it } from 'vitest';
import { itemId, userId, type Fingerprint, type ItemId, type ItemRow, type UserId, type UserRow } from '#shared/ids';
import type { RelevanceSettings } from '#shared/schemas/experiment';
import { csrFromTriplets } from '../../core/linear-algebra/matrix';
import { Vocabulary } from '../../core/containers/vocabulary';
import type { Dataset } from '../../model/dataset';
import { buildQrels } from './qrels';

const kinds = ['view', 'like'];
/** [user, item, kind, value] per interaction. */
const rows: readonly (readonly [number, number, string, number])[] = [
  [2, 3, 'view', 5],
  [0, 1, 'view', 3],
  [0, 0, 'like', 4],
  [0, 1, 'like', 4.5],
  [1, 2, 'view', NaN],
  [0, 4, 'view', 2],
];

const dataset: Dataset = {
  name: 'tiny',
  users: { ids: new Vocabulary<UserId, UserRow>('user', ['a', 'b', 'c', 'd'].map(userId)), columns: {} },
  items: {
    ids: new Vocabulary<ItemId, ItemRow>('video', ['v', 'w', 'x', 'y', 'z'].map(itemId)),
    titles: ['v', 'w', 'x', 'y', 'z'],
    descriptions: ['', '', '', '', ''],
    tags: [[], [], [], [], []],
    categories: { labels: [], offsets: new Int32Array(6), codes: new Int32Array(0) },
    creators: { labels: [], codes: new Int32Array(5).fill(-1) },
    publishedAtMs: new Float64Array(5).fill(NaN),
    durationSeconds: new Float64Array(5).fill(NaN),
    columns: {},
  },
  interactions: {
    count: rows.length,
    users: Int32Array.from(rows, ([user]) => user),
    items: Int32Array.from(rows, ([, item]) => item),
    kinds,
    kindCodes: Uint8Array.from(rows, ([, , kind]) => kinds.indexOf(kind)),
    values: Float64Array.from(rows, ([, , , value]) => value),
    timestampsMs: Float64Array.from(rows, (_, i) => i),
    columns: {},
  },
  fingerprint: '' as Fingerprint,
};
const everything = Int32Array.from(rows.keys());

function asLiteral(relevance: RelevanceSettings, options = {}): Record<number, Record<number, number>> {
  const { users, offsets, items, grades } = buildQrels(dataset, everything, relevance, options);
  return Object.fromEntries(
    Array.from(users, (user, u) => [
      user,
      Object.fromEntries(Array.from(items.subarray(offsets[u], offsets[u + 1]), (item, i) => [item, grades[offsets[u] + i]])),
    ]),
  );
}

describe('buildQrels', () => {
  it('applies the relevance rule and uses the highest grade of repeated interactions', () => {
    expect(asLiteral({ rule: 'any' })).toEqual({ 0: { 0: 1, 1: 1, 4: 1 }, 1: { 2: 1 }, 2: { 3: 1 } });
    expect(asLiteral({ rule: 'kind', kinds: ['like'] })).toEqual({ 0: { 0: 1, 1: 1, 4: 0 }, 1: { 2: 0 }, 2: { 3: 0 } });
    expect(asLiteral({ rule: 'threshold', minimum: 4 })).toEqual({ 0: { 0: 1, 1: 1, 4: 0 }, 1: { 2: 0 }, 2: { 3: 1 } });
    expect(asLiteral({ rule: 'graded' })).toEqual({ 0: { 0: 4, 1: 4.5, 4: 2 }, 1: { 2: 0 }, 2: { 3: 5 } });
    expect(buildQrels(dataset, everything, { rule: 'any' }).duplicateCount).toBe(1);
  });

  it('keeps users without a relevant interaction and counts them as excluded', () => {
    expect([...buildQrels(dataset, everything, { rule: 'kind', kinds: ['like'] }).users]).toEqual([0, 1, 2]);
  });

  it('reads the given part only', () => {
    const qrels = buildQrels(dataset, Int32Array.of(0, 5), { rule: 'any' });
    expect([[...qrels.users], [...qrels.items]]).toEqual([
      [0, 2],
      [4, 3],
    ]);
  });

  it('removes items from the user’s history and counts them', () => {
    const seen = csrFromTriplets(4, 5, [0, 0, 2], [1, 2, 3], [1, 1, 1]);
    expect(asLiteral({ rule: 'any' }, { excludeSeenIn: seen })).toEqual({ 0: { 0: 1, 4: 1 }, 1: { 2: 1 }, 2: {} });
    expect(buildQrels(dataset, everything, { rule: 'any' }, { excludeSeenIn: seen }).seenRemovedCount).toBe(2);
  });

  it('names an unknown kind and lists the known ones', () => {
    expect(() => buildQrels(dataset, everything, { rule: 'kind', kinds: ['buy'] })).toThrow(
      'No interaction has the kind “buy”; the kinds are view, like',
    );
  });
});
