/**
 * One hostile scenario in a process of its own: `node hostile-child.mjs NAME`. Prints what each call ended in as JSON and must
 * leave with exit code 0; a crash, an abort or an unhandled rejection shows in the code.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import { isRankLabError } from '#shared/errors';
import { crafted } from './hostile-files';

type Outcome = { readonly code: string; readonly message: string } | { readonly value: unknown };

/** "CODE message" for a typed failure, "untyped …" for any other, the value's text for a success. */
async function outcomeOf(call: () => unknown): Promise<Outcome> {
  try {
    return { value: summary(await call()) };
  } catch (error) {
    if (isRankLabError(error)) return { code: error.code, message: error.message };
    return { code: 'untyped', message: String(error) };
  }
}

function summary(value: unknown): unknown {
  if (value instanceof FaissIndex) return `index of ${value.stats().count}`;
  if (value === null || typeof value !== 'object') return typeof value === 'bigint' ? Number(value) : value;
  if ('ids' in value && value.ids instanceof BigInt64Array)
    return { ids: Array.from(value.ids, Number), ...('clampedBecause' in value && { clampedBecause: value.clampedBecause }) };
  return Object.prototype.toString.call(value);
}

const rng = createRng(`hostile ${process.argv[4] ?? ''}`);
const random = (length: number): Float32Array => Float32Array.from({ length }, () => rng.normal());
const d = 8;
/** Cheaper, where there are many. */
const uniform = (length: number): Float32Array => Float32Array.from({ length }, () => rng.next() - 0.5);
const query = random(d);
/** Lies to the compiler, as callers without types do. */
const anything = (value: unknown): never => value as never;

async function filled(factory = 'Flat', n = 300): Promise<FaissIndex> {
  const index = FaissIndex.create({ dimension: d, factory, metric: 'l2', threads: 2 });
  const vectors = random(n * d);
  await index.train(vectors);
  await index.add(vectors);
  return index;
}

async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-hostile-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const all = async (calls: readonly (() => unknown)[]): Promise<Outcome[]> => {
  const outcomes: Outcome[] = [];
  for (const call of calls) outcomes.push(await outcomeOf(call));
  return outcomes;
};

const typesOfIndex = [
  'Flat',
  'HNSW8',
  'IVF4,Flat',
  'IVF4,SQ8',
  'IVF4,PQ4x4',
  'SQ8',
  'PQ4x4',
  'PCA4,Flat',
  'HNSW8,SQ8',
  'IVF4_HNSW4,Flat',
  'IVF4,PQ4x4fs',
];

