/** Requests and results that are transferred to and from the addon in several pieces, and ids at the end of their range. */
import { afterAll, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissIndexOptions } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';
import { skipReason } from '../skip-reason';

const d = 8;
const n = 150_000;
const rng = createRng('large answers');
const vectors = Float32Array.from({ length: n * d }, () => rng.normal());

const opened: FaissIndex[] = [];
afterAll(() => opened.forEach((index) => index.dispose()));

async function filled(options: Partial<FaissIndexOptions> = {}, data = vectors): Promise<FaissIndex> {
  const index = FaissIndex.create({ dimension: d, factory: 'Flat', metric: 'l2', ...options });
  opened.push(index);
  await index.add(data);
  return index;
}

const evenIds = Int32Array.from({ length: n / 2 }, (_, i) => 2 * i);
/** More queries than one step processes. */
const manyQueries = vectors.slice(0, 40_000 * d);

describe.skipIf(loadAddon().unavailableBecause !== undefined)(
  `data transferred in blocks${skipReason(loadAddon().unavailableBecause)}`,
  () => {
    it.each(['IVF16,PQ4x4fs', 'IVF16,RQ2x4'])('filters in blocks of queries for types that FAISS cannot filter (%s)', async (factory) => {
      const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', trainingSeed: 7 });
      opened.push(index);
      await index.train(vectors.subarray(0, 5000 * d));
      await index.add(vectors.subarray(0, 30_000 * d));
      // Nearly all are denied: each query requests nearly every row from FAISS, which is over the limit for a hundred at once.
      const filter = { allow: Int32Array.of(5, 17, 29_000) };
      const together = await index.searchRows(vectors.subarray(0, 100 * d), { neighborCount: 3, nprobe: 16, filter });
      for (const query of [0, 33, 34, 99]) {
        const alone = await index.searchRows(vectors.slice(query * d, (query + 1) * d), { neighborCount: 3, nprobe: 16, filter });
        expect([...together.ids.subarray(3 * query, 3 * query + 3)]).toEqual([...alone.ids]);
        expect([...alone.ids].toSorted((a, b) => a - b)).toEqual([5, 17, 29_000]);
      }
    });

    it('returns every id and every vector', async () => {
      const index = await filled();
      const ids = await index.ids();
      expect(ids.length).toBe(n);
      expect(ids.every((id, row) => id === BigInt(row))).toBe(true);
      expect(Buffer.from((await index.reconstruct(ids)).buffer).equals(Buffer.from(vectors.buffer))).toBe(true);
    });

    it('finds everything within a radius, the same for one query and for a batch', async () => {
      const small = vectors.subarray(0, 300 * d);
      const index = await filled({}, small);
      const options = { minimumScore: -6 };
      const found = await index.rangeSearch(manyQueries, options);
      expect(found.offsets.length).toBe(40_001);
      expect(found.offsets[40_000]).toBe(found.ids.length);
      expect(found.ids.length).toBe(found.scores.length);
      expect(found.ids.length).toBeGreaterThan(300_000);
      for (const query of [0, 1, 17_000, 32_767, 32_768, 39_999]) {
        const alone = await index.rangeSearch(manyQueries.slice(query * d, (query + 1) * d), options);
        const [from, to] = [found.offsets[query], found.offsets[query + 1]];
        expect([...found.ids.subarray(from, to)]).toEqual([...alone.ids]);
        expect([...found.scores.subarray(from, to)]).toEqual([...alone.scores]);
      }
    });

    it.each([
      ['32 bits', evenIds],
      ['64 bits', BigInt64Array.from(evenIds, BigInt)],
    ])('filters by more ids than fit in one block (%s)', async (_, ids) => {
      const index = await filled();
      const query = vectors.slice(0, 5 * d);
      for (const [filter, remainder] of [
        [{ allow: ids }, 0],
        [{ deny: ids }, 1],
      ] as const) {
        const { ids: found, scores } = await index.searchRows(query, { neighborCount: 20, filter });
        const all = await index.searchRows(query, { neighborCount: 200 });
        for (let q = 0; q < 5; q++) {
          const rows = [...all.ids.subarray(q * 200, (q + 1) * 200)];
          const expected = rows.filter((id) => id % 2 === remainder).slice(0, 20);
          expect([...found.subarray(q * 20, (q + 1) * 20)]).toEqual(expected);
          expect(scores[q * 20]).toBe(all.scores[q * 200 + rows.indexOf(expected[0] ?? -1)]);
        }
        const near = await index.rangeSearch(query, { minimumScore: -1, filter });
        expect(near.ids.length).toBeGreaterThan(0);
        expect(near.ids.every((id) => id % 2n === BigInt(remainder))).toBe(true);
      }
    });

    it('uses a copy of the filter, unaffected by later changes of the array', async () => {
      const index = await filled({}, vectors.subarray(0, 400 * d));
      const deny = evenIds.slice(0, 20);
      const searching = index.searchRows(manyQueries, { neighborCount: 2, filter: { deny } });
      deny.fill(-1);
      const { ids } = await searching;
      const expected = await index.searchRows(manyQueries, { neighborCount: 2, filter: { deny: evenIds.slice(0, 20) } });
      expect(ids).toEqual(expected.ids);
    });

    it('rejects a filter that is transferred while it is read', async () => {
      const index = await filled({}, vectors.subarray(0, 400 * d));
      const deny = BigInt64Array.from({ length: 500_000 }, (_, i) => BigInt(i));
      const searching = index.search(vectors.slice(0, d), { neighborCount: 2, filter: { deny } });
      await Promise.resolve();
      structuredClone(deny, { transfer: [deny.buffer] });
      await expect(searching).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: expect.stringContaining('changed while') as string,
      });
    });

    it('rejects missing options with INVALID_ARGUMENT', async () => {
      const index = await filled({}, vectors.subarray(0, 4 * d));
      const query = vectors.slice(0, d);
      await expect(index.search(query, undefined as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
      await expect(index.rangeSearch(query, null as never)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
    });
  },
);

describe.skipIf(loadAddon().unavailableBecause !== undefined)(`changing indexes${skipReason(loadAddon().unavailableBecause)}`, () => {
  const last = 2n ** 63n - 1n;
  const pair = vectors.subarray(0, 2 * d);

  it.each(['Flat', 'HNSW8'])('numbers vectors up to the largest possible id and no further (%s)', async (factory) => {
    const index = await filled({ factory }, vectors.subarray(0, 0));
    await index.addWithIds(vectors.subarray(0, d), BigInt64Array.of(last - 2n));
    await expect(index.add(pair)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('1 more can be had, not 2') as string,
    });
    expect(index.stats().count).toBe(1);
    expect(await index.add(vectors.subarray(d, 2 * d))).toBe(last - 1n);
    await index.addWithIds(vectors.subarray(2 * d, 3 * d), BigInt64Array.of(last));
    await expect(index.add(vectors.subarray(0, d))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect([...(await index.ids())]).toEqual([last - 2n, last - 1n, last]);
    expect((await index.search(pair, { neighborCount: 1 })).ids).toEqual(BigInt64Array.of(last - 2n, last - 1n));
  });

  it('merges two indexes into each other concurrently without deadlock', async () => {
    const [a, b] = [await filled({}, vectors.subarray(0, 5000 * d)), await filled({}, vectors.subarray(0, 0))];
    await b.addWithIds(
      vectors.subarray(0, 5000 * d),
      Int32Array.from({ length: 5000 }, (_, i) => i + 5000),
    );
    const searching = [a, b].map((index) => index.search(vectors.slice(0, 500 * d), { neighborCount: 5 }));
    await Promise.all([a.merge(b), b.merge(a), ...searching]);
    expect([a.stats().count, b.stats().count]).toEqual([0, 10_000]);
  });

  it('releases both indexes when one is disposed while a merge waits', async () => {
    const [a, b] = [await filled({}, vectors.subarray(0, 2000 * d)), await filled({}, vectors.subarray(0, 4000 * d))];
    const searching = b.search(manyQueries, { neighborCount: 5 });
    const merging = a.merge(b);
    await new Promise((resolve) => setImmediate(resolve));
    a.dispose();
    expect((await searching).neighborCount).toBe(5);
    // Depending on timing, the merge completes or is refused. Either way the other index remains usable.
    await merging.catch((error: unknown) => expect(error).toMatchObject({ code: 'CONFLICT' }));
    await b.add(vectors.subarray(0, d));
    expect([1, 4001]).toContain(b.stats().count);
  });

  it('completes running calls when it is disposed', async () => {
    const index = await filled({}, vectors.subarray(0, 4000 * d));
    const searching = index.searchRows(manyQueries, { neighborCount: 10 });
    await new Promise((resolve) => setImmediate(resolve));
    index.dispose();
    const { ids } = await searching;
    expect([0, 1, 3999].map((row) => ids[row * 10])).toEqual([0, 1, 3999]);
    expect(ids.subarray(39_999 * 10).every((id) => id >= 0)).toBe(true);
    await expect(index.search(vectors.subarray(0, d), { neighborCount: 1 })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('replaces by a copy of the given ids, unaffected by later changes of the array', async () => {
    const index = await filled({ factory: 'HNSW8' }, vectors.subarray(0, 40 * d));
    const ids = BigInt64Array.of(3n, 4n);
    const replacing = index.replace(vectors.slice(50 * d, 52 * d), ids);
    ids.fill(99n);
    await replacing;
    expect(await index.reconstruct(BigInt64Array.of(3n, 4n))).toEqual(vectors.slice(50 * d, 52 * d));
  });
});
