import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissIndexOptions } from '#native/faiss-types';
import { loadAddon } from '#native/load-addon';

const { addon, path, unavailableBecause } = loadAddon();
const folder = mkdtempSync(join(tmpdir(), 'ranklab-faiss-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const opened: FaissIndex[] = [];
afterEach(() => opened.splice(0).forEach((index) => index.dispose()));

const d = 12;
const rng = createRng('faiss index');
const normals = (n: number): Float32Array => Float32Array.from({ length: n * d }, () => rng.normal());
const vectors = normals(600);
const queries = normals(30);

function create(options: Partial<FaissIndexOptions> = {}): FaissIndex {
  const index = FaissIndex.create({ dimension: d, factory: 'Flat', metric: 'inner-product', ...options });
  opened.push(index);
  return index;
}

async function filled(options: Partial<FaissIndexOptions> = {}, data = vectors): Promise<FaissIndex> {
  const index = create(options);
  await index.train(data);
  await index.add(data);
  return index;
}

const kept = (index: FaissIndex): FaissIndex => (opened.push(index), index);
const big = (...values: number[]): BigInt64Array => BigInt64Array.from(values, BigInt);

describe.skipIf(unavailableBecause !== undefined)(`FAISS index${unavailableBecause ? ` (${unavailableBecause})` : ''}`, () => {
  it('stores 64-bit ids beyond the integers of a double', async () => {
    const index = create({ metric: 'l2' });
    const ids = BigInt64Array.of(9_007_199_254_740_993n, 9_223_372_036_854_775_806n, 0n);
    await index.addWithIds(vectors.subarray(0, 3 * d), ids);
    const found = await index.search(vectors.subarray(0, 2 * d), { neighborCount: 1 });
    expect([...found.ids]).toEqual([ids[0], ids[1]]);
    await expect(index.searchRows(vectors.subarray(0, d), { neighborCount: 1 })).rejects.toMatchObject({ code: 'INDEX_FAILED' });
  });

  it('continues numbering after the largest id, whatever was removed', async () => {
    const index = await filled({}, vectors.subarray(0, 3 * d));
    await index.remove(big(0, 1));
    expect(await index.add(vectors.subarray(0, d))).toBe(3n);
    await index.addWithIds(vectors.subarray(0, d), big(40));
    expect(await index.add(vectors.subarray(0, 2 * d))).toBe(41n);
    expect([...(await index.ids())]).toEqual([2n, 3n, 40n, 41n, 42n]);
  });

  it.each(['Flat', 'HNSW8', 'SQ8', 'IVF4,Flat', 'PCA6,Flat'])('replaces vectors under their ids (%s)', async (factory) => {
    const index = await filled({ factory, metric: 'l2' });
    const fresh = normals(2);
    await index.replace(fresh, big(7, 599));
    const found = await index.search(fresh, { neighborCount: 1, nprobe: 4 });
    expect([...found.ids]).toEqual([7n, 599n]);
    expect(index.stats().count).toBe(600);
    const old = await index.search(vectors.subarray(7 * d, 8 * d), { neighborCount: 600, nprobe: 4 });
    expect(old.ids.filter((id) => id === 7n)).toHaveLength(1);
  });

  it('reconstructs vectors: exactly for Flat, with length 1 for cosine, approximately for SQ8', async () => {
    const ids = big(3, 0, 599);
    const original = [3, 0, 599].flatMap((row) => [...vectors.subarray(row * d, (row + 1) * d)]);
    expect([...(await (await filled()).reconstruct(ids))]).toEqual(original);
    expect([...(await (await filled({ factory: 'IVF4,Flat' })).reconstruct(ids))]).toEqual(original);
    expect([...(await (await filled({ factory: 'HNSW8' })).reconstruct(ids))]).toEqual(original);
    const unit = await (await filled({ metric: 'cosine' })).reconstruct(ids);
    expect(unit.subarray(0, d).reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 6);
    const coarse = await (await filled({ factory: 'IVF4,SQ8' })).reconstruct(ids);
    coarse.forEach((value, i) => expect(Math.abs(value - (original[i] ?? NaN))).toBeLessThan(0.1));
  });

  it.each(['Flat', 'HNSW8', 'IVF4,Flat', 'SQfp16'])(
    'finds everything within a range, best first, bounds included (%s)',
    async (factory) => {
      const line = Float32Array.from({ length: 21 * d }, (_, i) => (i % d === 0 ? Math.floor(i / d) - 10 : 0));
      const index = await filled({ factory, metric: 'l2' }, line);
      const origin = new Float32Array(d);
      const { offsets, ids, scores } = await index.rangeSearch(origin, { minimumScore: -4, nprobe: 4 });
      expect([...offsets]).toEqual([0, 5]);
      expect([...ids]).toEqual([10n, 9n, 11n, 8n, 12n]);
      expect([...scores]).toEqual([0, -1, -1, -4, -4]);
      const filtered = await index.rangeSearch(origin, { minimumScore: -4, nprobe: 4, filter: { deny: big(10, 8) } });
      expect([...filtered.ids]).toEqual([9n, 11n, 12n]);
    },
  );

  it('merges indexes of one type and training, and rejects others', async () => {
    const first = await filled({ factory: 'IVF4,Flat' });
    const second = kept(await FaissIndex.deserialize(await first.serialize()));
    await second.remove(await second.ids());
    await second.addWithIds(
      queries,
      BigInt64Array.from({ length: 30 }, (_, i) => BigInt(1000 + i)),
    );
    await first.merge(second);
    expect([first.stats().count, second.stats().count]).toEqual([630, 0]);
    const found = await first.search(queries, { neighborCount: 630, nprobe: 4 });
    expect(new Set(found.ids.subarray(0, 630)).size).toBe(630);
    const flat = await filled();
    const other = create();
    await other.addWithIds(
      queries,
      BigInt64Array.from({ length: 30 }, (_, i) => BigInt(580 + i)),
    );
    await expect(flat.merge(other)).rejects.toMatchObject({ code: 'CONFLICT', message: 'The id 580 is in both indexes' });
    await expect(flat.merge(first)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect(first.merge(await filled({ factory: 'IVF4,Flat', trainingSeed: 77 }))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await expect((await filled({ factory: 'HNSW8' })).merge(await filled({ factory: 'HNSW8' }))).rejects.toMatchObject({
      code: 'UNSUPPORTED',
    });
    await expect(flat.merge(flat)).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });

  it('agrees with its generic kernels: the same neighbours except for ties, scores to 1e-5', async () => {
    const answers = new Map<string, { ids: BigInt64Array; scores: Float32Array }[]>();
    for (const kernels of ['generic', 'avx2', 'avx512']) {
      if (!addon?.useKernels(kernels)) continue;
      const found = [];
      for (const metric of ['inner-product', 'l2', 'cosine'] as const)
        for (const factory of ['Flat', 'IVF4,Flat'])
          found.push(await (await filled({ factory, metric })).search(queries, { neighborCount: 50, nprobe: 4 }));
      answers.set(kernels, found);
    }
    addon?.useKernels('auto');
    const generic = answers.get('generic') ?? [];
    expect(generic).toHaveLength(6);
    for (const [kernels, found] of answers) {
      found.forEach(({ ids, scores }, i) => {
        const expected = generic[i];
        for (let at = 0; at < ids.length; at++) {
          const reference = expected?.scores[at] ?? NaN;
          expect(Math.abs((scores[at] ?? NaN) - reference)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(reference)));
          const tied =
            Math.abs((expected?.scores[at + 1] ?? -1e9) - reference) < 1e-5 ||
            Math.abs((expected?.scores[at - 1] ?? -1e9) - reference) < 1e-5;
          if (!tied) expect([kernels, ids[at]]).toEqual([kernels, expected?.ids[at]]);
        }
      });
    }
    const [two, five] = [answers.get('avx2'), answers.get('avx512')];
    if (two && five) expect(five).toEqual(two);
  });

  it('builds the same graph byte for byte on one thread, and the same lists on any number of threads', async () => {
    const graphs = await Promise.all([1, 2].map(async () => (await filled({ factory: 'HNSW16', deterministic: true })).serialize()));
    expect(Buffer.compare(...(graphs as [Uint8Array, Uint8Array]))).toBe(0);
    const lists = await Promise.all([1, 2].map(async (threads) => (await filled({ factory: 'IVF8,SQ8', threads })).serialize()));
    expect(Buffer.compare(...(lists as [Uint8Array, Uint8Array]))).toBe(0);
    const seeds = await Promise.all([1, 2].map(async (trainingSeed) => (await filled({ factory: 'IVF8,Flat', trainingSeed })).serialize()));
    expect(Buffer.compare(...(seeds as [Uint8Array, Uint8Array]))).not.toBe(0);
  });

  it('describes its type, kernels and size', async () => {
    const index = await filled({ factory: 'HNSW16', metric: 'cosine', threads: 2 });
    const { description, bytes, ...stats } = index.stats();
    expect(description).toMatch(/^FAISS \d+\.\d+\.\d+ · HNSW16 · cosine · (avx512|avx2|generic)$/);
    expect(stats).toEqual({ count: 600, removed: 0, trained: true, dimension: d, metric: 'cosine', threads: 2, device: 'cpu' });
    expect(bytes).toBeGreaterThan(600 * (d * 4 + 32 * 4));
    await index.remove(big(1, 2));
    expect(index.stats()).toMatchObject({ count: 598, removed: 2 });
  });

  it('reports increasing progress up to 1', async () => {
    const fractions: number[] = [];
    const index = create({ factory: 'HNSW8' });
    await index.add(normals(5000), { report: (fraction) => fractions.push(fraction) });
    expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
    expect([fractions[0] ?? -1, fractions.at(-1)]).toEqual([expect.any(Number), 1]);
  });

  it.each([
    'OPQ4_8,IVF4,PQ4x4',
    'IVF4,PQ4x4fs',
    'PQ4x4fs',
    'LSH',
    'Refine(SQ8)',
    'SQ8,Refine(Flat)',
    'IVF4,RQ2x4',
    'L2norm,Flat',
    'IMI2x2,Flat',
    'RQ2x4',
  ])('also saves and loads types that only FAISS can search (%s)', async (factory) => {
    let index: FaissIndex;
    try {
      index = await filled({ factory, metric: 'l2' });
    } catch (error) {
      // Not every version of FAISS can build every type; those that cannot report it.
      expect(error).toMatchObject({ code: expect.stringMatching(/INVALID_ARGUMENT|INDEX_FAILED/) as string });
      return;
    }
    await index.remove(big(0, 5));
    const file = join(folder, 'other.faiss');
    await index.save(file);
    const again = kept(await FaissIndex.load(file));
    const [before, after] = await Promise.all([index, again].map((i) => i.search(queries, { neighborCount: 10, nprobe: 4 })));
    expect(after?.ids).toEqual(before?.ids);
    expect(again.stats().count).toBe(598);
    expect(before?.ids.some((id) => id === 0n || id === 5n)).toBe(false);
  });

  it('writes FAISS’s own format with a footer of size, checksum and metric', async () => {
    const file = join(folder, 'footer.faiss');
    await (await filled({ metric: 'cosine' })).save(file);
    const bytes = readFileSync(file);
    const footer = bytes.subarray(-24);
    expect(bytes.subarray(0, 4).toString()).toBe('IxFI');
    expect(footer.subarray(0, 8).toString()).toBe('RLABIDX1');
    expect(footer.readBigUInt64LE(8)).toBe(BigInt(bytes.length - 24));
    expect(footer.readUInt32LE(16)).toBe(crc32?.(bytes.subarray(0, -24)) ?? footer.readUInt32LE(16));
    expect(footer.readUInt32LE(20)).toBe(2);
    expect(kept(await FaissIndex.load(file)).stats().metric).toBe('cosine');
    await expect(FaissIndex.load(file, { metric: 'inner-product' })).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
    await expect(FaissIndex.load(file, { dimension: 13 })).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
  });

  it('keeps the old file when a save fails, and leaves no temporary file', async () => {
    const target = join(folder, 'sub');
    const index = await filled();
    await index.save(join(folder, 'kept.faiss'));
    const names = readdirSync(folder);
    await expect(index.save(join(target, 'x'))).rejects.toMatchObject({ code: 'IO_FAILED' });
    expect(readdirSync(folder)).toEqual(names);
  });

  it('can be loaded several times in one process, and in forks', async () => {
    const script = join(folder, 'fork.cjs');
    writeFileSync(script, `const a = require(${JSON.stringify(path)}); process.send(a.info().faissVersion);`);
    const versions = await Promise.all(
      [1, 2].map(
        () =>
          new Promise((resolve) => {
            const child = fork(script);
            let thrown: unknown;
            child.on('message', (message) => (thrown = message));
            child.on('exit', (code) => resolve([thrown, code]));
          }),
      ),
    );
    expect(versions).toEqual([[addon?.info().faissVersion, 0], [addon?.info().faissVersion, 0]]); // prettier-ignore
  });
});
