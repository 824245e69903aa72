/** Collections that are divided over three servers: the suite of every backend, the plan of a search, and a server that is killed in the middle. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ExactIndex } from '#engine/ann/exact-index';
import { createPgvectorBackend } from '#service/ann/pgvector/pgvector-backend';
import { pgvectorConnectionSchema } from '#shared/schemas/index-engine';
import { clusteredVectors } from '../conformance/ann-reference';
import { annSuite } from '../conformance/ann-suite';
import { patience } from '../patience';
import { pgvectorCase } from './pgvector-cases';
import { pgvectorMissing } from './postgres-server';
import { startShards, type ShardedServer } from './sharded-server';

const d = 16;
const n = 900;
const vectors = clusteredVectors(n, d, 5);
const queries = vectors.slice(0, 20 * d);
const settings = { dimensions: d, metric: 'inner-product', type: 'HNSW16' } as const;

let servers: ShardedServer;
const started = pgvectorMissing === undefined ? startShards() : undefined;
started?.catch(() => {});

describe.skipIf(pgvectorMissing !== undefined)(
  `pgvector over three servers${pgvectorMissing === undefined ? '' : ` (${pgvectorMissing})`}`,
  () => {
    beforeAll(async () => {
      servers = (await started) as ShardedServer;
    });
    afterAll(() => servers?.stop());

    const backend = (partitions: readonly string[] = servers.names) => {
      const { url, password } = servers.coordinator;
      const connection = pgvectorConnectionSchema.parse({ url, partitions, patienceSeconds: 0.3 });
      return createPgvectorBackend(() => ({ connection, password }));
    };
    const build = async (contents = vectors, partitions = servers.names) => {
      const index = backend(partitions).create(settings);
      await index.add(contents);
      return index;
    };
    const expireAll = () => servers.coordinator.run("update ranklab.collections set leased_until = now() - interval '1 second'");
    const tablesOf = (server: (typeof servers.shards)[number]) =>
      server.first(
        "select count(*)::int as count from pg_class where relnamespace = 'ranklab'::regnamespace and relkind = 'r' and relname like 'vectors%'",
      );
    const collection = async (): Promise<string> =>
      String((await servers.coordinator.first('select name from ranklab.collections where complete order by leased_until desc'))['name']);

    annSuite({
      randomIndexes: 6,
      ...pgvectorCase(
        'pgvector over three servers',
        async () => {
          const { coordinator, names } = (await started) as ShardedServer;
          return { url: coordinator.url, password: coordinator.password, partitions: names, stop: async () => {} };
        },
        ['HNSW16'],
      ),
    });

    it('divides the rows, and lets each server order its own by its index', async () => {
      await build();
      const name = await collection();
      const counts = await Promise.all(
        servers.shards.map(async (shard, part) => Number((await shard.first(`select count(*) from ranklab."${name}_${part}"`))['count'])),
      );
      expect(counts.reduce((sum, count) => sum + count)).toBe(n);
      expect(Math.min(...counts)).toBeGreaterThan(n / 5);
      const query = `'[${vectors.slice(0, d).join(',')}]'::vector`;
      const plan = await servers.coordinator
        .run(
          `create table ranklab.plan (line text); do $$ declare line text; begin
        for line in explain verbose select id from ranklab."${name}" order by embedding <#> ${query} limit 10 loop insert into ranklab.plan values (line);
        end loop; end $$`,
        )
        .then(() => servers.coordinator.first(`select string_agg(line, E'\n') as plan from ranklab.plan`));
      expect(plan['plan']).toMatch(
        /Merge Append[\s\S]*Remote SQL: SELECT id, embedding FROM ranklab\.\S+ ORDER BY \(embedding OPERATOR\(public\.<#>\)/,
      );
    });

    it('fails by name when a server is killed in the middle of a search, and answers when it is back', async () => {
      const index = await build();
      const exact = new ExactIndex({ ...settings, type: 'Flat' });
      await exact.add(vectors);
      const [, , third] = servers.shards;
      if (!third) throw new Error('no third server');
      const search = () => index.search(queries, { neighborCount: 10 });
      const unavailable = (words: RegExp): object => ({ code: 'UNAVAILABLE', message: expect.stringMatching(words) as string });
      await third.run(`begin; lock table ranklab."${await collection()}_2" in access exclusive mode`);
      const failed = expect(search()).rejects.toMatchObject(unavailable(/^PostgreSQL at 127\.0\.0\.1:/));
      await vi.waitFor(
        async () =>
          expect(await third.first('select count(*)::int as waiting from pg_locks where not granted')).not.toEqual({ waiting: 0 }),
        patience,
      );
      await third.kill();
      try {
        await failed;
        await vi.waitFor(() => expect(search()).rejects.toMatchObject(unavailable(/^PostgreSQL at 127\.0\.0\.1:.*shard_3/)), patience);
      } finally {
        await third.restart();
      }
      const truth = await exact.search(queries, { neighborCount: 10 });
      // The circuit breaker lets a call through after some seconds.
      await vi.waitFor(async () => expect((await search()).ids.slice(0, 10)).toEqual(truth.ids.slice(0, 10)), patience);
    });

    it('opens a collection on the servers that hold it, whatever the connection names now', async () => {
      const built = await build();
      const opened = await backend([]).deserialize(await built.serialize(), settings);
      expect(opened.stats().bytes).toBe(built.stats().bytes);
      expect(opened.stats().bytes).toBeGreaterThan(0);
    });

    it('drops the parts of a collection whose lease has ended', async () => {
      await expireAll();
      await build(clusteredVectors(n, d, 6));
      for (const shard of servers.shards) expect(await tablesOf(shard)).toEqual({ count: 1 });
    });

    it('drops the other parts while a server is down, and the last one when it is back', async () => {
      const [first, , third] = servers.shards;
      if (!first || !third) throw new Error('fewer than three servers');
      const firstTwo = servers.names.slice(0, 2);
      const entered = () => servers.coordinator.first('select count(*)::int as count from ranklab.collections');
      await expireAll();
      await third.kill();
      try {
        await build(clusteredVectors(n, d, 7), firstTwo);
        expect(await tablesOf(first)).toEqual({ count: 1 });
        expect(await entered()).toEqual({ count: 2 });
      } finally {
        await third.restart();
      }
      await expireAll();
      await build(clusteredVectors(n, d, 8), firstTwo);
      expect(await tablesOf(third)).toEqual({ count: 0 });
      expect(await entered()).toEqual({ count: 1 });
    });
  },
);