const scenarios: Record<string, () => Promise<unknown>> = {
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
    ]);
    // Training a trained index has nothing to do, whatever it is given.
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
      const gone = BigInt64Array.from({ length: 299 }, (_, i) => BigInt(i));
      results.push([
        await index.remove(gone),
        await index.remove(gone),
        summary(await index.search(query, { neighborCount: 5, nprobe: 4 })),
        await outcomeOf(() => index.reconstruct(gone)),
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

  async paths() {
    return inFolder(async (folder) => {
      const index = await filled();
      writeFileSync(join(folder, 'empty'), '');
      writeFileSync(join(folder, 'text'), 'not an index at all, only some text of more than a few bytes');
      const outcomes = await all([
        () => index.save(join(folder, 'missing', 'x')),
        () => index.save(folder),
        () => index.save('/proc/version'),
        () => FaissIndex.load(join(folder, 'missing')),
        () => FaissIndex.load(folder),
        () => FaissIndex.load('/dev/zero'),
        () => FaissIndex.load(join(folder, 'empty')),
        () => FaissIndex.load(join(folder, 'text')),
        () => FaissIndex.deserialize(new Uint8Array(0)),
        () => FaissIndex.deserialize(new Uint8Array(100_000)),
      ]);
      return { outcomes, leaks: JSON.stringify(outcomes).includes('.cpp') };
    });
  },

  /** Every type: cut anywhere, or one byte changed, with the checksum in place. */
  async damaged() {
    const outcomes = new Set<string>();
    for (const factory of typesOfIndex) {
      const bytes = await (await filled(factory, 120)).serialize();
      for (let i = 0; i < 40; i++) {
        // Cut inside the footer, the index itself is whole.
        const cut = await outcomeOf(() => FaissIndex.deserialize(bytes.subarray(0, Math.floor(((bytes.length - 24) * i) / 40))));
        outcomes.add('code' in cut ? cut.code : 'loaded');
        const flipped = bytes.slice();
        const at = rng.int(flipped.length);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << rng.int(8));
        const changed = await outcomeOf(() => FaissIndex.deserialize(flipped));
        // A change inside the footer's mark makes it a file that is not ours, which may be read if it holds together.
        outcomes.add('code' in changed ? changed.code : at < bytes.length - 24 ? 'loaded' : 'CORRUPT_ARTIFACT');
      }
    }
    return [...outcomes];
  },

  /** The same without a checksum, as from another program: it may load, but then everything on it must work. */
  async foreign() {
    const seen: Record<string, number> = {};
    for (const factory of typesOfIndex) {
      const whole = await (await filled(factory, 60)).serialize();
      const bytes = whole.subarray(0, whole.length - 24);
      for (let i = 0; i < Number(process.argv[3] ?? 150); i++) {
        const changed = bytes.slice(0, i % 5 === 0 ? rng.int(bytes.length) : bytes.length);
        // Most of the danger is in the sizes at the front and between the parts.
        const range = i % 2 === 0 ? Math.min(400, changed.length) : changed.length;
        for (let flips = 1 + rng.int(3); flips > 0 && range > 0; flips--) changed[rng.int(range)] = rng.int(3) === 0 ? 255 : rng.int(256);
        const outcome = await outcomeOf(async () => {
          const index = await FaissIndex.deserialize(changed);
          const dimension = index.stats().dimension;
          await index.search(random(Math.min(dimension, 4096)).slice(0, dimension), { neighborCount: 5, nprobe: 4 });
          await index.remove(BigInt64Array.of(1n, 5n));
          await index.add(random(3 * dimension));
          await index.search(random(dimension), { neighborCount: 50 });
          await index.reconstruct((await index.ids()).subarray(0, 3));
          index.dispose();
        });
        const key = 'code' in outcome ? outcome.code : 'loaded';
        seen[key] = (seen[key] ?? 0) + 1;
      }
    }
    return seen;
  },

  async crafted() {
    const outcomes: Record<string, Outcome> = {};
    for (const [name, bytes] of Object.entries(crafted)) {
      outcomes[name] = await outcomeOf(async () => {
        const index = await FaissIndex.deserialize(bytes());
        await index.search(random(index.stats().dimension), { neighborCount: 3 });
        return index;
      });
    }
    return outcomes;
  },

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
      // prettier-ignore
      const index = FaissIndex.create({ dimension: 16, factory, metric: 'l2', threads: 1 });
      const first = random(500 * 16);
      await index.train(first);
      await index.add(first);
      const options = { neighborCount: 10, nprobe: 64, efSearch: 500 };
      const before = await index.search(first.subarray(0, 160), options);
      const signal = { aborted: false };
      // Flat indexes are done when the copy is; the others go on in FAISS.
      const enough = factory === 'Flat' ? 0.2 : 0.301;
      const outcome = await outcomeOf(() =>
        index.add(uniform(rows * 16), { signal, report: (fraction) => void (signal.aborted ||= fraction > enough) }),
      );
      const after = await index.search(first.subarray(0, 160), options);
      results.push([factory, outcome, index.stats().count, String(after.ids) === String(before.ids)]);
      index.dispose();
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

  async workers() {
    const run = (): Promise<string> =>
      new Promise((resolve) => {
        const worker = new Worker(fileURLToPath(import.meta.url), { argv: ['shapes'], stdout: true });
        let text = '';
        worker.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
        worker.on('exit', () => resolve(text));
        worker.on('error', (error) => resolve(String(error)));
      });
    const texts = await Promise.all([run(), run(), run()]);
    const busy = new Worker(fileURLToPath(import.meta.url), { argv: ['busy'], stdout: true });
    await new Promise((resolve) => setTimeout(resolve, 700));
    const code = await busy.terminate();
    return { alike: new Set(texts).size === 1 && (texts[0] ?? '').includes('unchanged'), terminated: code };
  },

  /** Never ends by itself: searches and adds until the worker is terminated or the process leaves. */
  async busy() {
    const index = await filled('HNSW16', 2000);
    const big = random(500 * d);
    for (;;)
      await Promise.all([index.search(big, { neighborCount: 20 }), index.add(random(100 * d)), index.search(big, { neighborCount: 20 })]);
  },

  async leaving() {
    void scenarios['busy']?.();
    await new Promise((resolve) => setTimeout(resolve, 300));
    process.stdout.write(JSON.stringify('left'));
    process.exit(0);
  },
};

const name = process.argv[2] ?? '';
const scenario = scenarios[name];
if (!scenario) throw new Error(`No scenario “${name}”`);
const result = await scenario();
process.stdout.write(JSON.stringify(result));
