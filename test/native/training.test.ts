import { afterEach, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissIndexOptions } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';
import { skipReason } from '../skip-reason';

const d = 32;
const rng = createRng('training');
const maxVectors = 80_000;
const vectors = Float32Array.from({ length: maxVectors * d }, () => rng.normal());
const others = vectors.map((value) => value * 1.5 + 0.25);

const opened: FaissIndex[] = [];
afterEach(() => opened.splice(0).forEach((index) => index.dispose()));

function created(factory: string, options: Partial<FaissIndexOptions> = {}): FaissIndex {
  const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', threads: 1, ...options });
  opened.push(index);
  return index;
}

const bytesOf = async (index: FaissIndex): Promise<Buffer> => Buffer.from(await index.serialize());

/** Enough values that training takes long enough on this machine to observe its progress every 20 ms. */
async function sizeOfLongTraining(factory: string): Promise<number> {
  let rows = 5_000;
  for (; rows < maxVectors; rows *= 2) {
    const start = performance.now();
    await created(factory).train(vectors.subarray(0, rows * d));
    if (performance.now() - start > 400) break;
  }
  return Math.min(rows, maxVectors) * d;
}

describe.skipIf(loadAddon().unavailableBecause !== undefined)(`training${skipReason(loadAddon().unavailableBecause)}`, () => {
  it.each(['IVF2048,Flat', 'IVF64,PQ8', 'PQ16', 'PCA16,IVF1024,PQ4', 'IVF64,PQ8,RFlat'])(
    'reports progress from start to end (%s)',
    async (factory) => {
      const size = await sizeOfLongTraining(factory);
      const reports: number[] = [];
      await created(factory).train(vectors.subarray(0, size), { report: (fraction) => void reports.push(fraction) });
      expect(reports.toSorted((a, b) => a - b)).toEqual(reports);
      expect(reports.at(-1)).toBe(1);
      expect(reports.filter((fraction) => fraction > 0.15 && fraction < 0.95).length).toBeGreaterThan(2);
    },
  );

  /** Training that is cancelled during the centroids, a graph over them, or the codes. */
  it.each([
    ['IVF2048,Flat', 0.2],
    ['IVF64,PQ8', 0.2],
    ['IVF64,PQ8', 0.6],
    ['IVF2048_HNSW8,Flat', 0.2],
    ['PCA16,IVF64,PQ8', 0.6],
    ['OPQ4,IVF64,PQ4', 0.6],
    ['IVF64,PQ8,RFlat', 0.6],
    ['IMI2x6,PQ8', 0.2],
  ])('can be cancelled and repeated with other vectors, with no effect of the first (%s at %d)', async (factory, at) => {
    const size = await sizeOfLongTraining(factory);
    const uninterrupted = created(factory);
    await uninterrupted.train(others.subarray(0, size));
    const index = created(factory);
    const signal = { aborted: false };
    const report = (fraction: number): void => {
      if (fraction > at) signal.aborted = true;
    };
    await expect(index.train(vectors.subarray(0, size), { signal, report })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(index.stats().trained).toBe(false);
    await expect(index.add(vectors)).rejects.toMatchObject({ code: 'NOT_BUILT' });
    await index.train(others.subarray(0, size));
    expect((await bytesOf(index)).equals(await bytesOf(uninterrupted))).toBe(true);
  });

  it('has no effect when cancelled in an untrained index read from a file', async () => {
    const factory = 'IVF2048,Flat';
    const size = await sizeOfLongTraining(factory);
    const [uninterrupted, index] = await Promise.all(
      [1, 2].map(async () => {
        const read = await FaissIndex.deserialize(await created(factory).serialize(), { threads: 1 });
        opened.push(read);
        return read;
      }),
    );
    await uninterrupted.train(others.subarray(0, size));
    const signal = { aborted: false };
    const report = (fraction: number): void => {
      if (fraction > 0.2) signal.aborted = true;
    };
    await expect(index.train(vectors.subarray(0, size), { signal, report })).rejects.toMatchObject({ code: 'CANCELLED' });
    await index.train(others.subarray(0, size));
    expect((await bytesOf(index)).equals(await bytesOf(uninterrupted))).toBe(true);
  });

  it.each([20, 500])('rejects vectors that a transform turns into NaN or infinity (%i rows)', async (rows) => {
    const index = created('PCAW8,IVF4,Flat');
    const alike = new Float32Array(rows * d).fill(1);
    await expect(index.train(alike)).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      message: expect.stringMatching(/^Row 0 of the transformed vectors holds/),
    });
    await index.train(vectors.subarray(0, 500 * d));
    await index.add(vectors.subarray(0, 500 * d));
    expect((await index.search(vectors.subarray(0, d), { neighborCount: 1, nprobe: 4 })).ids).toEqual(BigInt64Array.of(0n));
  });

  it.each(['IVF64,Flat', 'IVF64,SQ8', 'IVF64,PQ8', 'PCA16,IVF64,SQ8'])(
    'and adding give the same index on any number of threads (%s)',
    async (factory) => {
      const files = await Promise.all(
        [1, 2, 3].map(async (threads) => {
          const index = created(factory, { threads });
          await index.train(vectors.subarray(0, 20_000 * d));
          await index.add(vectors.subarray(0, 20_000 * d));
          return bytesOf(index);
        }),
      );
      expect(files.map((file) => file.equals(files[0]))).toEqual([true, true, true]);
    },
  );
});
