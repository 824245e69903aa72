/** Conventions that change numbers silently. Each test fails when a number depends on something not stated beside it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createDataset, interactionTable, itemTable, userTable } from '#engine/dataset/assemble';
import { createRng } from '#engine/core/rng';
import { largestRelevantCount } from '#engine/evaluate/evaluated-depth';
import { metricRegistry } from '#engine/evaluate/metrics/registry';
import type { Dataset } from '#engine/model/dataset';
import { baselineVariant } from '#engine/pipeline/baselines';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { describeExperiment, measureVariants, qrelsOf } from '#engine/pipeline/run-experiment';
import type { Measured } from '#engine/pipeline/variant-outcome';
import { evaluationSide, type Side } from '#engine/pipeline/sides';
import { experimentConfigSchema, splitSettingsSchema, type ExperimentResult } from '#shared/schemas/experiment';
import type { Variant } from '#shared/schemas/variant';
import { variant, viewOf } from '../fixtures';

const users = 60;
const items = 150;

/** A few heavy users with many test items, and a third of the users who appear after the cut only. */
function log(): Dataset {
  const rng = createRng(5);
  const rows: { user: number; item: number; atMs: number }[] = [];
  for (let user = 0; user < users; user++) {
    const late = user % 3 === 0;
    for (let n = 0; n < (user < 6 ? 110 : 14); n++) {
      const item = Math.floor(rng.next() ** 2 * items);
      rows.push({ user, item, atMs: late ? 900 + n : n < (user < 6 ? 30 : 9) ? 100 + n : 900 + n });
    }
  }
  return createDataset({
    name: 'log',
    users: userTable({ ids: Array.from({ length: users }, (_, u) => `u${u}`) }),
    items: itemTable({
      ids: Array.from({ length: items }, (_, i) => `v${i}`),
      titles: Array.from({ length: items }, (_, i) => `title ${i % 7} of ${i}`),
      publishedAtMs: new Float64Array(items),
    }),
    interactions: interactionTable({
      users: rows.map(({ user }) => user),
      items: rows.map(({ item }) => item),
      timestampsMs: rows.map(({ atMs }) => atMs),
    }),
  });
}

let side: Side;
let bench: EvaluationBench;
beforeAll(async () => {
  const dataset = log();
  side = evaluationSide(dataset, splitSettingsSchema.parse({ params: { atMs: 900 } }), 42);
  const view = await viewOf(dataset, side);
  bench = new EvaluationBench(view, qrelsOf(dataset, side, view, { relevance: { rule: 'any' }, variants: [variant()] }));
});

const popular = baselineVariant('popular');
const neighbours = baselineVariant('item-knn', { params: { neighbours: null, shrinkage: 0 } });
const shallow = variant({
  name: 'Shallow',
  weights: { popularity: 1 },
  candidates: { sources: [{ id: 'popular', limit: 40 }], poolSize: 40 },
});

const measure = (variants: Variant[], metrics: string[], more: object = {}): Promise<Measured> =>
  measureVariants(bench, experimentConfigSchema.parse({ variants, metrics, statistics: { bootstrapSamples: 200 }, ...more }));
const resultOf = async (variants: Variant[], metrics: string[], more: object = {}): Promise<ExperimentResult> => {
  const config = experimentConfigSchema.parse({ variants, metrics, segments: [], statistics: { bootstrapSamples: 200 }, ...more });
  const measured = await measureVariants(bench, config);
  return describeExperiment(config, { bench, side, measured, indexDescription: '', testLooks: null, trainValues: 'binary' });
};

