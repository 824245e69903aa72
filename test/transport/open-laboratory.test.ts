/**
 * A catalogue with a margin, a file of scores and two production runs, one of them weighed anew by its own column: by one protocol file, and by
 * REST. Both give the same numbers.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoredRun } from '#shared/schemas/foreign-run';
import type { Variant } from '#shared/schemas/variant';
import { ranklab } from '../cli/run-cli';
import { serveWorkspace, type ServedWorkspace } from './served-workspace';

interface Measured {
  readonly name: string;
  readonly metrics: readonly { readonly spec: string; readonly value: number }[];
  readonly comparisons: readonly { readonly spec: string; readonly verdict: string; readonly difference: number }[];
}
interface Result {
  readonly variants: readonly Measured[];
  readonly runs: readonly { readonly provenance: { readonly file: string; readonly sha256: string } }[];
  readonly signals: readonly { readonly id: string }[];
  readonly segments?: unknown;
}

const folder = mkdtempSync(join(tmpdir(), 'ranklab-open-'));
const path = (name: string): string => join(folder, name);
const write = (name: string, head: string, rows: readonly string[]): void =>
  writeFileSync(path(name), [...(head === '' ? [] : [head]), ...rows, ''].join('\n'));

const users = Array.from({ length: 60 }, (_, u) => `u${u}`);
const videos = Array.from({ length: 30 }, (_, v) => `v${v}`);
const split = { id: 'time', params: {} };
const metrics = ['ndcg@5', 'recall@5'];

let served: ServedWorkspace;
beforeAll(async () => {
  served = await serveWorkspace({ users: 20, videos: 30, interactions: 200 });
  const pairs = users.flatMap((user, u) =>
    videos.flatMap((video, v) =>
      (u * 7 + v * 11) % 6 < 2 ? [{ user, video, u, v, at: 1_600_000_000 + ((u * 31 + v * 17) % 97) * 1_000 + u }] : [],
    ),
  );
  write(
    'log.csv',
    'user,video,at',
    pairs.map(({ user, video, at }) => `${user},${video},${at}`),
  );
  write(
    'videos.csv',
    'video,title,margin',
    videos.map((video, v) => `${video},Title ${v},${(v * 7) % 13}`),
  );
  write(
    'scores.csv',
    'user,item,score',
    pairs.map(({ user, video, u, v }) => `${user},${video},${(u * 13 + v * 5) % 17}`),
  );
  const ranked = (u: number, by: (v: number) => number): number[] => videos.map((_, v) => v).sort((a, b) => by(b) - by(a) || a - b || u);
  write(
    'liked.trec',
    '',
    users.flatMap((user, u) => ranked(u, (v) => (v * 5) % 30).map((v, at) => `${user} Q0 ${videos[v]} ${at + 1} ${30 - at} liked`)),
  );
  write(
    'learned.csv',
    'user,item,rank,score,predicted_rate',
    users.flatMap((user, u) =>
      ranked(u, (v) => (u * 3 + v * 7) % 31).map(
        (v, at) => `${user},${videos[v]},${at + 1},${(1 - at / 30).toFixed(3)},${((u * 7 + v * 11) % 6 < 2 ? 1 : 0) / (1 + v)}`,
      ),
    ),
  );
});
afterAll(async () => {
  await served.discard();
  rmSync(folder, { recursive: true, force: true });
});

const post = async <Body>(route: string, body: unknown): Promise<Body> => {
  const { status, body: answer } = await served.call('POST', route, body);
  expect(status, `${route}: ${JSON.stringify(answer)}`).toBeLessThan(300);
  return answer as Body;
};

async function finished<Outcome>(started: { readonly jobId: string }): Promise<Outcome> {
  for (;;) {
    const job = (await served.call('GET', `/jobs/${started.jobId}`)).body as { status: string; result: Outcome; error?: unknown };
    if (job.status !== 'queued' && job.status !== 'running') {
      expect(job.status, JSON.stringify(job.error)).toBe('succeeded');
      return job.result;
    }
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

/** The numbers of a result, without the variants' names. */
const numbers = ({ variants }: Result) =>
  variants.map(({ metrics: measured, comparisons }) => ({
    values: measured.map(({ spec, value }) => [spec, value]),
    verdicts: comparisons.map(({ spec, verdict, difference }) => [spec, verdict, difference]),
  }));

