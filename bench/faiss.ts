/**
 * Our FAISS addon beside FAISS's own Python module on the same library, data and machine, in one run: the ratio of times for
 * build, one query and a batch of 1,000, and whether both find the same neighbours.
 *
 *   node scripts/run-typescript.mjs bench/faiss.ts [--json] [--quick]
 *
 * Searches are compared by their best times, because load on the machine affects medians but hardly minima. Builds are compared by
 * medians, each on a new index, because the cost of memory depends on whether it is already mapped, and builds see both cases.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRng } from '#engine/core/rng';
import { FaissIndex } from '#native/faiss-index';
import type { FaissMetric } from '#native/faiss-types';
import { describeAddon } from '#native/load-addon';
import { longestPause, type Pause } from './pauses';

interface Case {
  readonly factory: string;
  readonly metric: FaissMetric;
  readonly efSearch?: number;
  readonly efConstruction?: number;
  readonly nprobe?: number;
}

interface Times {
  readonly best: number;
  readonly median: number;
}

interface Outcome {
  readonly n: number;
  readonly d: number;
  readonly what: string;
  readonly ours: Record<'build' | 'one' | 'batch', Times>;
  readonly peer: Record<'build' | 'one' | 'batch', Times>;
  /** Share of neighbours that both found, and the largest difference of their scores relative to max(1, |score|). */
  readonly sameNeighbours: number;
  readonly scoreDifference: number;
  /** The same when Python searches the saved file. */
  readonly sameFromFile: number;
  /** Per phase: the longest event-loop pause in each of five rounds. */
  readonly longestPauses: Record<Phase, readonly Pause[]>;
}

/** Idle time of the same length as the searches, which shows the pauses caused by the machine. */
const phases = ['build', 'search', 'save', 'load', 'nothing'] as const;
type Phase = (typeof phases)[number];

const seed = 42;
const queryCount = 1000;
const neighborCount = 100;
const threads = availableParallelism();
const quick = process.argv.includes('--quick');
const python = process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3';
const sizes: readonly (readonly [number, number])[] = quick
  ? [[10_000, 50]]
  : [
      [10_000, 1536],
      [10_000, 50],
      [100_000, 50],
    ];
const cases: readonly Case[] = [
  { factory: 'Flat', metric: 'inner-product' },
  { factory: 'Flat', metric: 'l2' },
  { factory: 'HNSW32', metric: 'inner-product', efSearch: 128, efConstruction: 40 },
  { factory: 'IVF256,Flat', metric: 'inner-product', nprobe: 16 },
];

/** n unit vectors around 200 centres, as embeddings have them. */
function unitVectors(n: number, d: number, label: string, noise: number): Float32Array {
  const centreRng = createRng(seed).derive('centres', d);
  const centres = Float32Array.from({ length: 200 * d }, () => centreRng.normal());
  const rng = createRng(seed).derive(label, n, d);
  const out = new Float32Array(n * d);
  for (let i = 0; i < n; i++) {
    const centre = rng.int(200) * d;
    let square = 0;
    for (let j = 0; j < d; j++) {
      const value = (centres[centre + j] ?? 0) + noise * rng.normal();
      out[i * d + j] = value;
      square += value * value;
    }
    for (let j = 0; j < d; j++) out[i * d + j] = (out[i * d + j] ?? 0) / Math.sqrt(square);
  }
  return out;
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

async function timed(rounds: number, work: (round: number) => Promise<unknown>): Promise<Times> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await work(round);
    times.push((performance.now() - start) / 1000);
  }
  return { best: Math.min(...times), median: median(times) };
}

async function longestPausesOf(work: () => Promise<unknown>): Promise<Pause[]> {
  const longest: Pause[] = [];
  for (let round = 0; round < 5; round++) longest.push(await longestPause(work));
  return longest;
}

function askPeer<Answer>(spec: object): Answer {
  return JSON.parse(execFileSync(python, ['bench/peers/faiss_peer.py', JSON.stringify(spec)], { encoding: 'utf8' })) as Answer;
}

function agreement(
  ids: BigInt64Array,
  scores: Float32Array,
  folder: string,
  name: string,
  metric: FaissMetric,
): { same: number; difference: number } {
  const peerIds = new BigInt64Array(readFileSync(join(folder, `${name}.i64`)).buffer);
  const peerDistances = new Float32Array(readFileSync(join(folder, `${name}.f32`)).buffer.slice(0));
  let same = 0;
  let difference = 0;
  for (let q = 0; q < queryCount; q++) {
    const theirs = new Map<bigint, number>();
    for (let i = q * neighborCount; i < (q + 1) * neighborCount; i++) theirs.set(peerIds[i] ?? -1n, peerDistances[i] ?? NaN);
    for (let i = q * neighborCount; i < (q + 1) * neighborCount; i++) {
      const distance = theirs.get(ids[i] ?? -2n);
      if (distance === undefined) continue;
      same++;
      const score = metric === 'l2' ? -distance : distance;
      difference = Math.max(difference, Math.abs(score - (scores[i] ?? NaN)) / Math.max(1, Math.abs(score)));
    }
  }
  return { same: same / (queryCount * neighborCount), difference };
}

async function buildIndex(vectors: Float32Array, dimension: number, { factory, metric, efConstruction }: Case): Promise<FaissIndex> {
  const index = FaissIndex.create({ dimension, factory, metric, threads, ...(efConstruction && { efConstruction }) });
  await index.train(vectors);
  await index.add(vectors);
  return index;
}

