/**
 * The sensitivity map: 41 × 41 cells over two weights, 10,000 test users × 200 candidates × 8 signals. Prints one JSON document:
 * seconds until the coarse cells and until all are computed, and how many times faster a cell is than evaluating its variant directly.
 *
 *     node scripts/run-typescript.mjs bench/sensitivity.ts [users]
 */
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import { coarseFirst } from '#engine/pipeline/sensitivity/axes';
import { sensitivityMap } from '#engine/pipeline/sensitivity/sensitivity-map';
import { parseMetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { sensitivitySettingsSchema } from '#shared/schemas/sensitivity';
import { variantSchema } from '#shared/schemas/variant';
import { evaluationData, ofUsers } from './evaluation-data';

const users = Number(process.argv[2] ?? 12_000);
const candidates = { sources: [{ id: 'popular', limit: 200 }], poolSize: 200 };
const { dataset, side, view } = await evaluationData(ofUsers(users));
const baseline = variantSchema.parse({ name: 'A', candidates, weights: { popularity: 1 } });
const variant = variantSchema.parse({
  name: 'B',
  candidates,
  weights: { popularity: 0.3, factors: 0.5, freshness: 0.2, quality: 0.1, trending: 0.2, 'category-affinity': 0.1 },
});
const bench = new EvaluationBench(view, qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants: [variant] }));
const measure = { scoreTies: 'row', seed: 1, quick: true } as const;
await bench.prepare(variant);
const spec = parseMetricSpec('ndcg@10');

/** CPU time of all threads, so that the ratio does not depend on other load on the machine. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Each variant differs from the previous one in two weights, so that no earlier result is reused. */
async function directSeconds(count: number): Promise<number> {
  const startedAt = cpuSeconds();
  for (let i = 0; i < count; i++) {
    const weights = { ...variant.weights, factors: ((7 * i) % count) / count, freshness: ((3 * i) % count) / count };
    await bench.measure({ ...variant, weights }, [spec], measure);
  }
  return (cpuSeconds() - startedAt) / count;
}

await directSeconds(5);
const direct = await directSeconds(40);
const axis = { kind: 'weight', low: 0, high: 1, steps: 41 };
const settings = sensitivitySettingsSchema.parse({ x: { ...axis, signal: 'factors' }, y: { ...axis, signal: 'freshness' } });
const coarse = coarseFirst(41, 41)
  .slice(0, 6)
  .reduce((sum, { columns }) => sum + columns.length, 0);
let count = 0;
let coarseAt = 0;
const startedAt = performance.now();
const startedCpu = cpuSeconds();
await sensitivityMap(
  bench,
  { variant, baseline, settings, measure },
  { frame: () => undefined, cell: () => void (++count === coarse && (coarseAt = performance.now())) },
);
const seconds = (performance.now() - startedAt) / 1_000;
const cpu = cpuSeconds() - startedCpu;
console.log(
  JSON.stringify({
    users: bench.qrels.users.length,
    cells: count,
    coarseCells: coarse,
    coarseSeconds: Number(((coarseAt - startedAt) / 1_000).toFixed(2)),
    seconds: Number(seconds.toFixed(2)),
    cpuSeconds: Number(cpu.toFixed(2)),
    directCpuSecondsPerCell: Number(direct.toFixed(4)),
    timesFaster: Number(((direct * count) / cpu).toFixed(1)),
  }),
);
