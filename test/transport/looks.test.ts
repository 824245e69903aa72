/** Looks at the test part count equally over every transport, and are kept when the data grows or is imported again. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { testPartText } from '#shared/test-part-text';
import type { LedgerPart } from '#shared/schemas/ledger';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

let served: ServedWorkspace;
beforeAll(async () => {
  served = await serveWorkspace({ users: 60, videos: 80, interactions: 1_500 });
});
afterAll(() => served.discard());

const variants = (weight: number) => [{ name: 'A' }, { name: 'B', weights: { popularity: weight } }];
async function live(weight: number, more: object = {}): Promise<number> {
  const { status, body } = await served.call('POST', '/experiments/live', {
    variants: variants(weight),
    metrics: ['ndcg@10'],
    exact: true,
    ...more,
  });
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { testLooks: number }).testLooks;
}
const now = (): number => {
  const lines = readFileSync(join(served.path, 'state/looks.log'), 'utf8').trim().split('\n');
  return Number(lines.at(-1)?.split(' ')[4]);
};

it('one logged view does not reset the count', async () => {
  expect([await live(0.1), await live(0.2), await live(0.3), await live(0.2)]).toEqual([1, 2, 3, 2]);
  const view = { userId: 'u01', videoId: 'v01', timestampMs: now() + 60_000 };
  expect((await served.call('POST', '/interactions', view)).status).toBe(204);
  await served.restart();
  expect(await live(0.4)).toBe(4);
  expect(await live(0.4, { relevance: { rule: 'kind', kinds: ['like'] } })).toBe(1);
});

it('approximate results count as a look after a pause, and a drag counts once at its end', async () => {
  const other = { relevance: { rule: 'kind', kinds: ['view'] } };
  for (const weight of [0.1, 0.2, 0.3]) await live(weight, { ...other, exact: false });
  expect(await live(0.3, other)).toBe(1);
  await live(0.7, { ...other, exact: false });
  await served.restart(); // no exact numbers followed
  expect(await live(0.3, other)).toBe(1);
  expect(await live(0.8, other)).toBe(3);
});

it('a run with a correction counts the looks in the Lab', async () => {
  const config = {
    variants: variants(0.5),
    metrics: ['ndcg@10'],
    statistics: { bootstrapSamples: 100, permutations: 100, countLooks: true },
  };
  const { body } = await served.call('POST', '/experiments', { name: 'run', config });
  const { jobId } = body as { jobId: string };
  for (;;) {
    const job = (await served.call('GET', `/jobs/${jobId}`)).body as { status: string; result: { experimentId: string } };
    if (job.status === 'running' || job.status === 'queued') {
      await new Promise((resolve) => setTimeout(resolve, 50));
      continue;
    }
    expect(job.status).toBe('succeeded');
    const saved = (await served.call('GET', `/experiments/saved/${job.result.experimentId}`)).body as { result: object };
    expect(saved.result).toMatchObject({ testLooks: 5, familySize: 5 });
    return;
  }
});

it('the ledger lists every test part without models, over REST and on the command line', async () => {
  const { parts } = (await served.call('GET', '/experiments/looks')).body as { parts: LedgerPart[] };
  expect(parts.map((part) => [testPartText(part), part.looks])).toEqual([
    ['time; every interaction', 5],
    ['time; like', 1],
    ['time; view', 3],
  ]);
  const [first] = parts;
  const looks = await served.call('GET', `/experiments/looks/${first.number}`);
  expect(looks.body).toMatchObject({ tests: first.tests, looks: [{ number: 1 }, {}, {}, {}, { number: 5 }] });
  expect(await served.call('GET', '/experiments/looks/9')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND', place: 'part' } });
  // Asking for the ledger is no look.
  expect(await live(0.4)).toBe(4);
});

it('an import of the same data keeps the count, also on the command line', async () => {
  const files = join(served.path, 'exports/generated');
  const request = { interactions: join(files, 'interactions.csv'), videos: join(files, 'videos.csv'), mode: 'replace' };
  const { body } = await served.call('POST', '/dataset/import', request);
  const { jobId } = body as { jobId: string };
  await expect
    .poll(async () => ((await served.call('GET', `/jobs/${jobId}`)).body as { status: string }).status, { timeout: 20_000 })
    .toBe('succeeded');
  expect(await live(0.6)).toBe(6);
});
