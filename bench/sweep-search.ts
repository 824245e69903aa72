/**
 * Which search of a sweep finds a planted optimum best at the same cost: preferences are planted on the candidates of 850 users by weights that
 * the search does not know, and the winner is judged by fresh draws of the same preferences. Cost: settings × users measured. Prints one JSON
 * document: per number of weights and search, the mean share of the possible gain (start to planted weights) that the winner reaches, with a 95% t-interval of the paired difference from Sobol points without halving.
 *
 *     node scripts/run-typescript.mjs bench/sweep-search.ts [repetitions] [cost in settings on all users] [objectives]
 */
import { createRng, type Rng } from '#engine/core/rng';
import { parseMetricSpec } from '#engine/evaluate/metrics/metric-spec';
import { momentsOf } from '#engine/evaluate/statistics/moments';
import { pairedT } from '#engine/evaluate/statistics/paired-t';
import type { Qrels } from '#engine/model/run';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import { runSweep } from '#engine/pipeline/sweep/run-sweep';
import { sweepInputSchema } from '#shared/schemas/sweep';
import { variantSchema, type Variant } from '#shared/schemas/variant';
import { evaluationData } from './evaluation-data';

const repetitions = Number(process.argv[2] ?? 20);
const cost = Number(process.argv[3] ?? 60);
const objectives = (process.argv[4] ?? 'ndcg@10').split(',');
const all = ['popularity', 'factors', 'freshness', 'quality', 'trending', 'category-affinity'];
const spec = parseMetricSpec('ndcg@10');

const { dataset, side, view } = await evaluationData({ users: 1_000, videos: 600, interactions: 30_000, factorCount: 16 });
const candidates = { sources: [{ id: 'popular', limit: 100 }], poolSize: 100 };
const variantWith = (weights: Record<string, number>): Variant => variantSchema.parse({ name: 'A', candidates, weights });
const even = variantWith(Object.fromEntries(all.map((id) => [id, 0.5])));
const real = qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants: [even] });
const { tensor, normalized } = await new EvaluationBench(view, real).rankerFor(even, 1);

/** Five relevant items of every user's pool, chosen with probability proportional to exp(sharpness × weighted sum). */
function planted(weights: Readonly<Record<string, number>>, rng: Rng): Qrels {
  const vector = tensor.signalIds.map((id) => 12 * (weights[id] ?? 0));
  const items: number[] = [];
  for (let u = 0; u < tensor.counts.length; u++) {
    const noisy = Array.from({ length: tensor.counts[u] }, (_, slot) => {
      const first = (u * tensor.poolSize + slot) * vector.length;
      const utility = vector.reduce((sum, weight, s) => sum + weight * normalized[first + s], 0);
      return { item: tensor.items[u * tensor.poolSize + slot], utility: utility - Math.log(-Math.log(rng.next() || 0.5)) };
    });
    const chosen = noisy.sort((a, b) => b.utility - a.utility).slice(0, 5);
    items.push(...chosen.map(({ item }) => item).sort((a, b) => a - b));
  }
  const offsets = Int32Array.from({ length: tensor.counts.length + 1 }, (_, u) => 5 * u);
  return {
    users: real.users,
    offsets,
    items: Int32Array.from(items),
    grades: new Float64Array(items.length).fill(1),
    relevance: 'planted',
  };
}

async function valueOf(variant: Variant, qrels: Qrels): Promise<number> {
  const bench = new EvaluationBench(view, qrels);
  const run = await bench.lists(variant, [spec], { scoreTies: 'row', seed: 1, quick: true });
  return bench.evaluate(run, [spec], { exploreTies: false }).metrics[0].value;
}

/** Halving measures all settings on a quarter of the users and half of them on all: 0.75 of a setting each. */
const searches = [
  { name: 'sobol', search: 'sobol', halving: false, settings: cost },
  { name: 'sobol, halving', search: 'sobol', halving: true, settings: Math.round(cost / 0.75) },
  { name: 'tpe', search: 'tpe', halving: false, settings: cost },
  { name: 'tpe, halving', search: 'tpe', halving: true, settings: Math.round(cost / 0.75) },
];

async function gains(signals: readonly string[], repetition: number): Promise<number[]> {
  const rng = createRng(9).derive('planted', signals.length, repetition);
  const truth = Object.fromEntries(signals.map((id) => [id, rng.next()]));
  const start = variantWith(Object.fromEntries(signals.map((id) => [id, 0.5])));
  const steps = [1, 2].map((part) => ({
    earlier: planted(truth, rng.derive('earlier', part)),
    later: planted(truth, rng.derive('later', part)),
  }));
  const bench = new EvaluationBench(view, planted(truth, rng.derive('chosen by')));
  const fresh = planted(truth, rng.derive('judged by'));
  const [low, high] = [await valueOf(start, fresh), await valueOf(variantWith(truth), fresh)];
  const reached: number[] = [];
  for (const { search, halving, settings } of searches) {
    const parameters = signals.map((id) => ({ path: `weights.${id}`, low: 0, high: 1 }));
    const input = sweepInputSchema.parse({
      variant: start,
      parameters,
      objectives,
      search,
      halving,
      settings,
      seed: repetition,
    });
    const { variant } = await runSweep({ bench, steps }, input);
    reached.push(((await valueOf(variant, fresh)) - low) / (high - low));
  }
  return reached;
}

const rows: object[] = [];
for (const count of [2, 4, 6]) {
  const signals = all.slice(0, count);
  const reached: number[][] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) reached.push(await gains(signals, repetition));
  searches.forEach(({ name, settings }, s) => {
    const { interval } = pairedT(momentsOf(reached.map((row) => row[s] - row[0])), 0.95);
    const more = s === 0 ? {} : { moreThanSobol: [interval.low, interval.high].map((end) => Number(end.toFixed(3))) };
    rows.push({ weights: count, search: name, settings, gain: Number(momentsOf(reached.map((row) => row[s])).mean.toFixed(3)), ...more });
  });
}
console.log(JSON.stringify({ repetitions, cost, objectives, rows }, null, 1));