describe('metric depth', () => {
  const uncut = metricRegistry.list().filter(({ cutoff }) => cutoff !== 'required');

  it.each(uncut.map(({ id }) => id))('%s has one value, independent of the other metrics', async (id) => {
    for (const one of [popular, neighbours, shallow]) {
      const [alone] = (await measure([one], [id])).outcomes[0].evaluation.metrics;
      const [beside] = (await measure([one], [id, 'recall@1', 'recall@140', 'r_precision'])).outcomes[0].evaluation.metrics;
      expect(beside).toEqual(alone);
      const [exported] = (await measure([one], [id], { listLength: 77 })).outcomes[0].evaluation.metrics;
      expect(exported.value).toBe(alone.value);
    }
  });

  it('R-precision of a baseline reads as many positions as there are relevant items', async () => {
    expect(largestRelevantCount(bench.qrels)).toBeGreaterThan(40);
    const [alone] = (await measure([popular], ['r_precision'])).outcomes[0].evaluation.metrics;
    const deep = baselineVariant('popular', { depth: items });
    const [whole] = (await measure([deep], ['r_precision', `recall@${items}`])).outcomes[0].evaluation.metrics;
    expect(alone.value).toBe(whole.value);
    expect(alone.limitedBy).toBeUndefined();
    const [short] = (await measure([shallow], ['r_precision'])).outcomes[0].evaluation.metrics;
    expect(short.limitedBy).toMatch(/^pool of 40; \d+ would do$/);
  });

  it('reports the depth of a metric without a cutoff', async () => {
    const [map] = (await measure([shallow], ['map'])).outcomes[0].evaluation.metrics;
    expect(map).toMatchObject({ depth: 40, limitedBy: 'first 40 of the ranking' });
    const { universe } = bench.reachOf(popular).limits!;
    expect((await measure([popular], ['map'])).outcomes[0].evaluation.metrics[0]).toMatchObject({ depth: universe });
    expect((await measure([popular], ['map'])).outcomes[0].evaluation.metrics[0].limitedBy).toBeUndefined();
  });

  it('cutoffs beyond the pool deepen baselines, and are labelled for variants', async () => {
    const specs = ['recall@20', 'recall@60', 'recall@120'];
    const ten = baselineVariant('popular', { depth: 10 });
    const [a, b, c] = (await measure([ten], specs)).outcomes[0].evaluation.metrics;
    expect(a.value).toBeLessThan(b.value);
    expect(b.value).toBeLessThan(c.value);
    expect([a, b, c].map(({ limitedBy }) => limitedBy)).toEqual([undefined, undefined, undefined]);
    const labels = (await measure([shallow], specs)).outcomes[0].evaluation.metrics.map(({ limitedBy }) => limitedBy);
    expect(labels).toEqual([undefined, 'pool of 40; 60 would do', 'pool of 40; 120 would do']);
  });
});

describe('equal scores', () => {
  it('baselines have the source’s own score, in full precision', async () => {
    const { run } = (await measure([popular], ['recall@20'])).outcomes[0];
    for (let u = 0; u < run.users.length; u++)
      for (let i = 0; i < run.counts[u]; i++)
        expect(run.scores[u * run.length + i]).toBe(bench.view.itemUserCounts[run.items[u * run.length + i]]);
  });

  it('every rule gives a value within the range over orders, and the lists continue through the ties', async () => {
    const [metric] = (await measure([popular], ['ndcg@20'])).outcomes[0].evaluation.metrics;
    const { minimum, expected, maximum } = metric.ties!;
    expect(minimum).toBeLessThan(maximum);
    const values: number[] = [];
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const [random] = (await measure([popular], ['ndcg@20'], { scoreTies: 'random', seed })).outcomes[0].evaluation.metrics;
      values.push(random.value);
      expect(random.ties!.minimum).toBeCloseTo(minimum, 12);
      expect(random.ties!.maximum).toBeCloseTo(maximum, 12);
    }
    const [byId] = (await measure([popular], ['ndcg@20'], { scoreTies: 'id' })).outcomes[0].evaluation.metrics;
    for (const value of [...values, byId.value, metric.value]) {
      expect(value).toBeGreaterThanOrEqual(minimum - 1e-12);
      expect(value).toBeLessThanOrEqual(maximum + 1e-12);
    }
    expect(new Set(values).size).toBeGreaterThan(4);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean - expected!)).toBeLessThan((maximum - minimum) / 3);
  });

  it('a verdict that another order would change is marked; one variant against itself is not', async () => {
    const same = { ...popular, name: 'Again' };
    const [, again] = (await measure([popular, same], ['ndcg@20'])).outcomes;
    expect(again.comparisons[0]).toMatchObject({ difference: 0, verdict: 'undecided', verdictDependsOnTies: false });
    const [, other] = (await measure([popular, baselineVariant('random')], ['hit_rate@20'])).outcomes;
    const { worst, best } = other.comparisons[0].underTies!;
    expect(worst.difference).toBeLessThanOrEqual(other.comparisons[0].difference);
    expect(best.difference).toBeGreaterThanOrEqual(other.comparisons[0].difference);
  });
});