let byProtocol: Result;

it('by one protocol file', () => {
  const document = {
    format: 'ranklab-protocol',
    version: 1,
    data: { interactions: 'log.csv', videos: 'videos.csv', map: { user: 'user', video: 'video', timestamp: 'at' } },
    split,
    signals: {
      margin: { kind: 'column', params: { column: 'margin' }, knownAt: 'static' },
      predicted: { kind: 'score', file: 'scores.csv', knownAt: 'static' },
    },
    variants: [
      { run: 'liked.trec', knownAt: 'static' },
      { run: 'learned.csv', knownAt: 'static' },
      { run: 'learned.csv', name: 'Weighed anew', knownAt: 'static', weights: { predicted_rate: 0.8, margin: 0.1, predicted: 0.2 } },
    ],
    metrics,
    models: { embeddings: null, factors: { factorCount: 4 } },
    statistics: { permutations: 1_000 },
    timeTieOrders: 0,
    diagnose: { movers: { metric: 'ndcg@5' } },
    formats: ['csv', 'json'],
  };
  writeFileSync(path('protocol.json'), JSON.stringify(document));
  const done = ranklab('compare', '--protocol', path('protocol.json'), '--out', path('out'), '--json', '--quiet');
  expect([done.status, done.stderr]).toEqual([0, '']);
  byProtocol = (JSON.parse(done.stdout) as { result: Result }).result;
  const [, learned, weighed] = byProtocol.variants;
  // The column knows what users watch, so its weight lifts the ranking.
  expect(weighed.metrics[0].value).toBeGreaterThan(learned.metrics[0].value);
  expect(byProtocol.runs.map(({ provenance }) => provenance.file).sort()).toEqual(['learned.csv', 'learned.csv', 'liked.trec']);
  expect(byProtocol.signals.map(({ id }) => id)).toEqual(
    expect.arrayContaining(['margin', 'predicted', expect.stringMatching(/^predicted_rate_/)]),
  );
  expect(readFileSync(path('out/lists.csv'), 'utf8')).toContain('Weighed anew');
});

it('and by REST, with the same numbers', async () => {
  const { call } = served;
  await finished(
    await post('/dataset/import', {
      interactions: path('log.csv'),
      map: { user: 'user', video: 'video', timestamp: 'at' },
      videos: path('videos.csv'),
      mode: 'replace',
    }),
  );
  await finished(await post('/model/build', { embeddings: null, factors: { factorCount: 4 } }));
  const stored = await Promise.all(
    ['liked.trec', 'learned.csv', 'scores.csv'].map(async (name) =>
      finished<StoredRun>(await post('/runs', { path: path(name), knownAt: 'static' })),
    ),
  );
  const [liked, learned, scores] = stored.map(({ sha256 }) => sha256);
  for (const [id, definition] of Object.entries({
    margin: { kind: 'column', params: { column: 'margin' }, knownAt: 'static' },
    predicted: { kind: 'score', params: { run: scores }, knownAt: 'static' },
  }))
    expect((await call('PUT', `/signals/${id}`, { id, ...definition })).status).toBe(200);
  const variantOf = async (sha256: string | undefined): Promise<Variant> => (await call('GET', `/runs/${sha256}/variant`)).body as Variant;
  const own = await variantOf(learned);
  const [rate = ''] = Object.keys(own.signals ?? {});
  const weighed = {
    ...own,
    name: 'Weighed anew',
    normalization: 'min-max',
    weights: { retrieval: 1, [rate]: 0.8, margin: 0.1, predicted: 0.2 },
  };
  const candidates = (variant: Variant) => ({ ...variant, candidates: { ...variant.candidates, universe: 'training', removeSeen: true } });
  const { experimentId } = await finished<{ experimentId: string }>(
    await post('/experiments', {
      name: 'Two production runs',
      config: {
        split,
        variants: [await variantOf(liked), own, weighed as Variant].map(candidates),
        metrics,
        statistics: { permutations: 1_000 },
        timeTieOrders: 0,
      },
    }),
  );
  const { result } = (await call('GET', `/experiments/saved/${experimentId}`)).body as { result: Result };
  expect(numbers(result)).toEqual(numbers(byProtocol));
});
