import { describe, expect, it } from 'vitest';
import { csrFromTriplets, type CsrMatrix } from '#engine/core/linear-algebra/matrix';
import { computeFactors, foldInItem, foldInUser, type FactorSettings } from '#engine/factors/compute-factors';
import { factorRegistry } from '#engine/factors/registry';
import type { Factors } from '#engine/model/vectors';
import type { Fingerprint } from '#shared/ids';

/**
 * A checkerboard: users interact with items of the same parity; every fourth such cell is left out, to be predicted.
 * User 30 and item 40 have no interactions. The expected result is known by construction.
 */
const USERS = 31;
const ITEMS = 41;
const isOwn = (user: number, item: number): boolean => (user + item) % 2 === 0;
const isHidden = (user: number, item: number): boolean => (3 * user + item) % 8 === 0;

function checkerboard(): CsrMatrix {
  const users: number[] = [];
  const items: number[] = [];
  for (let u = 0; u < USERS - 1; u++) {
    for (let i = 0; i < ITEMS - 1; i++) {
      if (!isOwn(u, i) || isHidden(u, i)) continue;
      users.push(u);
      items.push(i);
    }
  }
  return csrFromTriplets(
    USERS,
    ITEMS,
    users,
    items,
    users.map(() => 1),
  );
}

const matrix = checkerboard();
const settings = (method: string, overrides: Partial<FactorSettings> = {}): FactorSettings => ({
  method,
  factorCount: 2,
  seed: 5,
  latestTimestampMs: 1_700_000_000_000,
  inputFingerprint: 'input' as Fingerprint,
  ...overrides,
});

const score = (user: Float32Array, factors: Factors, item: number): number =>
  user.reduce((sum, value, c) => sum + value * factors.itemFactors[item * factors.factorCount + c], 0);
const userVector = (factors: Factors, user: number): Float32Array =>
  factors.userFactors.subarray(user * factors.factorCount, (user + 1) * factors.factorCount);
const rowOf = (user: number): Int32Array => matrix.indices.slice(matrix.offsets[user], matrix.offsets[user + 1]);

describe.each(factorRegistry.ids)('factor method %s', (method) => {
  it('scores hidden cells of a checkerboard above the other colour, for every user', async () => {
    const factors = await computeFactors(matrix, settings(method));
    for (let u = 0; u < USERS - 1; u++) {
      const scores = Array.from({ length: ITEMS - 1 }, (_, item) => score(userVector(factors, u), factors, item));
      const hidden = scores.filter((_, item) => isOwn(u, item) && isHidden(u, item));
      const foreign = scores.filter((_, item) => !isOwn(u, item));
      if (hidden.length > 0) expect(Math.min(...hidden)).toBeGreaterThan(Math.max(...foreign) + 0.2);
    }
  });

  it('has the documented shapes, zero rows for users and items without data, and descending values', async () => {
    const factors = await computeFactors(matrix, settings(method, { factorCount: 6 }));
    expect(factors).toMatchObject({ method, factorCount: 6, userCount: USERS, itemCount: ITEMS, latestTimestampMs: 1_700_000_000_000 });
    expect(factors.userFactors).toHaveLength(USERS * 6);
    expect(factors.itemFactors).toHaveLength(ITEMS * 6);
    expect([...userVector(factors, USERS - 1)].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...factors.itemFactors.subarray((ITEMS - 1) * 6)].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...factors.singularValues]).toEqual([...factors.singularValues].sort((a, b) => b - a));
    expect(factors.singularValues).toHaveLength(6);
    expect(factors.explainedVarianceFractions).toHaveLength(6);
    for (const array of [factors.userFactors, factors.itemFactors, factors.singularValues, factors.explainedVarianceFractions]) {
      expect(array.every(Number.isFinite)).toBe(true);
    }
  });

  it('gives the same bytes again; the fingerprint depends on every setting', async () => {
    const first = await computeFactors(matrix, settings(method));
    expect(await computeFactors(matrix, settings(method))).toEqual(first);
    const others = [{ seed: 6 }, { factorCount: 3 }, { inputFingerprint: 'other' as Fingerprint }];
    const fingerprints = await Promise.all(
      others.map(async (other) => (await computeFactors(matrix, settings(method, other))).fingerprint),
    );
    expect(new Set([first.fingerprint, ...fingerprints]).size).toBe(4);
  });

  it('folds in a user and an item like the fit would', async () => {
    const factors = await computeFactors(
      matrix,
      settings(method, { params: method === 'als' ? { iterations: 60 } : { tolerance: 1e-12 } }),
    );
    for (const u of [0, 7, 12]) {
      const folded = foldInUser(factors, rowOf(u), new Float32Array(rowOf(u).length).fill(1));
      for (let item = 0; item < ITEMS; item++)
        expect(Math.abs(score(folded, factors, item) - score(userVector(factors, u), factors, item))).toBeLessThan(0.02);
    }
    const users = Int32Array.from({ length: 15 }, (_, i) => 2 * i);
    const item = foldInItem(factors, users, new Float32Array(15).fill(1));
    const product = (u: number): number => item.reduce((sum, value, c) => sum + value * factors.userFactors[u * 2 + c], 0);
    expect(product(4)).toBeGreaterThan(product(5) + 0.2);
  });

  it('gives zero vectors to users without interactions or with unknown rows only', async () => {
    const factors = await computeFactors(matrix, settings(method));
    expect([...foldInUser(factors, new Int32Array(0), [])]).toEqual([0, 0]);
    expect([...foldInUser(factors, Int32Array.of(ITEMS, 9999), [1, 1])]).toEqual([0, 0]);
    expect(foldInUser(factors, Int32Array.of(9999, 3), [1, 1])).toEqual(foldInUser(factors, Int32Array.of(3), [1]));
  });

  it('rejects invalid settings by name', async () => {
    await expect(computeFactors(matrix, settings(method, { factorCount: USERS + 1 }))).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { place: 'factors.factorCount', value: '32' },
    });
    await expect(computeFactors(matrix, settings(method, { params: { nonsense: 1 } }))).rejects.toThrow(/factors\.params/);
    const empty = csrFromTriplets(3, 3, [], [], []);
    await expect(computeFactors(empty, settings(method))).rejects.toThrow(/no interactions/);
  });

  it('reports progress and stops when cancelled', async () => {
    const fractions: number[] = [];
    await computeFactors(matrix, settings(method), { report: (fraction) => fractions.push(fraction) });
    expect(fractions.length).toBeGreaterThan(1);
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
    await expect(computeFactors(matrix, settings(method), { signal: { aborted: true } })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

it('an unknown method is rejected with the known names', async () => {
  await expect(computeFactors(matrix, settings('nmf'))).rejects.toThrow(/truncated-svd, als/);
});