describe('users without history', () => {
  it('are distinguished and counted beside the numbers', async () => {
    const result = await resultOf([popular, neighbours], ['ndcg@10']);
    expect(result.warmth).toEqual({ warm: 40, cold: 20 });
    expect(result.variants.map(({ lists }) => [lists?.fallback, lists?.empty])).toEqual([
      [0, 0],
      [0, 20],
    ]);
    expect(result.segments?.map(({ segmentation, segment }) => `${segmentation} ${segment}`)).toEqual(['warmth warm', 'warmth cold']);
    const cold = result.segments![1];
    expect(cold.variants.map(({ metrics }) => metrics[0].value)).toEqual([expect.any(Number), 0]);
    expect(result.statements).toContain('20 of 60 test users have no training history');
    expect(result.statements.join('\n')).toMatch(/Item neighbours: an empty list, which scores 0.*; 20 empty lists/);
  });

  it('get fallback lists, empty lists or none, by the policy', async () => {
    const policy = (coldUsers: 'fallback' | 'empty' | 'exclude') => baselineVariant('item-knn', { candidates: { coldUsers } });
    const [fallback, empty, exclude] = await Promise.all(
      (['fallback', 'empty', 'exclude'] as const).map(
        async (one) => (await measure([policy(one)], ['ndcg@10', 'coverage@10'])).outcomes[0],
      ),
    );
    expect(fallback.lists).toMatchObject({ count: 60, fallback: 20, empty: 0 });
    expect(empty.lists).toMatchObject({ fallback: 0, empty: 20, warm: 0 });
    expect(exclude.lists).toMatchObject({ fallback: 0, leftOut: 20 });
    expect(exclude.evaluation.metrics[0]).toMatchObject({ evaluatedCount: 40, excludedBecause: { 'cold-user': 20 } });
    expect(exclude.evaluation.metrics[1]).toMatchObject({ evaluatedCount: 40, excludedBecause: { 'cold-user': 20 } });
    const value = ({ evaluation }: typeof empty): number => evaluation.metrics[0].value;
    expect(value(empty)).toBeCloseTo((value(exclude) * 40) / 60, 12);
    expect(value(fallback)).toBeGreaterThan(value(empty));
  });

  it('verdicts are on the users that the policy names', async () => {
    const exclude = baselineVariant('item-knn', { candidates: { coldUsers: 'exclude' } });
    const [, other] = (await measure([popular, exclude], ['ndcg@10', 'coverage@10'])).outcomes;
    expect(other.comparisons.map(({ pairCount }) => pairCount)).toEqual([40, 40]);
  });
});

describe('too few permutations', () => {
  it('are increased, so that an overwhelming difference is decided, never “about 1 more users”', async () => {
    const metrics = ['ndcg@10', 'recall@10', 'precision@10', 'map@10', 'ndcg@20', 'recall@20', 'precision@20', 'map@20'];
    const statistics = { bootstrapSamples: 200, permutations: 100 };
    const [, much] = (await measure([baselineVariant('random'), baselineVariant('popular')], metrics, { statistics })).outcomes;
    expect(much.comparisons).toHaveLength(8);
    for (const { details, verdict, reason } of much.comparisons) {
      expect(details!.pairedT.pValue).toBeLessThan(1e-6);
      expect(verdict).toBe('better');
      expect(reason).not.toMatch(/About 1 more user/);
    }
  });
});

describe('one test is one test', () => {
  it('a metric listed twice, or under an alias, is measured and tested once', async () => {
    const { specs, familySize } = await measure([popular, neighbours], ['map@10', 'ap@10', 'ndcg@10', ' NDCG@10', 'rbp', 'rbp:p=0.8']);
    expect(specs.map(({ spec }) => spec)).toEqual(['map@10', 'ndcg@10', 'rbp']);
    expect(familySize).toBe(3);
  });
});
