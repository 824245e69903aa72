import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissIndexOptions } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';
import { skipReason } from '../skip-reason';

const { unavailableBecause } = loadAddon();
const d = 8;
const rng = createRng('composed types');
const vectors = Float32Array.from({ length: 700 * d }, () => rng.normal());
const query = vectors.subarray(0, d);

const opened: FaissIndex[] = [];
afterEach(() => opened.splice(0).forEach((index) => index.dispose()));

async function filled(factory: string, options: Partial<FaissIndexOptions> = {}): Promise<FaissIndex> {
  const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', threads: 1, ...options });
  opened.push(index);
  await index.train(vectors);
  await index.add(vectors);
  return index;
}

const found = (ids: BigInt64Array): number => ids.filter((id) => id >= 0n).length;

/** Types that wrap another index; FAISS reads their settings from the inner index. */
describe.skipIf(unavailableBecause !== undefined)(`composed index types${skipReason(unavailableBecause)}`, () => {
  it.each(['IVF16,Flat,RFlat', 'IVF16,PQ4x4fs'])('search the requested number of lists (%s)', async (factory) => {
    const index = await filled(factory);
    const worst = async (nprobe: number): Promise<number> => {
      const { scores } = await index.search(query, { neighborCount: 20, nprobe });
      return scores.at(-1) ?? NaN;
    };
    expect(await worst(1)).toBeLessThan(await worst(16));
  });

  it.each(['IVF16,Flat', 'IVF16,SQ8', 'IVF16,PQ4+4', 'IVF16,Flat,RFlat', 'IVF16,PQ4x4fs', 'IVF16_HNSW8,SQ8', 'PCA4,IVF16,Flat'])(
    'search further lists until all requested neighbours are found (%s)',
    async (factory) => {
      const index = await filled(factory);
      const { ids, clampedBecause } = await index.search(query, { neighborCount: 700, nprobe: 1 });
      expect(new Set(ids).size).toBe(700);
      expect([found(ids), clampedBecause]).toEqual([700, undefined]);
    },
  );

  it('state the minimum number of training vectors', async () => {
    for (const [factory, least] of [
      ['PQ4', 256],
      ['IVF16,PQ4', 256],
      ['IVF300,PQ4', 300],
      ['OPQ4,PQ4x4', 256],
      ['PQ4x4fs', 16],
      ['IVF16,PQ4x4,RFlat', 16],
    ] as const) {
      const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', threads: 1 });
      opened.push(index);
      const train = (count: number) => index.train(vectors.subarray(0, count * d));
      await expect(train(least - 1), factory).rejects.toMatchObject({
        code: 'INVALID_ARGUMENT',
        message: `This type of index needs at least ${least} vectors for its training; there are ${least - 1}`,
      });
      await train(least);
      expect(index.stats().trained).toBe(true);
    }
  });

  it('explore enough of a graph for all requested neighbours, also under a filter', async () => {
    const index = await filled('HNSW16,RFlat');
    expect(found((await index.search(query, { neighborCount: 700 })).ids)).toBe(700);
    const allow = BigInt64Array.of(699n, 350n);
    expect(found((await index.search(query, { neighborCount: 5, filter: { allow } })).ids)).toBe(2);
  });

  it.each([
    'Flat',
    'HNSW16',
    'IVF16,Flat',
    'SQ8',
    'PQ4',
    'IVF16,PQ4',
    'SQ8,RFlat',
    'IVF16,PQ4,RFlat',
    'HNSW16,SQ8',
    'PCA4,Flat',
    'IVF16_HNSW8,SQ8',
  ])('report the bytes of all their parts (%s)', async (factory) => {
    const index = await filled(factory);
    const saved = (await index.serialize()).length;
    // Row ids take memory, but the file of an index that numbers its rows does not store them.
    const stated = index.stats().bytes - 700 * 8;
    expect(stated / saved).toBeGreaterThan(0.93);
    expect(stated / saved).toBeLessThan(1.05);
  });

  it('are not changed by a search', async () => {
    const index = await filled('IVF16,PQ4x4fs');
    const before = await index.serialize();
    await index.search(query, { neighborCount: 5, nprobe: 13 });
    expect(Buffer.compare(before, await index.serialize())).toBe(0);
  });

  it('use the training seed in every trained part', async () => {
    const [one, same, other] = await Promise.all(
      [1, 1, 2].map(async (trainingSeed) => (await filled('IVF4,PQ2x4,RFlat', { trainingSeed })).serialize()),
    );
    expect(Buffer.compare(one, same)).toBe(0);
    expect(Buffer.compare(one, other)).not.toBe(0);
  });

  it('train without output on the terminal', () => {
    const script = [
      `const { Index, Stage, Token } = require(${JSON.stringify(loadAddon().path)});`,
      `const index = Index.create(8, 'PQ4x4,RFlat', 1, 0, -1, -1);`,
      `const stage = new Stage(8, 200, false);`,
      `stage.append(Float32Array.from({ length: 1600 }, (_, i) => Math.sin(i * i)));`,
      `index.train(stage, 1, new Token()).then(() => process.stdout.write('trained'));`,
    ].join('\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', script], { cwd: resolve('.'), encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, 'trained', '']);
  });

  it.each([
    ['HNSW8,PQ4', 'inner-product'],
    ['HNSW8,PQ4', 'cosine'],
  ] as const)('are rejected if FAISS would build them for another metric (%s, %s)', (factory, metric) => {
    expect(() => FaissIndex.create({ dimension: d, factory, metric })).toThrow(
      `FAISS makes an index of type “${factory}” for the metric l2 only`,
    );
  });
});
