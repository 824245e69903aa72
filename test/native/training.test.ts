import { afterEach, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissIndexOptions } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';

// On one thread and with many clusters: even a fast machine is looked at several times meanwhile.
const d = 32;
const rng = createRng('training');
const vectors = Float32Array.from({ length: 20_000 * d }, () => rng.normal());

const opened: FaissIndex[] = [];
afterEach(() => opened.splice(0).forEach((index) => index.dispose()));

function created(factory: string, options: Partial<FaissIndexOptions> = {}): FaissIndex {
  const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', threads: 1, ...options });
  opened.push(index);
  return index;
}

describe.skipIf(loadAddon().unavailableBecause !== undefined)('training', () => {
  it.each(['IVF2048,Flat', 'IVF64,PQ8', 'PQ16', 'PCA16,IVF1024,PQ4'])('says how far it is, all the way (%s)', async (factory) => {
    const reports: number[] = [];
    await created(factory).train(vectors, { report: (fraction) => void reports.push(fraction) });
    expect(reports.toSorted((a, b) => a - b)).toEqual(reports);
    expect(reports.at(-1)).toBe(1);
    expect(reports.filter((fraction) => fraction > 0.15 && fraction < 0.95).length).toBeGreaterThan(2);
  });

  it.each(['IVF2048,Flat', 'IVF64,PQ8', 'IVF2048_HNSW8,Flat'])(
    'can be given up and begun again, which leaves no trace (%s)',
    async (factory) => {
      const undisturbed = created(factory);
      await undisturbed.train(vectors);
      const index = created(factory);
      const signal = { aborted: false };
      const given = index.train(vectors, {
        signal,
        report: (fraction) => {
          if (fraction > 0.2) signal.aborted = true;
        },
      });
      await expect(given).rejects.toMatchObject({ code: 'CANCELLED' });
      expect(index.stats().trained).toBe(false);
      await expect(index.add(vectors)).rejects.toMatchObject({ code: 'NOT_BUILT' });
      await index.train(vectors);
      expect(Buffer.from(await index.serialize()).equals(Buffer.from(await undisturbed.serialize()))).toBe(true);
    },
  );

  it.each(['IVF64,Flat', 'IVF64,SQ8', 'IVF64,PQ8', 'PCA16,IVF64,SQ8'])(
    'and filling give the same on any number of threads (%s)',
    async (factory) => {
      const files = await Promise.all(
        [1, 2, 3].map(async (threads) => {
          const index = created(factory, { threads });
          await index.train(vectors);
          await index.add(vectors);
          return Buffer.from(await index.serialize());
        }),
      );
      expect(files.map((file) => file.equals(files[0] ?? Buffer.alloc(0)))).toEqual([true, true, true]);
    },
  );
});
