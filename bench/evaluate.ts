/**
 * The time to evaluate ranked lists, to resample users and to compare two variants, beside the same work with numba and
 * numpy on the same arrays. `node scripts/run-typescript.mjs bench/evaluate.ts`; without a Python with numba, the peer is
 * left out. `cpuMs` is CPU time, which does not grow on a busy machine.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRng } from '#engine/core/rng';
import { compareEvaluations } from '#engine/evaluate/comparison/compare';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metrics/metric-spec';
import { bootstrapMeans } from '#engine/evaluate/statistics/bootstrap';
import type { Qrels, Run } from '#engine/model/run';

const specs = parseMetricSpecs(['ndcg@10', 'map@100', 'recall@100', 'mrr', 'hit_rate@10', 'precision@10']);
const itemCount = 20_000;
const seed = 42;

/** Lists of `length` distinct items and 20 judged ones per user, up to 12 of them drawn from the list. */
export function synthetic(userCount: number, length: number, label: string): { run: Run; qrels: Qrels } {
  const rng = createRng(seed).derive(label, userCount, length);
  const users = Int32Array.from({ length: userCount }, (_, u) => u);
  const items = new Int32Array(userCount * length);
  const scores = new Float64Array(userCount * length);
  const judged = 20;
  const judgedItems = new Int32Array(userCount * judged);
  for (let u = 0; u < userCount; u++) {
    // A stride through the catalogue gives distinct items without a set.
    const start = rng.int(itemCount);
    const stride = 1 + 2 * rng.int(40);
    for (let i = 0; i < length; i++) {
      items[u * length + i] = (start + i * stride) % itemCount;
      scores[u * length + i] = length - i;
    }
    const chosen = new Set<number>();
    const found = Math.min(12, length >> 1);
    while (chosen.size < found) chosen.add(items[u * length + rng.int(length)]);
    while (chosen.size < judged) chosen.add(rng.int(itemCount));
    judgedItems.set(
      [...chosen].sort((a, b) => a - b),
      u * judged,
    );
  }
  return {
    run: { users, length, counts: new Int32Array(userCount).fill(length), items, scores },
    qrels: {
      users,
      offsets: Int32Array.from({ length: userCount + 1 }, (_, u) => u * judged),
      items: judgedItems,
      grades: Float64Array.from(judgedItems, (_, i) => 1 + (i % 3)),
      relevance: 'synthetic',
    },
  };
}

interface Timing {
  readonly firstMs: number;
  readonly medianMs: number;
  readonly cpuMs: number;
}

const round = (x: number): number => Number(x.toPrecision(4));

function timed(work: () => void, repeats: number): Timing {
  const before = process.cpuUsage();
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  const { user, system } = process.cpuUsage(before);
  return {
    firstMs: round(times[0]),
    medianMs: round(times.toSorted((a, b) => a - b)[repeats >> 1]),
    cpuMs: round((user + system) / 1000 / repeats),
  };
}

interface PeerReport {
  readonly program: string;
  readonly metrics: readonly { userCount: number; medianMs: number; means: number[] }[];
  readonly bootstrapMs: number;
}

function peer(folder: string): PeerReport | undefined {
  const script = join(import.meta.dirname, '..', '..', '..', 'bench', 'peers', 'evaluate_peer.py');
  try {
    return JSON.parse(
      execFileSync(process.env['RANKLAB_PYTHON'] ?? '/usr/bin/python3', [script, folder], { encoding: 'utf8' }),
    ) as PeerReport;
  } catch (error) {
    process.stderr.write(`No peer: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}\n`);
    return undefined;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'ranklab-bench-'));
const results: Record<string, unknown>[] = [];
const means = new Map<number, number[]>();
const userCounts = [10_000, 100_000];
for (const userCount of userCounts) {
  const { run, qrels } = synthetic(userCount, 100, 'lists');
  let evaluated: number[] = [];
  const timing = timed(() => (evaluated = evaluateRun(run, qrels, specs, {}).metrics.map((metric) => metric.value)), 9);
  means.set(userCount, evaluated);
  results.push({ work: 'six metrics', userCount, length: 100, ...timing });
  writeFileSync(join(folder, `items-${userCount}.bin`), run.items);
  writeFileSync(join(folder, `judged-${userCount}.bin`), qrels.items);
  writeFileSync(join(folder, `grades-${userCount}.bin`), qrels.grades);
}
{
  const { run, qrels } = synthetic(10_000, 10, 'short');
  results.push({ work: 'six metrics', userCount: 10_000, length: 10, ...timed(() => evaluateRun(run, qrels, specs, {}), 30) });
  const tied = { ...run, scores: new Float64Array(run.scores.length) };
  results.push({
    work: 'six metrics, every score tied',
    userCount: 10_000,
    length: 10,
    ...timed(() => evaluateRun(tied, qrels, specs, {}), 10),
  });
}
const [a, b] = [synthetic(10_000, 100, 'lists'), synthetic(10_000, 100, 'others')];
const [first, second] = [a.run, b.run].map((run) => evaluateRun(run, a.qrels, specs, {}));
const differences = first.metrics.map((metric, m) => metric.values.map((value, u) => second.metrics[m].values[u] - value));
writeFileSync(join(folder, 'differences.bin'), Buffer.concat(differences.map((column) => Buffer.from(column.buffer))));
writeFileSync(join(folder, 'sizes.json'), JSON.stringify({ users: userCounts, length: 100, judged: 20 }));
const resampling = timed(() => bootstrapMeans(differences, 10_000, createRng(seed)), 3);
results.push({ work: '10,000 bootstrap samples of six metrics', userCount: 10_000, ...resampling });
const settings = { confidence: 0.95, bootstrapSamples: 10_000, permutations: 10_000, correction: 'holm' as const, seed };
results.push({
  work: 'whole comparison of six metrics',
  userCount: 10_000,
  ...timed(() => compareEvaluations(first, second, settings), 3),
});
results.push({
  work: 'quick comparison of six metrics',
  userCount: 10_000,
  ...timed(() => compareEvaluations(first, second, { ...settings, quick: true }), 20),
});

const report = peer(folder);
rmSync(folder, { recursive: true });
const ratios = report?.metrics.map(({ userCount, medianMs, means: theirs }) => {
  const ours = results.find((result) => result.userCount === userCount) as unknown as Timing;
  const largestDifference = Math.max(...theirs.map((mean, m) => Math.abs(mean - (means.get(userCount)?.[m] ?? NaN))));
  return { userCount, peerMs: round(medianMs), peerOverOurs: round(medianMs / ours.medianMs), largestDifference };
});
process.stdout.write(
  `${JSON.stringify(
    {
      machine: cpus()[0]?.model,
      cores: cpus().length,
      node: process.version,
      seed,
      results,
      peer: report && {
        program: report.program,
        metrics: ratios,
        bootstrapMs: round(report.bootstrapMs),
        bootstrapOverOurs: round(report.bootstrapMs / resampling.medianMs),
      },
    },
    null,
    2,
  )}\n`,
);
