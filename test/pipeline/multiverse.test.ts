/** A comparison under every combination of conventions: the same numbers as direct comparisons, and the choice that decides. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baselineVariant } from '#engine/pipeline/baselines';
import { experimentHandlers } from '#service/handlers/experiment';
import { createRuntime } from '#service/runtime';
import { generatorParamsSchema, importRequestSchema } from '#shared/schemas/dataset';
import { experimentConfigSchema, type ExperimentConfigInput } from '#shared/schemas/experiment';
import { buildSettingsSchema } from '#shared/schemas/model';
import { multiverseInputSchema, multiverseResultSchema, type MultiverseResult } from '#shared/schemas/multiverse';
import { variant } from '../fixtures';

const folder = mkdtempSync(join(tmpdir(), 'ranklab-multiverse-'));
const runtime = createRuntime();
afterAll(async () => {
  await runtime.shutDown();
  rmSync(folder, { recursive: true, force: true });
});

const statistics = { bootstrapSamples: 200, permutations: 300 };
const models = buildSettingsSchema.parse({ factors: { factorCount: 6 } });
const current = () => runtime.session.current();
const inputOf = (config: Partial<ExperimentConfigInput>, more: object = {}) =>
  multiverseInputSchema.parse({
    config: { statistics, segments: [], timeTieOrders: 0, metrics: ['ndcg@10'], variants: [], ...config },
    models,
    ...more,
  });
const run = async (...args: Parameters<typeof inputOf>): Promise<MultiverseResult> =>
  multiverseResultSchema.parse(await current().experiments.multiverse.run(inputOf(...args)));

describe('on a generated log', () => {
  beforeAll(async () => {
    await runtime.session.create(join(folder, 'log'), 'log');
    await current().generate(generatorParamsSchema.parse({ users: 120, videos: 160, interactions: 3_000, seed: 4 }));
  });

  const variants = [baselineVariant('popular'), variant({ name: 'B', weights: { factors: 0.8, freshness: 0.2 } })];

  it('gives in every specification the numbers of a direct comparison with its settings, bit for bit', async () => {
    const choices = {
      split: [
        { id: 'time', params: { fraction: 0.2 } },
        { id: 'leave-last', params: { count: 2 } },
      ],
      fraction: [0.2, 0.3],
      timeTies: ['id', 'all'],
      trainValues: ['binary', 'count'],
      seenItems: ['removed', 'kept'],
      universe: ['own', 'all'],
      coldUsers: ['own', 'exclude'],
      scoreTies: ['row', 'random'],
      usersWithoutRelevant: ['excluded', 'zero'],
      dialect: ['recall', 'recall_capped'],
      cutoff: [3, 20],
    };
    const config = { variants, metrics: ['recall@20'] };
    const result = await run(config, { choices, sample: 24, limit: 24 });
    expect(result).toMatchObject({ total: 1024, sampled: true });
    expect(result.specifications).toHaveLength(24);
    expect(result.specifications.filter(({ asked }) => asked)).toHaveLength(1);
    for (const { options, effects, conventions } of result.specifications) {
      const taken = Object.fromEntries(result.choices.map(({ id, options: all }, c) => [id, all[options[c] ?? -1]?.value]));
      expect(taken['split']).toMatchObject({ id: conventions.split.id });
      expect(taken['fraction'] === undefined).toBe(conventions.split.id === 'leave-last');
      expect(taken['timeTies'] === undefined).toBe(conventions.split.id === 'time');
      const direct = experimentConfigSchema.parse({
        ...inputOf(config).config,
        split: { id: conventions.split.id, params: conventions.split.params, timeTies: conventions.timeTies },
        scoreTies: taken['scoreTies'],
        countMissingAsZero: taken['usersWithoutRelevant'] === 'zero',
        metrics: [`${String(taken['dialect'])}@${String(taken['cutoff'])}`],
        variants: variants.map((one) => ({
          ...one,
          candidates: {
            ...one.candidates,
            removeSeen: taken['seenItems'] === 'removed',
            ...(taken['universe'] !== 'own' && { universe: 'all' }),
            ...(taken['coldUsers'] !== 'own' && { coldUsers: 'exclude' }),
          },
        })),
      });
      const values = taken['trainValues'] as 'binary' | 'count';
      const { result: compared } = await current().experiments.report(direct, ['json'], undefined, {
        models: { ...models, factors: { ...models.factors, values } },
      });
      expect(compared.variants[1]?.comparisons[0]).toMatchObject(
        JSON.parse(JSON.stringify({ ...effects[0], variant: undefined, leads: undefined })),
      );
      expect(compared.conventions).toEqual(conventions);
    }
  });

  it('draws the same sample for the same seed, and a different one for another', async () => {
    const sampled = async (seed: number) => {
      const { specifications } = await run({ variants, seed }, { sample: 6 });
      return specifications.map(({ options, asked }) => ({ options, asked }));
    };
    const [first, again, other] = [await sampled(1), await sampled(1), await sampled(2)];
    expect(again).toEqual(first);
    expect(other.map(({ options }) => options)).not.toEqual(first.map(({ options }) => options));
    for (const drawn of [first, other]) expect(drawn.filter(({ asked }) => asked)).toHaveLength(1);
  });

  it('reports the number of specifications, and rejects more than the limit before fitting', async () => {
    const { multiverse } = current().experiments;
    const plan = await multiverse.plan(inputOf({ variants }, { limit: 3 }));
    expect(plan.total).toBe(plan.choices.reduce((product, { options }) => product * options.length, 1));
    expect(plan.measured).toBe(plan.total);
    await expect(multiverse.run(inputOf({ variants }, { limit: 3 }))).rejects.toMatchObject({
      code: 'TOO_LARGE',
      message: expect.stringContaining(`${plan.total} specifications`),
      details: { place: 'limit' },
    });
  });

  it('names an invalid choice with its place and the valid ones', async () => {
    const plan = (choices: object, metric = 'ndcg@10') =>
      current().experiments.multiverse.plan(inputOf({ variants, metrics: [metric] }, { choices }));
    await expect(plan({ dialect: ['recall'] })).rejects.toMatchObject({
      code: 'INVALID_ARGUMENT',
      details: { place: 'choices.dialect.0', remedy: 'Use ndcg, ndcg_burges' },
    });
    await expect(plan({ split: [{ id: 'times' }] })).rejects.toMatchObject({ details: { place: 'choices.split.0.id' } });
    await expect(plan({ split: [{ id: 'time', params: { part: 1 } }] })).rejects.toMatchObject({
      details: { place: 'choices.split.0.params.part' },
    });
    await expect(plan({ split: [{ id: 'leave-last' }], fraction: [0.3] })).rejects.toMatchObject({
      details: { place: 'choices.fraction' },
    });
    expect(() => inputOf({ variants: variants.slice(0, 1) })).toThrow();
  });

  it('can be cancelled, and runs as a job whose progress counts specifications', async () => {
    const controller = new AbortController();
    const stopped = current().experiments.multiverse.run(inputOf({ variants }), {
      signal: controller.signal,
      report: (_, detail) => {
        if (detail?.startsWith('specification 2')) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(experimentHandlers).toHaveProperty('multiverse');
  });
});

describe('with a planted choice', () => {
  /** Every user ends with three poorly rated videos of one kind and a well rated one of another. */
  beforeAll(async () => {
    await runtime.session.create(join(folder, 'planted'), 'planted');
    const rows = ['user,item,value,timestamp'];
    for (let user = 0; user < 60; user++) {
      for (let i = 0; i < 6; i++) rows.push(`u${user},warm${(user + i) % 20},3,${100 + i}`);
      for (let i = 0; i < 3; i++) rows.push(`u${user},poor${(user * 7 + i) % 5},${1 + (i % 2)},${200 + i}`);
      rows.push(`u${user},good${user % 3},5,${203}`);
    }
    const videos = ['item,title,category'];
    for (let i = 0; i < 20; i++) videos.push(`warm${i},Warm ${i},warm`);
    for (let i = 0; i < 5; i++) videos.push(`poor${i},Poor ${i},poor`);
    for (let i = 0; i < 3; i++) videos.push(`good${i},Good ${i},good`);
    writeFileSync(join(folder, 'log.csv'), rows.join('\n'));
    writeFileSync(join(folder, 'videos.csv'), videos.join('\n'));
    await current().import(
      importRequestSchema.parse({
        interactions: join(folder, 'log.csv'),
        map: { user: 'user', video: 'item', value: 'value', timestamp: 'timestamp' },
        videos: join(folder, 'videos.csv'),
        mapVideos: { video: 'item', title: 'title', category: 'category' },
        acceptGuesses: true,
      }),
    );
  });

  const only = (name: string) =>
    variant({
      name,
      candidates: { universe: 'all', sources: [{ id: 'popular', limit: 28 }], poolSize: 28 },
      weights: { popularity: 1 },
      filters: { includeCategories: [name] },
    });

  it('names that choice, with nearly all of the variance', async () => {
    const result = await run(
      { variants: [only('poor'), only('good')], metrics: ['recall@5'], split: { id: 'leave-last', params: { count: 4 } } },
      { choices: { split: [{ id: 'leave-last', params: { count: 4 } }], cutoff: [5, 6], scoreTies: ['row', 'random'] } },
    );
    const [summary] = result.summaries;
    expect(summary?.flippedBy).toBe('relevance');
    const influence = summary?.influences.find(({ choice }) => choice === 'relevance');
    expect(influence).toMatchObject({ changesSign: true, flippedPairs: 1 });
    expect(influence?.explained).toBeGreaterThan(0.9);
    expect(influence?.options.map(({ leads, specifications }) => leads / specifications)).toEqual([0, 1]);
    expect(summary).toMatchObject({ leads: result.total / 2, clearlyLeads: result.total / 2, clearlyBehind: result.total / 2 });
    expect(summary?.sentence).toContain('The choice that flips the leader: relevant');
    for (const other of summary?.influences ?? []) if (other.choice !== 'relevance') expect(other.explained ?? 0).toBeLessThan(0.05);
  });
});
