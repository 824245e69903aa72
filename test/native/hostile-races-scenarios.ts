import { FaissIndex } from '#native/faiss-index';
import { isRankLabError } from '#shared/errors';
import { outcomeOf, random, d, uniform, query, filled, all } from './hostile-tools';
import type { Outcome, Scenarios } from './hostile-tools';

/** Adds until cancelled; returns the outcome, and whether the index is unchanged. */
async function cancelledAddition(factory: string, rows: number): Promise<[string, Outcome, number, boolean]> {
  const index = FaissIndex.create({ dimension: 16, factory, metric: 'l2', threads: 1 });
  const first = random(500 * 16);
  await index.train(first);
  await index.add(first);
  const options = { neighborCount: 10, nprobe: 64, efSearch: 500 };
  const before = await index.search(first.subarray(0, 160), options);
  const signal = { aborted: false };
  // Flat indexes are finished after the copy; for other types FAISS continues to work.
  const enough = factory === 'Flat' ? 0.2 : 0.301;
  const outcome = await outcomeOf(() =>
    index.add(manyRows(rows), { signal, report: (fraction) => void (signal.aborted ||= fraction > enough) }),
  );
  const after = await index.search(first.subarray(0, 160), options);
  const result: [string, Outcome, number, boolean] = [factory, outcome, index.stats().count, String(after.ids) === String(before.ids)];
  index.dispose();
  return result;
}

/** rows × 16 numbers that repeat the same ten thousand rows. */
function manyRows(rows: number): Float32Array {
  const part = uniform(10_000 * 16);
  const out = new Float32Array(rows * 16);
  for (let at = 0; at < out.length; at += part.length) out.set(part.subarray(0, Math.min(part.length, out.length - at)), at);
  return out;
}

/** Overlapping, cancelled and late calls, and many of them. */
export const racesScenarios: Scenarios = {
  async disposed() {
    const index = await filled();
    const running = [
      index.search(random(200 * d), { neighborCount: 10 }),
      index.add(random(5000 * d)),
      index.search(query, { neighborCount: 1 }),
    ];
    index.dispose();
    index.dispose();
    const settled = await Promise.allSettled(running);
    const later = await all([
      () => index.search(query, { neighborCount: 1 }),
      () => index.add(query),
      () => index.train(query),
      () => index.remove(BigInt64Array.of(1n)),
      () => index.save('/tmp/never'),
      () => index.serialize(),
      () => index.stats(),
      () => index.ids(),
    ]);
    const other = await filled();
    return {
      running: settled.map((result) =>
        result.status === 'fulfilled' ? 'done' : isRankLabError(result.reason) ? result.reason.code : 'untyped',
      ),
      later,
      merge: await outcomeOf(() => other.merge(index)),
    };
  },

  async detached() {
    const index = await filled();
    const vectors = random(300_000 * d);
    const adding = outcomeOf(() => index.add(vectors));
    await new Promise((resolve) => setImmediate(resolve));
    structuredClone(vectors.buffer, { transfer: [vectors.buffer] });
    const shared = new Float32Array(new SharedArrayBuffer(4 * d));
    shared.set(query);
    return [
      await adding,
      await outcomeOf(() => index.add(vectors)),
      await outcomeOf(() => index.search(shared, { neighborCount: 1 })),
      index.stats().count,
    ];
  },

  async cancelled() {
    const results: unknown[] = [];
    for (const [factory, rows] of [
      ['Flat', 400_000],
      ['HNSW32', 20_000],
      ['IVF64,Flat', 1_000_000],
      ['SQ8', 1_000_000],
    ] as const) {
      // A fast machine, or a late cancellation, may have finished by then, so retry with more rows.
      let result = await cancelledAddition(factory, rows);
      for (let more = 3; more <= 9 && !('code' in result[1]); more *= 3) result = await cancelledAddition(factory, more * rows);
      results.push(result);
    }
    const index = FaissIndex.create({ dimension: 64, factory: 'IVF1024,Flat', metric: 'l2', threads: 1 });
    const signal = { aborted: false };
    setTimeout(() => (signal.aborted = true), 300);
    results.push(['training', await outcomeOf(() => index.train(random(60_000 * 64), { signal })), index.stats().trained]);
    return results;
  },

  async races() {
    const results: unknown[] = [];
    for (const factory of ['Flat', 'HNSW8', 'IVF4,Flat', 'IVF4,SQ8', 'SQ8']) {
      const index = await filled(factory, 1000);
      let failures = 0;
      let wrong = 0;
      let searches = 0;
      const searcher = async (): Promise<void> => {
        for (let i = 0; i < 60; i++) {
          const found = await index.search(random(3 * d), { neighborCount: 10, filter: { deny: BigInt64Array.of(1n, 2n, 3n) } });
          searches++;
          if (new Set(found.ids.subarray(0, 10)).size !== 10 || found.ids.some((id) => id < 0n || (id > 0n && id < 4n))) wrong++;
        }
      };
      const changer = async (offset: number): Promise<void> => {
        for (let i = 0; i < 25; i++) {
          const ids = BigInt64Array.from({ length: 40 }, (_, j) => BigInt(offset + i * 40 + j));
          await index.addWithIds(random(40 * d), ids);
          await index.replace(random(10 * d), ids.subarray(0, 10));
          await index.remove(ids.subarray(0, 35));
          if (i % 10 === 0) await index.serialize();
        }
      };
      const settled = await Promise.allSettled([...Array.from({ length: 8 }, searcher), changer(10_000), changer(20_000)]);
      failures += settled.filter((result) => result.status === 'rejected').length;
      results.push([factory, failures, wrong, searches, index.stats().count]);
    }
    return results;
  },

  async memory() {
    const cycles = Number(process.argv[3] ?? 10_000);
    const vectors = random(60 * 16);
    const cycle = async (i: number): Promise<void> => {
      const factory = ['Flat', 'HNSW4', 'SQ8', 'IVF2,Flat'][i % 4] ?? 'Flat';
      const index = FaissIndex.create({ dimension: 16, factory, metric: 'cosine', threads: 1 });
      await index.train(vectors);
      await index.add(vectors);
      await index.search(vectors.subarray(0, 32), { neighborCount: 5 });
      if (i % 50 === 0) await (await FaissIndex.deserialize(await index.serialize())).search(vectors.subarray(0, 16), { neighborCount: 1 });
      index.dispose();
    };
    const rss: number[] = [];
    for (let i = 0; i < cycles; i++) {
      await cycle(i);
      if (i % Math.floor(cycles / 10) === 0) rss.push(Math.round(process.memoryUsage().rss / 1e5) / 10);
    }
    rss.push(Math.round(process.memoryUsage().rss / 1e5) / 10);
    return { rss };
  },
};
