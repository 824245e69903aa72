/** The definition lens: the Lab's numbers under other definitions, as a job where many have to be computed. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatorParamsSchema } from '#shared/schemas/dataset';
import { lensInputSchema, lensOutputSchema, liveInputSchema, livePlanInputSchema } from '#shared/schemas/live';
import { buildSettingsSchema } from '#shared/schemas/model';
import { experimentHandlers } from '#service/handlers/experiment';
import { createRuntime } from '#service/runtime';
import { variant } from '../fixtures';

const runtime = createRuntime();
const variants = [variant({ weights: { popularity: 1 } }), variant({ name: 'B' })];
const metrics = ['ndcg@10', 'coverage@10', 'novelty@10'];
const groups = () => runtime.session.current().experiments.liveSegments(livePlanInputSchema.parse({ variants }));
const live = (patch: object = {}) => runtime.session.current().experiments.live(liveInputSchema.parse({ variants, metrics, ...patch }));
/** The looks counted so far; asking is none, however long the next step takes. */
async function looksNow(): Promise<number> {
  const { testLooks } = await live();
  runtime.session.current().experiments.passing.rest();
  return testLooks;
}

beforeAll(async () => {
  await runtime.session.create(join(mkdtempSync(join(tmpdir(), 'ranklab-lens-')), 'workspace'), 'lens');
  const workspace = runtime.session.current();
  await workspace.generate(generatorParamsSchema.parse({ users: 300, videos: 260, interactions: 6_000, seed: 4 }));
  await workspace.models.build(buildSettingsSchema.parse({ factors: { factorCount: 8 } }));
});
afterAll(() => runtime.shutDown());

describe('the definition lens', () => {
  const lens = (patch: object) =>
    runtime.session.current().experiments.lens(lensInputSchema.parse({ variants, metric: 'recall@10', ...patch }));

  it('has the Lab’s numbers in its first row, for all users and for a group', async () => {
    for (const metric of ['recall@10', 'ndcg@10', 'map@20', 'coverage@10', 'ild@5']) {
      const exact = await live({ metrics: [metric], exact: true });
      const { views, userCount } = await lens({ metric });
      expect(userCount).toBe(exact.measuredUserCount);
      expect(views[0]).toMatchObject({ spec: metric, flips: false, values: exact.variants.map(({ metrics: [only] }) => only?.value) });
      expect(views[0]?.comparisons[0]).toMatchObject({
        difference: exact.variants[1]?.comparisons[0]?.difference,
        interval: exact.variants[1]?.comparisons[0]?.interval,
      });
      expect(views.length).toBeGreaterThan(1);
    }
    const { segmentation, segment } = (await groups()).segments.find((one) => one.segmentation === 'activity')!;
    const choice = { segmentation, segment };
    const grouped = await live({ metrics: ['recall@10'], segment: choice });
    const seen = await lens({ segment: choice });
    expect(seen.userCount).toBe(grouped.segment?.userCount);
    expect(seen.views[0]?.values).toEqual(grouped.variants.map(({ metrics: [only] }) => only?.value));
    await expect(lens({ segment: { segmentation, segment: 'nobody' } })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('has the Lab’s verdicts for all users, for a group, and for several variants', async () => {
    const three = [...variants, variant({ name: 'C', weights: { freshness: 1 } })];
    const requestedMetrics = ['recall@10', 'ndcg@10', 'map@10', 'mrr@10', 'coverage@10'];
    const told = ['verdict', 'reason', 'adjustedPValue', 'pValue', 'difference', 'interval'] as const;
    for (const segment of [
      null,
      { segmentation: 'activity', segment: (await groups()).segments.find((one) => one.segmentation === 'activity')!.segment },
    ]) {
      const exact = await live({ variants: three, metrics: requestedMetrics, exact: true, segment });
      const decided = new Set<string>();
      for (const metric of requestedMetrics.slice(0, 4)) {
        const { views } = await lens({ variants: three, metric, metrics: requestedMetrics, segment });
        const own = exact.variants.slice(1).map(({ comparisons }) => comparisons.find(({ spec }) => spec === metric)!);
        for (const [v, comparison] of own.entries())
          for (const key of told) expect(views[0]?.comparisons[v]?.[key]).toEqual(comparison[key]);
        for (const { comparisons } of views)
          for (const { reason, verdict } of comparisons) {
            expect(reason).not.toContain('Not yet corrected');
            decided.add(verdict);
          }
      }
      if (segment === null) expect([...decided].some((verdict) => verdict !== 'undecided')).toBe(true);
    }
  });

  it('runs as a job with progress; a cancelled job leaves no results and no look', async () => {
    const { experiments } = runtime.session.current();
    experiments.forget();
    const many = [...variants, variants[1]].map((one, v) => ({
      ...one,
      candidates: { ...one.candidates, poolSize: 3_000, merge: { ...one.candidates.merge, k: 30 + v } },
    }));
    const input = lensInputSchema.parse({ variants: many, metric: 'recall@10' });
    const cancellation = new AbortController();
    const told: number[] = [];
    const report = (fraction: number): void => {
      told.push(fraction);
      if (fraction > 0.5) cancellation.abort();
    };
    await expect(experiments.lens(input, { signal: cancellation.signal, report })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(told.every((fraction, i) => fraction >= (told[i - 1] ?? 0))).toBe(true);
    expect(told.filter((fraction) => fraction > 0.05 && fraction < 0.5).length).toBeGreaterThan(2);
    const looks = await looksNow();

    // Cancel also works while the definitions are measured; no numbers were shown, so no look is counted.
    const late = new AbortController();
    const measuring = (_fraction: number, detail?: string): void => {
      if (detail?.includes('definition 2')) late.abort();
    };
    await expect(experiments.lens(input, { signal: late.signal, report: measuring })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await looksNow()).toBe(looks);

    const { jobId } = await experimentHandlers.lensRun({ input, context: runtime, signal: undefined });
    let done = runtime.jobs.get(jobId);
    for await (const job of runtime.jobs.watch(jobId)) done = job;
    expect(done).toMatchObject({
      status: 'succeeded',
      amount: { unit: 'users' },
      label: expect.stringMatching(/^Definitions of recall@10 for \d+ test users$/),
    });
    expect(done.result).toEqual(await experiments.lens(input));
    expect(lensOutputSchema.parse(done.result).views[0]?.lead).not.toBeNull();
    expect(await looksNow()).toBe(looks + 1);
  });

  it('uses lists as long as the Lab’s for metrics without a cutoff, and counts as a look at the test side', async () => {
    const together = await live({ metrics: ['mrr', 'ndcg@30'], exact: true });
    const { views } = await lens({ metric: 'mrr', listLength: 30 });
    expect(views[0]?.values).toEqual(together.variants.map(({ metrics: [mrr] }) => mrr?.value));
    const before = await looksNow();
    await lens({ metric: 'precision@9' });
    expect(await looksNow()).toBe(before + 1);
    await lens({ metric: 'precision@9' });
    expect(await looksNow()).toBe(before + 1);
  });
});