async function measure(folder: string, vectors: Float32Array, queries: Float32Array, d: number, c: Case): Promise<Outcome> {
  const n = vectors.length / d;
  // Long enough that short noise does not affect all of it.
  const oneRounds = c.factory === 'Flat' ? 300 : 3000;
  const batchRounds = 11;
  const build = (): Promise<FaissIndex> => buildIndex(vectors, d, c);
  // Dispose each index before the next one is built, as the peer does.
  let index = await build();
  const rebuild = async (): Promise<void> => {
    index.dispose();
    index = await build();
  };
  // A Flat index of this size may take less than a millisecond, so build enough of them that short noise does not affect the median.
  const buildRounds = c.factory === 'Flat' ? Math.round(Math.min(2000, Math.max(15, 1e9 / vectors.length))) : 3;
  const built = await timed(buildRounds, rebuild);
  const buildPauses = await longestPausesOf(rebuild);
  const options = { neighborCount, ...(c.efSearch && { efSearch: c.efSearch }), ...(c.nprobe && { nprobe: c.nprobe }) };
  const one = await timed(oneRounds, (round) =>
    index.search(queries.subarray((round % queryCount) * d, ((round % queryCount) + 1) * d), options),
  );
  const batch = await timed(batchRounds, () => index.search(queries, options));
  const found = await index.search(queries, options);
  const file = join(folder, 'ours.faiss');
  const longestPauses = {
    build: buildPauses,
    search: await longestPausesOf(() => index.search(queries, options)),
    save: await longestPausesOf(() => index.save(file)),
    load: await longestPausesOf(async () => (await FaissIndex.load(file)).dispose()),
    nothing: await longestPausesOf(() => setTimeout(batch.median * 1000)),
  };
  index.dispose();
  // FAISS's graphs depend on the batches, so both get the same ones.
  const spec = {
    folder,
    dimension: d,
    neighborCount,
    threads,
    buildRounds,
    oneRounds,
    batchRounds,
    batchRows: c.factory.startsWith('HNSW') ? 2048 : n,
    ...c,
  };
  const peer = askPeer<Outcome['peer']>(spec);
  const whole = agreement(found.ids, found.scores, folder, 'peer', c.metric);
  askPeer({ ...spec, read: file });
  const fromFile = agreement(found.ids, found.scores, folder, 'read', c.metric);
  return {
    n,
    d,
    what: `${c.factory} ${c.metric}`,
    ours: { build: built, one, batch },
    peer,
    sameNeighbours: whole.same,
    scoreDifference: whole.difference,
    sameFromFile: fromFile.same,
    longestPauses,
  };
}

type Operation = 'build' | 'one' | 'batch';
const compared = (times: Times, what: Operation): number => (what === 'build' ? times.median : times.best);
const milliseconds = (times: Times, what: Operation): string => (compared(times, what) * 1000).toPrecision(3);
const ratio = ({ ours, peer }: Outcome, what: Operation): string => (compared(peer[what], what) / compared(ours[what], what)).toFixed(1);

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-faiss-'));
  const outcomes: Outcome[] = [];
  try {
    for (const [n, d] of sizes) {
      const vectors = unitVectors(n, d, 'vectors', 0.6);
      const queries = unitVectors(queryCount, d, 'queries', 0.6);
      writeFileSync(join(folder, 'vectors.f32'), vectors);
      writeFileSync(join(folder, 'queries.f32'), queries);
      for (const c of cases) outcomes.push(await measure(folder, vectors, queries, d, c));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const machine = `${cpus()[0]?.model ?? 'unknown'} × ${threads}; ${describeAddon()}`;
  if (process.argv.includes('--json')) {
    console.log(JSON.stringify({ machine, seed, neighborCount, queryCount, outcomes }, null, 1));
    return;
  }
  console.log(
    `${machine}; seed ${seed}; ${neighborCount} neighbours; median of builds, best of searches, in ms; ratio = Python's time / ours\n`,
  );
  console.log(
    '| vectors | index | build | peer | ratio | one query | peer | ratio | batch of 1,000 | peer | ratio | same | from file | Δ score |',
  );
  console.log('|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|');
  for (const o of outcomes) {
    const times = (['build', 'one', 'batch'] as const).map(
      (what) => `${milliseconds(o.ours[what], what)} | ${milliseconds(o.peer[what], what)} | ${ratio(o, what)}`,
    );
    const same = `${(100 * o.sameNeighbours).toFixed(2)}% | ${(100 * o.sameFromFile).toFixed(2)}% | ${o.scoreDifference.toExponential(1)}`;
    console.log(`| ${o.n} × ${o.d} | ${o.what} | ${times.join(' | ')} | ${same} |`);
  }
  const pauses = phases.map((phase) => {
    const longest = outcomes.flatMap((o) => o.longestPauses[phase]);
    const all = longest.map(({ ms }) => ms);
    const own = longest.map(({ ownMs }) => ownMs);
    return `${phase} ${median(all).toFixed(1)}, ${Math.max(...all).toFixed(1)} (own ${median(own).toFixed(1)}, ${Math.max(...own).toFixed(1)})`;
  });
  console.log(
    `\nlongest pause of the event loop in a round, in ms, median and worst of all rounds, and the same of what it computed or waited for a processor: ${pauses.join('; ')}`,
  );
}

await main();
