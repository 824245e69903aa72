import { beforeAll, describe, expect, it } from 'vitest';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import { withModelsOf } from '#engine/pipeline/fitted-on';
import { checkLeakage } from '#engine/pipeline/leakage';
import { generateDataset } from '#engine/dataset/generators/synthetic';
import { describeExperiment, measureVariants, qrelsOf } from '#engine/pipeline/run-experiment';
import { variantResult } from '#engine/pipeline/variant-outcome';
import { evaluationSide, type Side } from '#engine/pipeline/sides';
import type { TrainingView } from '#engine/model/training-view';
import type { Dataset } from '#engine/model/dataset';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { conventionDifferences, conventionWarning } from '#shared/convention-differences';
import { conventionsSchema } from '#shared/schemas/conventions';
import { experimentConfigSchema, splitSettingsSchema, type ExperimentConfigInput } from '#shared/schemas/experiment';
import { allSide, smallDataset, timeSide, viewOf } from '../fixtures';

let dataset: Dataset;
let side: Side;
let view: TrainingView;
beforeAll(async () => {
  dataset = smallDataset();
  side = timeSide(dataset);
  view = await viewOf(dataset, side);
});

const popularityOnly = { name: 'popularity', weights: { popularity: 1 } };
const mixed = { name: 'mixed', weights: { factors: 0.7, freshness: 0.3 } };
const configOf = (settings: Partial<ExperimentConfigInput> = {}) =>
  experimentConfigSchema.parse({
    variants: [popularityOnly, mixed],
    statistics: { bootstrapSamples: 200, permutations: 500 },
    ...settings,
  });
const benchOf = (config = configOf()) => new EvaluationBench(view, qrelsOf(dataset, side, view, config));

describe('measureVariants', () => {
  it('gives the ndcg computed independently from the lists and the test part', async () => {
    const bench = benchOf();
    const { outcomes } = await measureVariants(bench, configOf());
    const { users, items } = dataset.interactions;
    const seenBefore = new Set(Array.from(side.positions, (position) => `${users[position]}/${items[position]}`));
    for (const { run, evaluation } of outcomes) {
      const values: number[] = [];
      for (const [u, user] of bench.qrels.users.entries()) {
        const relevant = new Set<number>();
        for (const position of side.split!.test) {
          const item = dataset.interactions.items[position];
          if (dataset.interactions.users[position] === user && !seenBefore.has(`${user}/${item}`)) relevant.add(item);
        }
        if (relevant.size === 0) continue;
        let dcg = 0;
        let ideal = 0;
        for (let i = 0; i < 10; i++) {
          if (relevant.has(run.items[u * run.length + i])) dcg += 1 / Math.log2(i + 2);
          if (i < relevant.size) ideal += 1 / Math.log2(i + 2);
        }
        values.push(dcg / ideal);
      }
      const ndcg = evaluation.metrics.find((metric) => metric.spec === 'ndcg@10')!;
      expect(ndcg.evaluatedCount).toBe(values.length);
      expect(ndcg.value).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 12);
    }
  });

  it('gives the same numbers from a reused bench and from a fresh one', async () => {
    const warm = benchOf();
    for (const mmrLambda of [1, 0.7]) {
      for (const normalization of ['rank', 'min-max', 'z-score'] as const) {
        await measureVariants(warm, { ...configOf({ variants: [popularityOnly, { ...mixed, mmrLambda, normalization }] }), quick: true });
      }
    }
    const changedConfig = configOf({ variants: [popularityOnly, { ...mixed, signalParams: { freshness: { halfLifeDays: 3 } } }] });
    const live = (await measureVariants(warm, changedConfig)).outcomes.map(variantResult);
    const cold = (await measureVariants(benchOf(), changedConfig)).outcomes.map(variantResult);
    expect(live).toEqual(cold);
  });

  it('finds no difference between a variant and itself', async () => {
    const { outcomes } = await measureVariants(benchOf(), configOf({ variants: [mixed, { ...mixed, name: 'again' }] }));
    for (const comparison of outcomes[1].comparisons) {
      expect(comparison.difference).toBe(0);
      expect(comparison.verdict).toBe('undecided');
      if (comparison.pValue !== undefined) expect(comparison.pValue).toBe(1);
    }
  });

  it('corrects for tests made elsewhere, if any', async () => {
    const alone = await measureVariants(benchOf(), configOf());
    const after = await measureVariants(benchOf(), { ...configOf(), testsElsewhere: 30 });
    expect(after.familySize).toBe(alone.familySize + 30);
    const smallest = ({ outcomes }: typeof alone) => Math.min(...outcomes[1].comparisons.map(({ adjustedPValue }) => adjustedPValue ?? 1));
    // Holm's first step multiplies the smallest p-value by the number of tests.
    expect(smallest(after)).toBeCloseTo(Math.min(1, (smallest(alone) / alone.familySize) * after.familySize), 12);
  });

  it('labels a replay as an offline comparison', async () => {
    const bench = benchOf();
    const described = {
      bench,
      side,
      measured: await measureVariants(bench, configOf()),
      indexDescription: '',
      testLooks: 1,
      trainValues: 'binary' as const,
    };
    const statementText = describeExperiment(configOf(), described).statements.join('\n');
    expect(statementText).toContain('Offline comparison');
    expect(statementText).not.toMatch(/A\/B/);
  });

  it('records every applied convention, and reports where two results follow different ones', async () => {
    const bench = benchOf();
    const described = { bench, side, measured: await measureVariants(bench, configOf()), indexDescription: '', testLooks: 1 };
    const one = describeExperiment(configOf(), { ...described, trainValues: 'binary' }).conventions;
    const other = describeExperiment({ ...configOf(), countMissingAsZero: true }, { ...described, trainValues: 'count' }).conventions;
    expect(conventionsSchema.parse(one)).toEqual(one);
    expect(one?.metrics.map(({ version }) => version).every((version) => version >= 1)).toBe(true);
    expect(conventionWarning([one, one])).toBeUndefined();
    expect(conventionDifferences([one, other]).map(({ id }) => id)).toEqual(['trainValues', 'usersWithoutRelevant']);
    expect(conventionWarning([one, other])).toContain('training values, users without a relevant video');
    expect(conventionDifferences([undefined, one]).every(({ values }) => values[0] === 'not recorded')).toBe(true);
  });

  it('does not depend on the other variants of the experiment', async () => {
    const alone = (await measureVariants(benchOf(), configOf({ variants: [mixed] }))).outcomes[0].evaluation.metrics;
    const beside = (await measureVariants(benchOf(), configOf())).outcomes[1].evaluation.metrics;
    expect(alone.map((metric) => metric.value)).toEqual(beside.map((metric) => metric.value));
  });
});

