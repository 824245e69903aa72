/**
 * A sweep of weights: 500 settings × 10,000 users × 200 candidates × 8 signals × 6 metrics, with the held-out estimate; and numpy, which ranks
 * and measures the same candidates under the same settings. Prints one JSON document; `cpu` figures are CPU time of all threads, which does not
 * grow on a busy machine. Without a Python with numpy, the peer is left out.
 *
 * With `all`, a half-life, the pool's size and a source's limit vary too, so that candidates and signals are computed again for every setting.
 *
 *     node scripts/run-typescript.mjs bench/sweep.ts [settings] [users] [search] [weights | all]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import { runSweep } from '#engine/pipeline/sweep/run-sweep';
import { timeSteps } from '#engine/pipeline/sweep/time-steps';
import { sweepInputSchema, type SweepResult } from '#shared/schemas/sweep';
import { variantSchema } from '#shared/schemas/variant';
import { evaluationData, ofUsers } from './evaluation-data';

const settings = Number(process.argv[2] ?? 500);
const users = Number(process.argv[3] ?? 11_800);
const search = process.argv[4] ?? 'sobol';
const everything = process.argv[5] === 'all';
const signals = ['popularity', 'factors', 'freshness', 'quality', 'trending', 'category-affinity'];
const objectives = ['ndcg@10', 'recall@10', 'precision@10', 'hit_rate@10', 'map@10', 'coverage@10'];

const candidates = { sources: [{ id: 'popular', limit: 200 }], poolSize: 200 };
const { dataset, side, view } = await evaluationData(ofUsers(users));
const variant = variantSchema.parse({ name: 'Start', candidates, weights: Object.fromEntries(signals.map((id) => [id, 0.5])) });
const bench = new EvaluationBench(view, qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants: [variant] }));
await bench.prepare(variant);
const steps = timeSteps(view, dataset, side.split?.test ?? new Int32Array(0), { rule: 'any' }, { count: 3, excludeSeen: true });
const weights = signals.map((id) => ({ path: `weights.${id}`, low: 0, high: 1 }));
const others = [
  { path: 'signalParams.freshness.halfLifeDays', low: 1, high: 90, scale: 'log' },
  { path: 'candidates.poolSize', low: 50, high: 200, whole: true },
  { path: 'candidates.sources.0.limit', low: 50, high: 200, whole: true },
];
const parameters = everything ? [...weights, ...others] : weights;
const input = sweepInputSchema.parse({ variant, parameters, objectives, search, settings });

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The peer's seconds per setting on the same arrays, after checking that it measures the same. */
async function peerSeconds({ settings: tried }: SweepResult): Promise<number | null> {
  const folder = mkdtempSync(join(tmpdir(), 'ranklab-sweep-'));
  try {
    const { tensor, normalized } = await bench.rankerFor(variant, 10);
    const { qrels } = bench;
    const some = tried.slice(1, 21);
    const sizes = {
      users: qrels.users.length,
      pool: tensor.poolSize,
      signals: tensor.signalIds.length,
      catalogue: view.knownItems.reduce((sum, known) => sum + known, 0),
      weights: some.map(({ values }) => tensor.signalIds.map((id) => Number(values[`weights.${id}`] ?? 0))),
    };
    writeFileSync(join(folder, 'sizes.json'), JSON.stringify(sizes));
    const arrays = { normalized, items: tensor.items, counts: tensor.counts, offsets: qrels.offsets, judged: qrels.items };
    for (const [name, values] of Object.entries(arrays))
      writeFileSync(join(folder, name), new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    const python = process.env['RANKLAB_PYTHON'] ?? 'python3';
    const { cpuSecondsPerSetting, means } = JSON.parse(
      execFileSync(python, ['bench/peers/sweep_peer.py', folder], { encoding: 'utf8' }),
    ) as {
      cpuSecondsPerSetting: number;
      means: number[][];
    };
    means.forEach((row, s) =>
      row.forEach((mean, m) => {
        const ours = some[s].metrics[m].value ?? NaN;
        if (Math.abs(mean - ours) > 1e-4 * Math.abs(ours))
          throw new Error(`${objectives[m]} of setting ${s + 1}: ${ours}, the peer ${mean}`);
      }),
    );
    return cpuSecondsPerSetting;
  } catch (error) {
    if ((error as { stderr?: unknown }).stderr === undefined) throw error;
    return null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const startedAt = performance.now();
const startedCpu = cpuSeconds();
const result = await runSweep({ bench, steps }, input);
const seconds = (performance.now() - startedAt) / 1_000;
const cpu = cpuSeconds() - startedCpu;
const peer = everything ? null : await peerSeconds(result);
const perSetting = cpu / (result.settings.length - 1);
console.log(
  JSON.stringify({
    settings: result.settings.length - 1,
    users: result.userCount,
    metrics: objectives.length,
    search,
    varied: parameters.length,
    seconds: Number(seconds.toFixed(1)),
    cpuSeconds: Number(cpu.toFixed(1)),
    cpuMsPerSetting: Number((1_000 * perSetting).toFixed(1)),
    ...(peer !== null && { numpyCpuMsPerSetting: Number((1_000 * peer).toFixed(1)), timesNumpy: Number((peer / perSetting).toFixed(2)) }),
    loadAverage: loadavg()[0],
  }),
);
