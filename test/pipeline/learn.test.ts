/** Weights learnt from planted preferences, and from none. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '#engine/core/rng';
import type { Qrels } from '#engine/model/run';
import type { TrainingView } from '#engine/model/training-view';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { exposureWeights } from '#engine/pipeline/learn/exposure-weights';
import { learnWeights } from '#engine/pipeline/learn/learn-weights';
import { qrelsOf } from '#engine/pipeline/run-experiment';
import { exposureSchema, learnInputSchema, type LearnResult } from '#shared/schemas/learn';
import { smallDataset, timeSide, variant, viewOf } from '../fixtures';

const dataset = smallDataset();
const side = timeSide(dataset);
const start = variant({ weights: { quality: 1 }, candidates: { poolSize: 60 } });
const learnt = ['factors', 'popularity', 'freshness'];
let view: TrainingView;
let real: Qrels;
/** Its candidates and signals serve every test: judgements differ, users do not. */
let bench: EvaluationBench;

beforeAll(async () => {
  view = await viewOf(dataset, side);
  real = qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants: [start] });
  bench = new EvaluationBench(view, real);
});

/** One relevant item for every user and draw, chosen from the pool with probability proportional to exp(truth · signals). */
async function chosenBy(truth: Record<string, number>, seed: number, draws = 1): Promise<Qrels> {
  const { tensor, normalized } = await bench.rankerFor(start, 1);
  const stride = tensor.signalIds.length;
  const rng = createRng(seed);
  const chosen = [...tensor.counts].map((count, u) => {
    const utility = (slot: number): number =>
      tensor.signalIds.reduce((sum, id, s) => sum + (truth[id] ?? 0) * normalized[(u * tensor.poolSize + slot) * stride + s], 0);
    const picks = Array.from({ length: draws }, () => {
      const noisy = Array.from({ length: count }, (_, slot) => utility(slot) - Math.log(-Math.log(rng.next() || 0.5)));
      return tensor.items[u * tensor.poolSize + noisy.indexOf(Math.max(...noisy))];
    });
    return [...new Set(picks)].sort((a, b) => a - b);
  });
  const offsets = Int32Array.from({ length: chosen.length + 1 }, (_, u) => chosen.slice(0, u).flat().length);
  const items = Int32Array.from(chosen.flat());
  return { users: real.users, offsets, items, grades: new Float64Array(items.length).fill(1), relevance: 'planted' };
}

function learnFrom(qrels: Qrels, more: object = {}): Promise<LearnResult> {
  const input = learnInputSchema.parse({ variant: start, signals: learnt, bootstrapSamples: 0, ...more });
  return learnWeights(bench.judgedBy(qrels), input, undefined);
}

describe('learning weights', () => {
  const truth = { factors: 4, popularity: 2, freshness: 0 };

  it('recovers the planted ratio within the intervals, and a weight near 0 for the irrelevant signal', async () => {
    const { signals, verdict, variant: made } = await learnFrom(await chosenBy(truth, 1), { bootstrapSamples: 100, l2: [1e-6] });
    const [factors, popularity, freshness] = signals;
    expect(factors.weight).toBe(1);
    expect(popularity.interval!.low).toBeLessThan(0.5);
    expect(popularity.interval!.high).toBeGreaterThan(0.5);
    expect(signals.map(({ distinguishable }) => distinguishable)).toEqual([true, true, false]);
    expect(Math.abs(freshness.weight)).toBeLessThan(0.3);
    expect(verdict).toBe('better');
    expect(made.weights).toEqual({ factors: 1, popularity: popularity.weight, freshness: freshness.weight });
  });

  it('estimates optimism: the weights fit their own users better than others', async () => {
    const { naive, honest, statements } = await learnFrom(await chosenBy(truth, 2), { method: 'coordinate-ascent' });
    expect(naive).toBeGreaterThan(honest);
    expect(statements.join(' ')).toContain(`${Math.abs(naive - honest).toFixed(4)} of it is optimism`);
  });

  it('keeps the required signs', async () => {
    const signs = { popularity: 'negative', factors: 'positive' };
    for (const method of ['logistic', 'coordinate-ascent']) {
      const { signals } = await learnFrom(await chosenBy(truth, 3), { method, signs });
      expect(signals.find(({ id }) => id === 'popularity')!.weight).toBeLessThanOrEqual(0);
      expect(signals.find(({ id }) => id === 'factors')!.weight).toBeGreaterThanOrEqual(0);
    }
  });

  it('by coordinate ascent is never worse on its own users than the start', async () => {
    const qrels = await chosenBy(truth, 4);
    const from = variant({ ...start, weights: { factors: 0.1, freshness: 0.9 } });
    const { naive, start: before } = await learnFrom(qrels, { variant: from, method: 'coordinate-ascent' });
    expect(naive).toBeGreaterThanOrEqual(before);
  });

  it.each(['logistic', 'coordinate-ascent'])('by %s finds no improvement for random preferences', async (method) => {
    let better = 0;
    const runs = method === 'logistic' ? 40 : 8;
    for (let run = 0; run < runs; run++) {
      const { verdict } = await learnFrom(await chosenBy({}, 100 + run), { method, seed: run, l2: [1e-4, 1e-2] });
      if (verdict === 'better') better++;
    }
    expect(better).toBeLessThanOrEqual(0.05 * runs);
  });

  it('gives the same result for the same seed', async () => {
    const qrels = await chosenBy(truth, 5);
    expect(await learnFrom(qrels, { bootstrapSamples: 5 })).toEqual(await learnFrom(qrels, { bootstrapSamples: 5 }));
  });

  it('rejects unknown signals and judgements without pairs, by name', async () => {
    await expect(learnFrom(real, { signals: ['nope'] })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { place: 'signals.0' },
    });
    await expect(learnFrom(real, { signs: { nope: 'positive' } })).rejects.toMatchObject({ details: { place: 'signs.nope' } });
    await expect(learnFrom({ ...real, grades: real.grades.map(() => 0) })).rejects.toMatchObject({
      details: { place: 'variant.candidates' },
    });
    await expect(learnFrom(real, { metric: 'coverage@10' })).rejects.toMatchObject({ details: { place: 'metric' } });
  });
});

describe('exposure', () => {
  const positions = side.split!.test;
  const withColumn = (values: Float64Array): typeof dataset => ({
    ...dataset,
    interactions: { ...dataset.interactions, columns: { shown: { type: 'number', values } } },
  });
  const shown = new Float64Array(dataset.interactions.count).fill(4);

  it('weights judgements by the inverse examination probability, which falls with the position', () => {
    const weightOf = exposureWeights(withColumn(shown), positions, real, exposureSchema.parse({ column: 'shown', eta: 0.5 }));
    expect(weightOf(0)).toBe(2);
    const clipped = exposureSchema.parse({ column: 'shown', eta: 5, leastPropensity: 0.1 });
    expect(exposureWeights(withColumn(shown), positions, real, clipped)(0)).toBe(10);
  });

  it('rejects a missing column, listing the existing ones, and impossible values', () => {
    const of = (column: string, kind = 'position') => exposureSchema.parse({ column, kind });
    expect(() => exposureWeights(withColumn(shown), positions, real, of('rank'))).toThrow(/no numeric column “rank”/);
    expect(() => exposureWeights(withColumn(shown), positions, real, of('shown', 'propensity'))).toThrow(/the value 4, which is no chance/);
  });
});
