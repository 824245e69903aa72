/** The Lab's numbers: bounded memory, a stated sample, groups of users, and lists of the Lab's own split. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { experimentConfigSchema, splitSettingsSchema } from '#shared/schemas/experiment';
import { liveInputSchema, livePlanInputSchema, type LiveOutput } from '#shared/schemas/live';
import { testUsersInputSchema } from '#shared/schemas/test-users';
import { recommendInputSchema } from '#shared/schemas/ranking';
import { buildSettingsSchema } from '#shared/schemas/model';
import type { Job } from '#shared/schemas/job';
import { EvaluationBench } from '#engine/pipeline/evaluation-bench';
import type { TaskContext } from '#engine/ports';
import { experimentHandlers } from '#service/handlers/experiment';
import { createRuntime } from '#service/runtime';
import { variant } from '../fixtures';

const runtime = createRuntime();
const variants = [variant({ weights: { popularity: 1 } }), variant({ name: 'B' })];
const metrics = ['ndcg@10', 'coverage@10', 'novelty@10'];
const groups = (context?: TaskContext) =>
  runtime.session.current().experiments.liveSegments(livePlanInputSchema.parse({ variants }), context);
const live = (patch: object = {}) => runtime.session.current().experiments.live(liveInputSchema.parse({ variants, metrics, ...patch }));
const plan = (patch: object = {}) => runtime.session.current().experiments.livePlan(livePlanInputSchema.parse({ variants, ...patch }));

beforeAll(async () => {
  await runtime.session.create(join(mkdtempSync(join(tmpdir(), 'ranklab-live-')), 'workspace'), 'live');
  const workspace = runtime.session.current();
  await workspace.generate(generatorParamsSchema.parse({ users: 300, videos: 260, interactions: 6_000, seed: 4 }));
  await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }));
});
afterAll(() => runtime.shutDown());

describe('users by their role in the test', () => {
  const find = (patch: object = {}) =>
    runtime.session.current().experiments.testUsers(testUsersInputSchema.parse({ variants, k: 10, ...patch }));

  it('lists first a test user with history and hits, whose list contains them', async () => {
    const { users } = await find();
    const [first] = users;
    expect(first).toMatchObject({ group: 'hits', inTest: true });
    expect(first?.historyCount).toBeGreaterThan(0);
    const input = { context: { user: first?.userId }, limit: 10, side: 'evaluation' };
    const { lists } = runtime.session.current();
    const listed = await Promise.all(variants.map((shown) => lists.recommend(recommendInputSchema.parse({ ...input, variant: shown }))));
    const hits = listed.flatMap(({ items }) => items).filter(({ relevant }) => relevant === true).length;
    expect(hits).toBe(first?.hits);
    const changed = listed[1]?.items.filter(({ videoId }, place) => listed[0]?.items[place]?.videoId !== videoId).length;
    expect(changed).toBe(first?.changedCount);
    const order = users.map(({ group }) => ['hits', 'changed', 'test', 'cold', 'other'].indexOf(group));
    expect(order).toEqual([...order].sort());
  });

  it('filters by id, and marks users outside the test part, whose lists have no relevance', async () => {
    const outside = (await find()).users.find(({ inTest }) => !inTest);
    const { users, chosen } = await find({ search: outside?.userId, chosen: outside?.userId });
    expect(users.every(({ userId }) => userId.includes(outside?.userId ?? '–'))).toBe(true);
    expect(chosen).toEqual(outside);
    const input = { context: { user: outside?.userId }, limit: 10, side: 'evaluation', variant: variants[0] };
    const { items } = await runtime.session.current().lists.recommend(recommendInputSchema.parse(input));
    expect(new Set(items.map(({ relevant }) => relevant))).toEqual(new Set([null]));
  });
});

describe('memory', () => {
  it('is estimated in advance, and usage stays below the estimate', async () => {
    const stated = await plan();
    const taken = await live();
    expect(stated).toMatchObject({ sampled: false, measuredUserCount: stated.testUserCount, takenBytes: stated.neededBytes });
    expect(taken.testUserCount).toBe(stated.testUserCount);
    expect(taken.heldBytes).toBeGreaterThan(0.2 * stated.takenBytes);
    expect(taken.heldBytes).toBeLessThanOrEqual(stated.takenBytes);
  });

  it('is limited by sampling users: the same sample for the same seed, reported in the answer', async () => {
    const all = await plan();
    const memoryBytes = Math.max(1_000_000, Math.floor(all.neededBytes / 3));
    const stated = await plan({ memoryBytes });
    expect(stated.sampled).toBe(true);
    expect(stated.measuredUserCount).toBe(Math.floor((memoryBytes * all.testUserCount) / all.neededBytes));
    const first = await live({ memoryBytes });
    expect(first).toMatchObject({ sampled: true, measuredUserCount: stated.measuredUserCount, testUserCount: all.testUserCount });
    expect(first.statements[0]).toContain(`a sample of ${stated.measuredUserCount} of ${all.testUserCount} test users`);
    expect(first.variants[0]?.metrics[0]?.evaluatedCount).toBeLessThanOrEqual(stated.measuredUserCount);
    // Positions of several sliders, each of which needs separate arrays.
    for (const halfLifeDays of [3, 10, 30, 90]) {
      const moved = [variants[0], { ...variants[1], signalParams: { freshness: { halfLifeDays } } }];
      expect((await live({ memoryBytes, variants: moved })).heldBytes).toBeLessThanOrEqual(memoryBytes);
    }
    runtime.session.current().experiments.forget();
    const again = await live({ memoryBytes });
    expect(again.variants).toEqual(first.variants);
    const otherSeed = await live({ memoryBytes, seed: 43 });
    expect(otherSeed.variants[0]?.metrics).not.toEqual(first.variants[0]?.metrics);
  });

  it('is limited for experiments by measuring users in blocks, with the same files', async () => {
    const { experiments } = runtime.session.current();
    const config = experimentConfigSchema.parse({ variants, metrics, statistics: { bootstrapSamples: 200, permutations: 200 } });
    const whole = await experiments.run(config);
    const users = whole.qrels.users.length;
    const { EvaluationBench } = await import('#engine/pipeline/evaluation-bench');
    const { measureVariants } = await import('#engine/pipeline/run-experiment');
    const { cutRun } = await import('#engine/pipeline/measured-lists');
    const view = (await runtime.session.current().models.recommender('evaluation')).view;
    const small = new EvaluationBench(view, whole.qrels, 2_000_000);
    expect(small.memoryBytesFor(config.variants[0])).toBeGreaterThan(2_000_000);
    const blocks = await measureVariants(small, config);
    expect(small.heldBytes).toBe(0);
    for (const [v, { run, evaluation }] of blocks.outcomes.entries()) {
      // Exported lists end at the longest cutoff; measured lists continue through equal scores.
      const exported = cutRun(run, whole.variants[v].run.length);
      expect(exported.items).toEqual(whole.variants[v]?.run.items);
      expect(exported.scores).toEqual(whole.variants[v]?.run.scores);
      expect(evaluation.metrics).toEqual(whole.variants[v]?.evaluation.metrics);
    }
    let explained = 0;
    for await (const { userRow, list } of small.explainedLists(config.variants[1], 10)) {
      expect(userRow).toBe(whole.qrels.users[explained]);
      expect(list[0]?.item).toBe(whole.variants[1]?.run.items[explained * whole.variants[1].run.length]);
      explained++;
    }
    expect(explained).toBe(users);
  });
});

describe('long preparations', () => {
  const many = variants.map((one) => ({ ...one, candidates: { ...one.candidates, poolSize: 3_000 } }));
  const longer = { ...many[1], candidates: { ...many[1].candidates, merge: { ...many[1].candidates.merge, k: 17 } } };
  const prepare = (patch: object, context: TaskContext = {}) =>
    runtime.session.current().experiments.prepareLive(livePlanInputSchema.parse({ variants: many, ...patch }), context);

  it('report stages and progress, and complete all preparation', async () => {
    expect((await plan({ variants: many })).preparation).toBe('long');
    const reported: [number, string][] = [];
    await prepare({}, { report: (fraction, detail = '') => reported.push([fraction, detail]) });
    const fractions = reported.map(([fraction]) => fraction);
    expect(fractions.every((fraction, i) => fraction >= (fractions[i - 1] ?? 0))).toBe(true);
    expect([...new Set(reported.map(([, detail]) => detail))]).toEqual(expect.arrayContaining(['candidates', 'signals', 'normalising']));
    expect(fractions.filter((fraction) => fraction > 0.1 && fraction < 0.8).length).toBeGreaterThan(2);
    expect(await plan({ variants: many })).toMatchObject({ preparation: 'held' });
    const small = { ...variants[0], candidates: { ...variants[0].candidates, poolSize: 77 } };
    expect(await plan({ variants: [small] })).toMatchObject({ preparation: 'quick' });
  });

  it('can be cancelled between blocks of users: earlier arrays are kept, and the rest can be prepared again', async () => {
    await prepare({});
    const both = [...many, longer];
    const cancellation = new AbortController();
    const report = (fraction: number, detail = ''): void => {
      if (detail === 'candidates' && fraction > 0.3) cancellation.abort();
    };
    await expect(prepare({ variants: both }, { signal: cancellation.signal, report })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await plan({ variants: many })).toMatchObject({ preparation: 'held' });
    expect(await plan({ variants: both })).not.toMatchObject({ preparation: 'held' });
    await prepare({ variants: both });
    expect(await plan({ variants: [longer] })).toMatchObject({ preparation: 'held' });
  });

  it('continue for a second caller when the first one cancels', async () => {
    runtime.session.current().experiments.forget();
    const cancellation = new AbortController();
    const first = prepare({}, { signal: cancellation.signal, report: () => cancellation.abort() });
    const second = live({ variants: many });
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    expect((await second).variants).toHaveLength(2);
  });

  it('run as a job with users per second and Cancel, beside the queue of writing jobs', async () => {
    runtime.session.current().experiments.forget();
    let release = (): void => undefined;
    const writer = runtime.jobs.start('import', 'Something that takes its time', () => new Promise<void>((resolve) => (release = resolve)));
    const prepared = async (): Promise<Job> => {
      const input = livePlanInputSchema.parse({ variants: many });
      const { jobId } = await experimentHandlers.livePrepare({ input, context: runtime, signal: undefined });
      let last = runtime.jobs.get(jobId);
      for await (const job of runtime.jobs.watch(jobId)) {
        if (job.status === 'running' && job.fraction > 0.1) expect(job.ratePerSecond).toBeGreaterThan(0);
        last = job;
      }
      return last;
    };
    const done = await prepared();
    release();
    expect(done).toMatchObject({ status: 'succeeded', amount: { unit: 'users', total: (await plan()).testUserCount } });
    expect(done.label).toBe(`Live metrics of ${done.amount?.total} test users`);
    await runtime.jobs.cancel(writer.id);
  });
});

describe('a dragged slider', () => {
  it('gives the numbers of a full run at every position, bit for bit', async () => {
    const at = (freshness: number) => [variants[0], { ...variants[1], weights: { factors: 0.4, popularity: 0.2, freshness } }];
    const weights = [0.1, 0.15, 0.8, 0.35, 0.35, -0.2, 0, 0.1];
    const dragged = [];
    for (const weight of weights) dragged.push((await live({ variants: at(weight) })).variants);
    for (const [i, weight] of weights.entries()) {
      runtime.session.current().experiments.forget();
      expect((await live({ variants: at(weight) })).variants).toEqual(dragged[i]);
    }
  });
});

describe('groups of users', () => {
  it('are listed with their sizes, which sum to all users for every segmentation', async () => {
    const { segments } = await groups();
    const { testUserCount } = await live();
    const divisions = [...new Set(segments.map(({ segmentation }) => segmentation))];
    expect(divisions.slice(0, 2)).toEqual(['warmth', 'activity']);
    for (const division of divisions) {
      const parts = segments.filter(({ segmentation }) => segmentation === division);
      expect(parts.reduce((sum, { userCount }) => sum + userCount, 0)).toBe(testUserCount);
    }
  });

  it('are read only when asked for, and can be cancelled', async () => {
    runtime.session.current().experiments.forget();
    const read = vi.spyOn(EvaluationBench.prototype, 'segmentation');
    await live({ exact: true });
    expect(read.mock.calls.filter(([id]) => id !== 'warmth')).toEqual([]);
    await groups();
    expect(read.mock.calls.map(([id]) => id)).toContain('activity');
    read.mockRestore();
    await expect(groups({ signal: { aborted: true } })).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('are measured like in a saved experiment, corrected over all groups of the segmentation', async () => {
    const { experiments } = runtime.session.current();
    const config = experimentConfigSchema.parse({ variants, metrics, segments: ['activity'] });
    const saved = (await experiments.run(config)).result.segments ?? [];
    const segment = { segmentation: 'activity', segment: saved[1].segment };
    const exact = await live({ segment, exact: true });
    expect(exact.segment).toEqual({ ...segment, userCount: saved[1].userCount });
    expect(exact.variants).toEqual(saved[1].variants);
    expect(exact.familySize).toBeGreaterThan((await live({ exact: true })).familySize);
    const quick = await live({ segment });
    // The range over the orders of equal scores is computed when the slider rests.
    const values = ({ variants: all }: LiveOutput) => all.map((each) => each.metrics.map(({ ties: _ties, ...metric }) => metric));
    expect(values(quick)).toEqual(values(exact));
    expect(quick.variants[1]?.comparisons[0]?.intervalMethod).toContain('quick');
  });

  it('count as separate looks, and an unknown one is named', async () => {
    const group = {
      segmentation: 'activity',
      segment: (await groups()).segments.find(({ segmentation }) => segmentation === 'activity')!.segment,
    };
    const apart = { metrics: ['precision@7'], exact: true };
    const looks = (await live(apart)).testLooks;
    const grouped = (await live({ ...apart, segment: group })).testLooks;
    expect(grouped).toBe(looks + 1);
    expect((await live({ ...apart, segment: group })).testLooks).toBe(grouped);
    expect((await live(apart)).testLooks).toBe(looks);
    await expect(live({ segment: { ...group, segment: 'nobody' } })).rejects.toMatchObject({
      code: 'NOT_FOUND',
      details: { place: 'segment' },
    });
    await expect(live({ segment: { segmentation: 'column:none', segment: 'x' } })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' });
  });
});

describe('lists', () => {
  it('use the requested split and seed', async () => {
    const { lists, models } = runtime.session.current();
    const early = splitSettingsSchema.parse({ params: { fraction: 0.6 } });
    const side = await models.evaluationSide(early, 42);
    const { dataset } = (await models.recommender('serving')).view;
    const user = 'u001';
    const row = dataset.users.ids.rowOf(user);
    const seen = (positions: Int32Array): Set<number> =>
      new Set([...positions].filter((at) => dataset.interactions.users[at] === row).map((at) => dataset.interactions.items[at] ?? -1));
    const input = { context: { user }, limit: 200, variant: variant(), side: 'evaluation' };
    const list = await lists.recommend(recommendInputSchema.parse({ ...input, split: early, seed: 42 }));
    const listed = new Set(list.items.map(({ videoId }) => dataset.items.ids.rowOf(videoId)));
    const training = seen(side.positions);
    const test = seen(side.split!.test);
    expect([...listed].filter((item) => training.has(item))).toEqual([]);
    for (const { videoId, relevant } of list.items) expect(relevant).toBe(test.has(dataset.items.ids.rowOf(videoId)));
    // Interactions between the two splits are history in the workspace's own split, and test data in the earlier one.
    const later = seen((await models.evaluationSide(await models.defaultSplit(), 42)).positions);
    const between = [...later].filter((item) => !training.has(item));
    expect(between.length).toBeGreaterThan(0);
    expect([...listed].some((item) => new Set<number>(between).has(item))).toBe(true);
    const own = await lists.recommend(recommendInputSchema.parse(input));
    expect(own.items.filter(({ videoId }) => new Set<number>(between).has(dataset.items.ids.rowOf(videoId)))).toEqual([]);
  });
});
