import { describe, expect, it } from 'vitest';
import { csrFromTriplets } from '../core/linear-algebra/matrix';
import { parseParams } from '../core/registry';
import type { TrainingView } from '../model/training-view';
import { candidateSources } from './registry';

/**
 * Six users with two disjoint tastes (even and odd items). User 5 has taste 1 and is held out of training; items 1 and 3 are
 * known when recommending.
 */
const users = [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 5];
const items = [0, 2, 4, 1, 3, 5, 0, 2, 6, 1, 3, 7, 0, 4, 1, 3];
const interactions = csrFromTriplets(
  6,
  8,
  users,
  items,
  users.map(() => 1),
);
const itemUserCounts = new Float64Array(8);
items.slice(0, 14).forEach((item) => itemUserCounts[item]++);
const withoutHeldOut = csrFromTriplets(
  6,
  8,
  users.slice(0, 14),
  items.slice(0, 14),
  users.slice(0, 14).map(() => 1),
);
const view = {
  dataset: { interactions: { users: Int32Array.from(users), items: Int32Array.from(items) } },
  positions: Int32Array.from({ length: 14 }, (_, position) => position),
  interactions,
  fitted: withoutHeldOut,
  itemUserCounts,
  knownItems: new Uint8Array(8).fill(1),
  seed: 1,
} as unknown as TrainingView;

describe('users held out of training', () => {
  const params: Record<string, unknown> = { als: { factorCount: 2, iterations: 20 }, 'pure-svd': { factorCount: 2 }, ease: { lambda: 1 } };
  it.each(['item-knn', 'ease', 'pure-svd', 'als'])('%s recommends to a held-out user from its history without fitting it', async (id) => {
    const source = candidateSources.get(id);
    const settings = parseParams(source, params[id], id);
    const ready = await source.prepare(view, settings);
    const [found] = await ready.retrieve([{ userRow: 5, exclude: Int32Array.of(1, 3) }], 2);
    expect([...found.items].sort()).toEqual([5, 7]);
    // Other users get the same lists as without the held-out user.
    const others = [0, 1, 2, 3].map((userRow) => ({ userRow, exclude: new Int32Array(0) }));
    const never = await source.prepare({ ...view, interactions: withoutHeldOut, fitted: withoutHeldOut }, settings);
    expect(await ready.retrieve(others, 8)).toEqual(await never.retrieve(others, 8));
  });
});
