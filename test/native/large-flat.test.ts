/** Flat indexes large enough that one query is shared among threads, and an addition made in many steps. */
import { afterAll, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissMetric, FaissSearchResult } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';
import { skipReason } from '../skip-reason';

const n = 60_000;
const d = 50;
const neighborCount = 40;
const rng = createRng('large flat');
const vectors = Float32Array.from({ length: n * d }, () => rng.normal());
// Every seventh vector equals the one seven rows before it, so there are ties everywhere, also across the rows of two threads.
for (let row = 7; row < n; row += 7) vectors.copyWithin(row * d, (row - 7) * d, (row - 6) * d);
const queries = Float32Array.from({ length: 6 * d }, () => rng.normal());

const opened: FaissIndex[] = [];
afterAll(() => opened.forEach((index) => index.dispose()));

function create(metric: FaissMetric, threads: number): FaissIndex {
  const index = FaissIndex.create({ dimension: d, factory: 'Flat', metric, threads });
  opened.push(index);
  return index;
}

async function filled(metric: FaissMetric, threads: number): Promise<FaissIndex> {
  const index = create(metric, threads);
  await index.add(vectors);
  return index;
}

const oneByOne = async (index: FaissIndex, filter?: { allow: Int32Array }): Promise<unknown[]> => {
  const found: FaissSearchResult[] = [];
  for (let q = 0; q < 6; q++)
    found.push(await index.search(queries.slice(q * d, (q + 1) * d), { neighborCount, ...(filter && { filter }) }));
  return [found.flatMap(({ ids }) => [...ids]), found.flatMap(({ scores }) => [...scores])];
};

describe.skipIf(loadAddon().unavailableBecause !== undefined)(`a large Flat index${skipReason(loadAddon().unavailableBecause)}`, () => {
  it.each(['inner-product', 'l2', 'cosine'] as const)(
    'returns the same on any number of threads, one query at a time or as a batch (%s)',
    async (metric) => {
      const alone = await oneByOne(await filled(metric, 1));
      for (const threads of [2, 5]) {
        const index = await filled(metric, threads);
        const together = await index.search(queries, { neighborCount });
        expect([[...together.ids], [...together.scores]]).toEqual(alone);
        // The distribution of work among threads varies; several concurrent searches compete for the threads.
        for (let round = 0; round < 10; round++) expect(await oneByOne(index)).toEqual(alone);
        for (const found of await Promise.all(Array.from({ length: 8 }, () => oneByOne(index)))) expect(found).toEqual(alone);
      }
    },
  );

  it('orders by score and then by id, and filters rows searched by several threads', async () => {
    const index = await filled('l2', 2);
    const expected = (rows: readonly number[]): bigint[] =>
      rows
        .map((row) => {
          let square = 0;
          for (let i = 0; i < d; i++) square += ((vectors[row * d + i] ?? 0) - (queries[i] ?? 0)) ** 2;
          return { row, square };
        })
        .sort((a, b) => a.square - b.square || a.row - b.row)
        .slice(0, neighborCount)
        .map(({ row }) => BigInt(row));
    const all = Array.from({ length: n }, (_, row) => row);
    const query = queries.slice(0, d);
    expect([...(await index.search(query, { neighborCount })).ids]).toEqual(expected(all));
    for (const share of [2, 20]) {
      const allow = Int32Array.from(all.filter((row) => row % share === 1));
      expect([...(await index.search(query, { neighborCount, filter: { allow } })).ids], `1 of ${share}`).toEqual(expected([...allow]));
    }
  });

  it('names the first invalid row of an addition checked by several threads, and stores none of it', async () => {
    const index = await filled('inner-product', 4);
    const before = await oneByOne(index);
    for (const wrong of [[59_000, 31_234, 58_000], [3], [59_999], [40_000, 40_001]]) {
      const more = vectors.slice();
      for (const row of wrong) more[row * d + 5] = row % 2 === 0 ? NaN : -Infinity;
      const first = Math.min(...wrong);
      await expect(index.add(more)).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: `Row ${first} of the vectors holds ${first % 2 === 0 ? 'NaN' : 'an infinity'} (column 5)`,
      });
    }
    expect(index.stats().count).toBe(n);
    expect(await oneByOne(index)).toEqual(before);
    expect(await index.add(vectors.slice(0, d))).toBe(BigInt(n));
  });

  it('accepts values until distances overflow, whatever is next to them in memory', async () => {
    const index = create('l2', 2);
    const large = new Float32Array(3 * d).fill(1);
    large[d] = 9e18; // its square is just below a quarter of the largest float
    await index.add(large);
    large[d] = 9.3e18;
    await expect(index.add(large)).rejects.toMatchObject({ message: 'Row 1 of the vectors holds numbers too large to compare' });
  });

  it('normalises every vector for cosine, whichever way it is added', async () => {
    for (const rows of [100, n]) {
      const index = create('cosine', 2);
      await index.add(vectors.subarray(0, rows * d));
      const stored = await index.reconstruct(Int32Array.of(0, 50, rows - 1));
      for (let row = 0; row < 3; row++) {
        const length = Math.hypot(...stored.subarray(row * d, (row + 1) * d));
        expect(Math.abs(length - 1)).toBeLessThan(1e-6);
      }
    }
  });
});
