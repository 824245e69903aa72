/** The evaluations that need no workspace, over HTTP: the numbers of the command line and of the golden files. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { OffPolicyReport } from '#engine/evaluate/off-policy/off-policy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
beforeAll(async () => {
  served = await serveWorkspace({ users: 20, videos: 40, interactions: 300 });
});
afterAll(() => served.discard());

const golden = (name: string): string => readFileSync(join(import.meta.dirname, '../golden', name), 'utf8');

describe('/evaluate/trec', () => {
  const [qrels, run] = [golden('trec/graded.q'), golden('trec/graded.r')];

  it('measures by our names and by trec_eval’s', async () => {
    const { status, body } = await served.call('POST', '/evaluate/trec', { qrels, run, metrics: ['ndcg@5', 'P_5'], perUser: true });
    expect(status).toBe(200);
    const { metrics, perUser, queries } = body as { metrics: { spec: string; value: number }[]; perUser: object[]; queries: number };
    expect(metrics.map(({ spec }) => spec)).toEqual(['ndcg@5', 'P_5']);
    expect(metrics[0]?.value).toBeGreaterThan(0);
    expect(perUser).toHaveLength(queries);
  });

  it('evaluates further runs likewise, and compares them with the first', async () => {
    const others = [{ name: 'again', run }];
    const { body } = await served.call('POST', '/evaluate/trec', { qrels, run, others, metrics: ['ndcg@5'] });
    const document = body as { metrics: object[]; others: { name: string; metrics: object[] }[] };
    expect(document.others).toMatchObject([{ name: 'again', metrics: document.metrics }]);
    expect(body).toMatchObject({ comparisons: [{ run: 'again', spec: 'ndcg@5', difference: 0, pValue: 1, adjustedPValue: 1 }] });
  });

  it('returns Z scores and the conventions', async () => {
    const input = { qrels, run, measures: ['map'], zScores: golden('trec/graded.z') };
    const { status, body } = await served.call('POST', '/evaluate/trec', input);
    expect([status, (body as { metrics: { spec: string }[] }).metrics.map(({ spec }) => spec)]).toEqual([200, ['Zmap']]);
    expect(body).toMatchObject({ tiedQueries: 5, conventions: { version: 1, values: 'Z scores', scoreTies: 'larger document id first' } });
  });

  it('returns the range of a value over the orders of equal scores', async () => {
    const tied = { qrels: '1 0 a 1\n', run: '1 Q0 a 1 2.0 t\n1 Q0 b 2 2.0 t\n1 Q0 c 3 1.0 t\n', metrics: ['mrr@2'] };
    const { body } = await served.call('POST', '/evaluate/trec', tied);
    expect(body).toMatchObject({
      // trec_eval ranks the larger document id first.
      metrics: [{ spec: 'mrr@2', value: 0.5, ties: { minimum: 0.5, expected: 0.75, maximum: 1, affectedQueries: 1 } }],
    });
    const apart = await served.call('POST', '/evaluate/trec', { ...tied, run: tied.run.replace('2.0', '3.0') });
    expect((apart.body as { metrics: object[] }).metrics[0]).toEqual({ spec: 'mrr@2', value: 1 });
  });

  it('names an invalid measure, line or field, and the valid ones', async () => {
    const wrong = (changes: object) => served.call('POST', '/evaluate/trec', { qrels, run, ...changes });
    expect(await wrong({ metrics: ['ndgc@5'] })).toMatchObject({ status: 422, body: { code: 'INVALID_ARGUMENT' } });
    expect(await wrong({ run: '1 Q0 a\n', metrics: ['map'] })).toMatchObject({ status: 422, body: { code: 'IMPORT_FAILED' } });
    const unknown = await wrong({ metric: ['map'] });
    expect(unknown.status).toBe(422);
    expect((unknown.body as { detail: string }).detail).toMatch(/^metric: unknown field “metric”; expected qrels, run, others, metrics/);
  });
});

describe('/evaluate/off-policy/variant', () => {
  it('gives every list of the variant’s own policy the weight 1', async () => {
    const variant = { name: 'Popular', weights: { popularity: 1 } };
    const temperature = 0.3;
    const log = {
      slates: [] as string[],
      positions: [] as number[],
      users: [] as string[],
      videos: [] as string[],
      rewards: [] as number[],
      loggingProbabilities: [] as number[],
    };
    for (const user of ['u01', 'u02', 'u03', 'u04']) {
      const asked = { context: { user }, variant, limit: 100, side: 'evaluation' };
      const { items } = (await served.call('POST', '/lists', asked)).body as { items: { videoId: string; score: number }[] };
      let left = items;
      // The third, then the first of the rest.
      for (const [place, index] of [2, 0].entries()) {
        const sum = left.reduce((total, { score }) => total + Math.exp(score / temperature), 0);
        const chosen = left[index] ?? { videoId: '', score: NaN };
        log.slates.push(`list of ${user}`);
        log.positions.push(place + 1);
        log.users.push(user);
        log.videos.push(chosen.videoId);
        log.rewards.push(place);
        log.loggingProbabilities.push(Math.exp(chosen.score / temperature) / sum);
        left = left.filter((one) => one !== chosen);
      }
    }
    const started = (await served.call('POST', '/evaluate/off-policy/variant', { ...log, variant, temperature })).body as { jobId: string };
    await expect
      .poll(async () => (await served.call('GET', `/jobs/${started.jobId}`)).body, { interval: 20 })
      .toMatchObject({
        status: 'succeeded',
        result: {
          slateCount: 4,
          estimates: { ips: { value: expect.closeTo(1, 9) as unknown }, rewardInteraction: { value: expect.closeTo(1, 9) as unknown } },
          positions: [{ meanWeight: expect.closeTo(1, 9) as unknown }, { largestWeight: expect.closeTo(1, 9) as unknown }],
        },
      });
    const two = { ...log, users: log.users.map((user, row) => (row === 1 ? 'u09' : user)), variant };
    const refused = (await served.call('POST', '/evaluate/off-policy/variant', two)).body as { jobId: string };
    await expect
      .poll(async () => (await served.call('GET', `/jobs/${refused.jobId}`)).body, { interval: 20 })
      .toMatchObject({ status: 'failed', error: { message: 'List “list of u01” has two users, “u01” and “u09”' } });
  });
});

describe('/evaluate/off-policy', () => {
  const rows = Papa.parse<Record<string, number>>(golden('off-policy.csv'), {
    header: true,
    dynamicTyping: true,
    skipEmptyLines: true,
  }).data;
  const column = (name: string): number[] => rows.map((row) => row[name] ?? NaN);

  it('estimates with the delta method’s standard error', async () => {
    const { status, body } = await served.call('POST', '/evaluate/off-policy', {
      rewards: column('reward'),
      loggingProbabilities: column('logging'),
      targetProbabilities: column('target'),
      predictedRewards: column('predicted'),
      targetValues: column('value'),
    });
    expect(status).toBe(200);
    const { selfNormalizedDoublyRobust: estimate } = (body as OffPolicyReport).estimates;
    expect(estimate.value).toBeCloseTo(2.788332, 6);
    expect(estimate.standardError).toBeCloseTo(0.025124, 6);
    expect(body).toMatchObject({ conventions: { version: 1, confidence: 0.95, switchThreshold: 10, bootstrapSamples: 2000, seed: 42 } });
  });

  it('rejects columns of unequal length', async () => {
    const short = { rewards: [1, 0], loggingProbabilities: [0.5], targetProbabilities: [0.5, 0.5] };
    expect(await served.call('POST', '/evaluate/off-policy', short)).toMatchObject({ status: 422, body: { code: 'INVALID_ARGUMENT' } });
  });
});