describe('the leakage sentinel', () => {
  it('accepts the training side', () => expect(checkLeakage(view, side)).toEqual([]));

  it('rejects features that saw the test period', async () => {
    const peeking = await viewOf(dataset, allSide(dataset));
    expect(() => checkLeakage(peeking, side)).toThrow(expect.objectContaining({ code: 'LEAKAGE' }));
    expect(() => checkLeakage({ ...view, embeddings: peeking.embeddings }, side)).toThrow(/embeddings saw data up to/);
  });

  it('labels accepted leaks in statements beside the numbers', async () => {
    const flattering = withModelsOf(await viewOf(dataset, allSide(dataset)), view);
    const config = configOf({ acceptLeakage: true });
    const bench = new EvaluationBench(flattering, qrelsOf(dataset, side, flattering, config));
    const measured = await measureVariants(bench, config);
    const described = { bench, side, measured, indexDescription: '', testLooks: 1, trainValues: 'binary' as const };
    expect(describeExperiment(config, described).statements.filter((text) => text.startsWith('Leak accepted'))).toHaveLength(2);
    expect(() => describeExperiment(configOf(), described)).toThrow(expect.objectContaining({ code: 'LEAKAGE' }));
    // Histories and popularity stay those of the training side.
    expect(flattering.itemUserCounts).toBe(view.itemUserCounts);
    const grown = generateDataset(generatorParamsSchema.parse({ users: 120, videos: 301, interactions: 4_000, seed: 7 })).dataset;
    expect(() => withModelsOf({ ...flattering, dataset: grown }, view)).toThrow(/301 videos/);
  });

  it('labels a split that ignores time', async () => {
    const random = evaluationSide(dataset, splitSettingsSchema.parse({ id: 'random', params: { fraction: 0.2 } }), 1);
    expect(checkLeakage(await viewOf(dataset, random), random).join()).toContain('does not respect time');
  });
});
