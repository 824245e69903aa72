import { FaissIndex } from '#native/faiss-index';
import { outcomeOf, summary, random, d, query, anything, filled, all, typesOfIndex } from './hostile-tools';
import type { Outcome, Scenarios } from './hostile-tools';

/** Wrong arguments, counts, types and settings. */
export const callsScenarios: Scenarios = {
  async arguments() {
    const index = await filled();
    const bad: unknown[] = [
      undefined,
      null,
      7,
      'text',
      [1, 2, 3, 4, 5, 6, 7, 8],
      {},
      new Float64Array(d),
      new Uint8Array(32),
      new ArrayBuffer(32),
    ];
    const outcomes = await all([
      ...bad.map((value) => () => index.add(anything(value))),
      ...bad.map((value) => () => index.search(anything(value), { neighborCount: 1 })),
      ...bad.map((value) => () => index.train(anything(value))),
      ...bad.map((value) => () => index.addWithIds(query, anything(value))),
      ...bad.map((value) => () => index.remove(anything(value))),
      ...bad.map((value) => () => index.reconstruct(anything(value))),
      ...bad.map((value) => () => index.search(query, { neighborCount: 1, filter: { allow: anything(value) } })),
      ...bad.map((value) => () => index.merge(anything(value))),
      ...bad.map((value) => () => index.save(anything(value === 'text' ? '' : value))),
      ...bad.map((value) => () => FaissIndex.load(anything(value === 'text' ? 'a\0b' : value))),
      ...bad.filter((value) => !(value instanceof Uint8Array)).map((value) => () => FaissIndex.deserialize(anything(value))),
      ...bad.map((value) => () => index.search(query, { neighborCount: 1, deny: anything([value]) })),
      ...bad.map((value) => () => index.rangeSearch(query, { minimumScore: 0, deny: anything([value, value]) })),
    ]);
    // Training a trained index does nothing, whatever data it is given.
    return outcomes.flatMap((outcome, i) => ('code' in outcome && outcome.code === 'INVALID_ARGUMENT' ? [] : [[i, outcome]]));
  },

  async shapes() {
    const index = await filled();
    const before = index.stats().count;
    const nan = random(3 * d);
    nan[d + 2] = NaN;
    const infinite = random(3 * d);
    infinite[2 * d + 1] = -Infinity;
    const large = random(2 * d).map((x, i) => (i < d ? x : 1e20));
    const outcomes = await all([
      () => index.add(random(d + 1)),
      () => index.add(nan),
      () => index.add(infinite),
      () => index.add(large),
      () => index.search(nan, { neighborCount: 1 }),
      () => index.search(random(3), { neighborCount: 1 }),
      () => index.addWithIds(random(2 * d), BigInt64Array.of(400n)),
      () => index.addWithIds(random(2 * d), BigInt64Array.of(400n, 400n)),
      () => index.addWithIds(random(2 * d), BigInt64Array.of(-5n, 400n)),
      () => index.addWithIds(random(2 * d), BigInt64Array.of(400n, 3n)),
      () => index.replace(random(d), BigInt64Array.of(999n)),
      () => index.reconstruct(BigInt64Array.of(-1n)),
      () => index.rangeSearch(query, { minimumScore: NaN }),
    ]);
    return { outcomes, unchanged: index.stats().count === before };
  },

  async counts() {
    const index = await filled('Flat', 3);
    return all([
      ...[0, -1, 1.5, NaN, Infinity, anything('5'), anything(undefined)].map((k) => () => index.search(query, { neighborCount: k })),
      () => index.search(query, { neighborCount: 10 }),
      () => index.search(query, { neighborCount: 1e9 }),
      () => index.search(query, { neighborCount: 1, nprobe: 0 }),
      () => index.search(query, { neighborCount: 1, efSearch: -2 }),
      () => index.search(query, { neighborCount: 1, filter: anything(null) }),
      () => index.search(query, { neighborCount: 1, filter: anything({ allow: BigInt64Array.of(1n), deny: BigInt64Array.of(1n) }) }),
      () => index.search(new Float32Array(0), { neighborCount: 1 }),
    ]);
  },

  async untrained() {
    const index = FaissIndex.create({ dimension: d, factory: 'IVF16,PQ4', metric: 'l2' });
    return all([
      () => index.add(query),
      () => index.addWithIds(query, BigInt64Array.of(1n)),
      () => index.replace(query, BigInt64Array.of(1n)),
      () => index.rangeSearch(query, { minimumScore: -1 }),
      () => index.reconstruct(BigInt64Array.of(0n)),
      () => index.train(random(4 * d)),
      () => index.train(new Float32Array(0)),
      () => index.search(query, { neighborCount: 1 }),
      () => index.remove(BigInt64Array.of(0n)),
      () => index.stats().count,
    ]);
  },

  async removed() {
    const results: unknown[] = [];
    for (const factory of typesOfIndex) {
      const index = await filled(factory);
      const missingIds = BigInt64Array.from({ length: 299 }, (_, i) => BigInt(i));
      results.push([
        await index.remove(missingIds),
        await index.remove(missingIds),
        summary(await index.search(query, { neighborCount: 5, nprobe: 4 })),
        await outcomeOf(() => index.reconstruct(missingIds)),
        await index.remove(BigInt64Array.of(299n)),
        summary(await index.search(query, { neighborCount: 5 })),
        Number(await index.add(query)),
        summary(await index.search(query, { neighborCount: 5, nprobe: 4 })),
      ]);
    }
    return results;
  },

  async factories() {
    const hostile = [
      '', 'flat', 'Nonsense', 'IVF', 'IVF0,Flat', 'IVF999999999999,Flat', 'HNSW0', 'HNSW1', 'HNSW99999', 'PQ0', 'PQ3', 'PQ8x0', 'PQ8x99', 'IVF4,PQ0',
      'IVF4,PQ3', 'PCA0,Flat', 'PCA999,Flat', 'OPQ3,Flat', 'OPQ0,Flat', 'IMI2x99,Flat', 'IVF4(Index9),Flat', 'IVF4(Flat,Flat', '((((((((((', 'IDMap,Flat',
      'IVF4,IVF4,Flat', 'RQ0x8', 'RQ1x99', 'LSQ4x30', 'ZnLattice3x10_6', 'PQ4x4fs_33', 'Refine(Flat)', 'Flat,Refine(Nope)', 'Flat,', ',Flat', 'Flat\0x', 'x'.repeat(5000),
      'IVF4,Flat,Flat', 'Pad4,Flat', 'L2norm,Flat', 'ITQ,LSH', 'SQ5', 'IVF1048577,Flat', 'HNSW2_PQ3', 'PQ2147483648', 'IVF-1,Flat',
    ]; // prettier-ignore
    const outcomes: Record<string, unknown> = {};
    for (const factory of hostile) {
      const outcome = await outcomeOf(async () => {
        const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', threads: 1 });
        await index.train(random(100 * d));
        await index.add(random(20 * d));
        return (await index.search(query, { neighborCount: 3 })).ids.length;
      });
      outcomes[factory.slice(0, 20)] = 'code' in outcome ? outcome.code : outcome.value;
    }
    return outcomes;
  },

  /** Types whose lists do not support filters during a scan, and graphs that crash the process when built from few vectors. */
  async rareTypes() {
    const outcomes: Record<string, Outcome[]> = {};
    for (const factory of ['IVF4,RQ2x4', 'IVF4,LSQ2x4', 'IVF4,PLSQ2x2x4', 'IVF4,ITQ4,SH', 'IVF4,PQ2+4', 'NSG8', 'IVF4_NSG8,Flat']) {
      const deny = BigInt64Array.from({ length: 290 }, (_, i) => BigInt(i));
      outcomes[factory] = await all([
        async () => (await filled(factory, 300)).search(query, { neighborCount: 5, nprobe: 4, filter: { deny } }),
        async () =>
          (await filled(factory, 300)).search(query, { neighborCount: 5, nprobe: 4, filter: { allow: BigInt64Array.of(7n, 900n) } }),
        async () => (await filled(factory, 300)).rangeSearch(query, { minimumScore: -1e6, nprobe: 4, filter: { deny } }),
        () => filled(factory, 40),
      ]);
    }
    return outcomes;
  },

  async options() {
    const create = (options: object) => () => FaissIndex.create({ dimension: d, factory: 'Flat', metric: 'l2', ...options });
    return all([
      ...[0, -1, 2.5, NaN, 1e9, anything('8')].map((dimension) => create({ dimension })),
      create({ metric: 'manhattan' }),
      create({ factory: 7 }),
      create({ device: 'cuda:0' }),
      create({ device: 'gpu' }),
      create({ threads: 0 }),
      create({ threads: 1e6 }),
      create({ factory: 'HNSW8', efConstruction: -1 }),
    ]);
  },
};
