/**
 * The Lab's slider: 10,000 test users × 200 candidates × 8 signals, six metrics, two variants, one of them moving.
 * Prints one JSON document: percentiles over the positions of the slider, in milliseconds.
 */
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { measureVariants, qrelsOf } from '#engine/pipeline/run-experiment';
import { experimentConfigSchema } from '#shared/schemas/experiment';
import { evaluationData, ofUsers } from './evaluation-data';

const metrics = ['ndcg@10', 'recall@10', 'mrr@10', 'hit_rate@10', 'coverage@10', 'novelty@10'];
const candidates = { sources: [{ id: 'popular', limit: 200 }], poolSize: 200 };
const { dataset, side, view } = await evaluationData(ofUsers(12_000));
const configAt = (weight: number) =>
  experimentConfigSchema.parse({
    variants: [
      { name: 'A', candidates, weights: { popularity: 1 } },
      {
        name: 'B',
        candidates,
        weights: { popularity: 0.3, factors: weight, freshness: 0.2, quality: 0.1, trending: 0.2, 'category-affinity': 0.1 },
      },
    ],
    metrics,
    listLength: 1,
  });
const bench = new EvaluationBench(view, qrelsOf(dataset, side, view, configAt(0)));
await measureVariants(bench, { ...configAt(0.5), quick: true });
const times: number[] = [];
for (let step = 0; step < 40; step++) {
  const startedAt = performance.now();
  await measureVariants(bench, { ...configAt(step / 40), quick: true });
  times.push(performance.now() - startedAt);
}
times.sort((a, b) => a - b);
const at = (share: number): number => Number(times[Math.floor(share * (times.length - 1))].toFixed(1));
console.log(
  JSON.stringify({ users: bench.qrels.users.length, poolSize: 200, signals: 8, metrics: metrics.length, p50Ms: at(0.5), p95Ms: at(0.95) }),
);
