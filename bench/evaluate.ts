/**
 * How long it takes to measure ranked lists and to resample users.
 *
 *   npx vite-node is not needed: node scripts/bench.mjs evaluate
 */
import { cpus } from 'node:os';
import { createRng } from '#engine/core/rng';
import { compareEvaluations } from '#engine/evaluate/compare';
import { evaluateRun } from '#engine/evaluate/evaluate-run';
import { parseMetricSpecs } from '#engine/evaluate/metric-spec';
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

function milliseconds(work: () => void, repeats = 7): { first: number; median: number } {
  const times = Array.from({ length: repeats }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return { first: times[0], median: times.toSorted((a, b) => a - b)[repeats >> 1] };
}

const round = (x: number): number => Number(x.toPrecision(4));
const results: Record<string, unknown>[] = [];
for (const userCount of [10_000, 100_000]) {
  const { run, qrels } = synthetic(userCount, 100, 'lists');
  const { first, median } = milliseconds(() => evaluateRun(run, qrels, specs, {}));
  results.push({ work: 'six metrics of ranked lists', userCount, length: 100, firstMs: round(first), medianMs: round(median) });
}
{
  const { run, qrels } = synthetic(10_000, 10, 'short');
  const { first, median } = milliseconds(() => evaluateRun(run, qrels, specs, {}), 30);
  results.push({ work: 'six metrics of ranked lists', userCount: 10_000, length: 10, firstMs: round(first), medianMs: round(median) });
}
{
  const a = synthetic(10_000, 100, 'lists');
  const b = synthetic(10_000, 100, 'others');
  const evaluations = [a.run, b.run].map((run) => evaluateRun(run, a.qrels, specs, {}));
  const differences = evaluations[0].metrics.map((metric, m) =>
    metric.values.map((value, u) => evaluations[1].metrics[m].values[u] - value),
  );
  const resampling = milliseconds(() => bootstrapMeans(differences, 10_000, createRng(seed)), 3);
  results.push({
    work: '10,000 bootstrap samples of six metrics',
    userCount: 10_000,
    firstMs: round(resampling.first),
    medianMs: round(resampling.median),
  });
  const settings = { confidence: 0.95, bootstrapSamples: 10_000, permutations: 10_000, correction: 'holm' as const, seed };
  const whole = milliseconds(() => compareEvaluations(evaluations[0], evaluations[1], settings), 3);
  results.push({ work: 'whole comparison of six metrics', userCount: 10_000, firstMs: round(whole.first), medianMs: round(whole.median) });
  const quick = milliseconds(() => compareEvaluations(evaluations[0], evaluations[1], { ...settings, quick: true }), 20);
  results.push({ work: 'quick comparison of six metrics', userCount: 10_000, firstMs: round(quick.first), medianMs: round(quick.median) });
}
process.stdout.write(
  `${JSON.stringify({ machine: cpus()[0]?.model, cores: cpus().length, node: process.version, seed, results }, null, 2)}\n`,
);
