/**
 * A workspace moves its indexes into PostgreSQL: filled, attached, compared with the local ones, with the server killed in the middle. A comparison
 * stops or finishes in its engine; recommendations continue where the connection allows it, and say so.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SavedExperiment } from '#shared/contract/experiment';
import type { AttachmentReport, PgvectorConnection } from '#shared/schemas/index-engine';
import type { RecommendOutput } from '#shared/schemas/ranking';
import type { ModelStatus } from '#shared/schemas/model';
import { clusteredVectors } from '../conformance/ann-reference';
import { serveWorkspace, type ServedWorkspace } from '../transport/served-workspace';
import type { Postgres } from '../storage/postgres';
import { patience } from '../patience';
import { pgvectorMissing, startPgvector } from './postgres-server';

const videos = 90;
const d = 8;
const vectors = clusteredVectors(videos, d, 3);
const ids = Array.from({ length: videos }, (_, row) => `v${String(row + 1).padStart(2, '0')}`);
const vectorOf = (row: number): number[] => [...vectors.subarray(row * d, (row + 1) * d)];

interface Job {
  readonly status: string;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: string; readonly message: string };
}

describe.skipIf(pgvectorMissing !== undefined)(
  `a workspace on pgvector${pgvectorMissing === undefined ? '' : ` (${pgvectorMissing})`}`,
  () => {
    let postgres: Postgres;
    let served: ServedWorkspace;
    let vectorFile: string;
    let [local, localOf20]: SavedExperiment['result'][] = [];

    const post = async <Value>(path: string, body: unknown, method = 'POST'): Promise<Value> => {
      const answer = await served.call(method, path, body);
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
      return answer.body as Value;
    };
    const started = async (path: string, body: unknown): Promise<string> => (await post<{ jobId: string }>(path, body)).jobId;
    const ended = (jobId: string): Promise<Job> =>
      vi.waitFor(async () => {
        const job = (await served.call('GET', `/jobs/${jobId}`)).body as Job;
        expect(['queued', 'running']).not.toContain(job.status);
        return job;
      }, patience);
    const connect = (more: Partial<PgvectorConnection> = {}): Promise<unknown> =>
      post('/model/index-engines', { pgvector: { url: postgres.url, passwordFrom: postgres.passwordVariable, ...more } }, 'PUT');
    const build = async (backend: string): Promise<Job> => {
      const embeddings = { provider: 'precomputed', params: { path: vectorFile } };
      return ended(await started('/model/build', { embeddings, factors: { factorCount: 8 }, index: { backend, type: 'Flat' } }));
    };
    /** A comparison whose candidates are the first `limit` of each source: another limit needs other searches. */
    const compare = (name: string, limit = 50): Promise<string> => {
      const candidates = { sources: ['factors', 'content', 'popular'].map((id) => ({ id, limit })) };
      const variants = [
        { name: 'Popular', weights: { popularity: 1 }, candidates },
        { name: 'Default', candidates },
      ];
      return started('/experiments', { name, config: { variants, metrics: ['ndcg@10'] } });
    };
    const resultOf = async (jobId: string): Promise<SavedExperiment['result']> => {
      const job = await ended(jobId);
      expect(job).toMatchObject({ status: 'succeeded' });
      return ((await served.call('GET', `/experiments/${String(job.result?.['experimentId'])}`)).body as SavedExperiment).result;
    };
    const count = async (): Promise<number> => ((await served.call('GET', '/experiments')).body as { total: number }).total;
    const list = (): Promise<RecommendOutput> => post('/lists', { context: { user: 'u01' } });
    const indexes = async () => ((await served.call('GET', '/model')).body as ModelStatus).report?.indexes ?? [];
    /** Holds the searches of the workspace until the server is killed. */
    const whileSearching = async (work: () => Promise<void>, tables: string): Promise<void> => {
      await postgres.run(`begin; lock table ${tables} in access exclusive mode`);
      await work();
      await vi.waitFor(
        async () =>
          expect(await postgres.first('select count(*)::int as waiting from pg_locks where not granted')).not.toEqual({ waiting: 0 }),
        patience,
      );
      await postgres.kill();
    };
    const collections = async (): Promise<string> =>
      String(
        (await postgres.first(`select string_agg('ranklab."' || name || '"', ', ') as names from ranklab.collections where complete`))[
          'names'
        ],
      );

    beforeAll(async () => {
      [postgres, served] = await Promise.all([startPgvector(), serveWorkspace({ users: 60, videos, interactions: 900 })]);
      vectorFile = join(served.path, '..', 'vectors.csv');
      const header = ['id', ...Array.from({ length: d }, (_, i) => `v${i}`)].join(',');
      writeFileSync(vectorFile, [header, ...ids.map((id, row) => [id, ...vectorOf(row)].join(','))].join('\n'));
      await build('exact');
      [local, localOf20] = [await resultOf(await compare('local')), await resultOf(await compare('local of 20', 20))];
    });
    afterAll(async () => {
      await served?.call('PUT', '/model/index-engines', { pgvector: null });
      await served?.discard();
      await postgres?.stop();
    });

    it('fills collections, and a comparison over them equals the one over local indexes', async () => {
      await connect();
      expect(await build('pgvector')).toMatchObject({ status: 'succeeded' });
      const remote = await resultOf(await compare('filled'));
      expect(remote.variants).toEqual(local?.variants);
      expect(local?.indexDescription).not.toContain('PostgreSQL');
      expect(remote.indexDescription).toMatch(/content: PostgreSQL .* · Flat · cosine.*factors: PostgreSQL/);
      expect(await list()).toMatchObject({ backend: 'pgvector', note: null });
    });

    it('fails by name when the server is killed in the middle of a comparison and does not come back', async () => {
      await connect({ patienceSeconds: 0.3, whenUnavailable: 'scan' });
      await served.restart();
      await resultOf(await compare('before'));
      const before = await count();
      let job = '';
      await whileSearching(
        async () => {
          job = await compare('interrupted', 20);
        },
        await collections(),
      );
      expect(await ended(job)).toMatchObject({
        status: 'failed',
        error: { code: 'UNAVAILABLE', message: expect.stringContaining(`PostgreSQL at ${new URL(postgres.url).host}`) as string },
      });
      expect(await count()).toBe(before);
      await postgres.restart();
      // The circuit breaker asks the server again after a moment.
      const repeated = await vi.waitFor(async () => resultOf(await compare('repeated', 20)), patience);
      expect(repeated.variants).toEqual(localOf20?.variants);
    });

    it('opens while the server is down, scans and says so, compares nothing, and recovers when it is back', async () => {
      await postgres.kill();
      await served.restart();
      const silent = /PostgreSQL at .*An exact scan in this process was used instead/;
      const degraded = await list();
      expect(degraded.items.length).toBeGreaterThan(0);
      expect(degraded.note).toMatch(silent);
      expect((await list()).note).toMatch(silent);
      expect((await indexes()).map(({ origin, notes }) => [origin, notes?.join().includes('exact scans in this process')])).toEqual([
        ['without-engine', true],
        ['without-engine', true],
      ]);
      expect(await ended(await compare('nowhere'))).toMatchObject({ status: 'failed', error: { code: 'UNAVAILABLE' } });
      await postgres.restart();
      await vi.waitFor(async () => expect(await list()).toMatchObject({ note: null, items: degraded.items }), patience);
      expect((await indexes()).map(({ origin, description }) => [origin, description.split(' ', 1)[0]])).toEqual([
        ['loaded', 'PostgreSQL'],
        ['loaded', 'PostgreSQL'],
      ]);
    });

    it('attaches a table, and finishes a comparison in whose middle the server was killed, once it is back', async () => {
      await postgres.run(`create schema shop; create table shop.videos (video_id text primary key, embedding vector(${d}));
        insert into shop.videos values ${ids.map((id, row) => `('${id}', '[${vectorOf(row).join(',')}]')`).join(', ')}`);
      const table = { table: 'shop.videos', idColumn: 'video_id', vectorColumn: 'embedding' };
      await connect({ attached: { content: { ...table, metric: 'l2' } } });
      const check = async () => (await served.call('GET', '/model/attachments')).body as AttachmentReport[];
      const differs = expect.stringContaining('is attached for l2, but the index is asked for cosine') as string;
      expect(await check()).toMatchObject([{ passed: false, checks: [{ name: 'metric', passed: false, detail: differs }] }]);
      await connect({ attached: { content: { ...table, metric: 'cosine' } } });
      const [report] = await check();
      expect(report).toMatchObject({ which: 'content', table: 'shop.videos', passed: true, remedy: null });
      expect(report?.checks.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
        'metric: cosine',
        'dimensions: 8, ids as text, vectors as vector(8)',
        'index: none: every row is compared',
        'videos: all 90 of the workspace, each once',
        'sample: 90 vectors are equal',
      ]);
      expect(await build('pgvector')).toMatchObject({ status: 'succeeded' });
      expect((await indexes())[0]).toMatchObject({ origin: 'attached', description: expect.stringContaining('shop.videos') as string });
      let job = '';
      await whileSearching(
        async () => {
          job = await compare('attached');
        },
        `shop.videos, ${await collections()}`,
      );
      await postgres.restart();
      const finished = await resultOf(job);
      expect(finished.variants).toEqual(local?.variants);
      expect(finished.indexDescription).toContain('attached shop.videos');
    });
  },
);
