/** A real server that is slow, refuses, loses rows, or is killed in the middle. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ExactIndex } from '#engine/ann/exact-index';
import type { AnnBackend, AnnIndex } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { createPgvectorBackend } from '#service/ann/pgvector/pgvector-backend';
import { pgvectorConnectionSchema, type PgvectorConnection } from '#shared/schemas/index-engine';
import { clusteredVectors } from '../conformance/ann-reference';
import type { Postgres } from '../storage/postgres';
import { pgvectorMissing, startPgvector } from './postgres-server';

const d = 256;
/** Three pieces of COPY. */
const n = 4_500;
const settings = { dimensions: d, metric: 'inner-product', type: 'Flat' } as const;
let seed = 1;
/** Other vectors for each test, so that none finds the collection of another. */
const vectorsOf = (count: number): Float32Array => clusteredVectors(count, d, seed++);

describe.skipIf(pgvectorMissing !== undefined)(
  `pgvector in PostgreSQL${pgvectorMissing === undefined ? '' : ` (${pgvectorMissing})`}`,
  () => {
    let postgres: Postgres;
    const indexes: AnnIndex[] = [];
    beforeAll(async () => {
      postgres = await startPgvector();
    });
    afterAll(async () => {
      for (const index of indexes) index.dispose();
      await postgres?.stop();
    });

    const backendWith = (more: Partial<PgvectorConnection> = {}, password = postgres.password): AnnBackend =>
      createPgvectorBackend(() => ({ connection: pgvectorConnectionSchema.parse({ url: postgres.url, ...more }), password }));
    const create = (backend: AnnBackend): AnnIndex => {
      const index = backend.create(settings);
      indexes.push(index);
      return index;
    };
    /** Calls back at the first report of a piece after the first. */
    const afterFirstPiece = (work: () => void): TaskContext => {
      let done = false;
      return {
        report: (_, detail) => {
          if (done || detail === undefined || !/^[1-9][\d,]* of/.test(detail)) return;
          done = true;
          work();
        },
      };
    };
    const expectExact = async (index: AnnIndex, vectors: Float32Array, queryCount = 20): Promise<void> => {
      const exact = new ExactIndex(settings);
      await exact.add(vectors);
      const queries = vectors.slice(0, queryCount * d);
      const [found, truth] = await Promise.all([index, exact].map((one) => one.search(queries, { neighborCount: 10 })));
      expect(found?.ids).toEqual(truth?.ids);
    };

    it('finishes a build after the server was killed during the load', async () => {
      const vectors = vectorsOf(n);
      const index = create(backendWith());
      let back: Promise<void> | undefined;
      await index.add(
        vectors,
        undefined,
        afterFirstPiece(() => {
          back = postgres.kill().then(() => postgres.restart());
        }),
      );
      expect(back).toBeDefined();
      await back;
      await expectExact(index, vectors);
    });

    it('continues a load that another session began, and rejects a changed one', async () => {
      const vectors = vectorsOf(n);
      const backend = backendWith();
      const interrupted = async (): Promise<void> => {
        const signal = { aborted: false };
        const context = { signal, ...afterFirstPiece(() => (signal.aborted = true)) };
        await expect(create(backend).add(vectors, undefined, context)).rejects.toMatchObject({ code: 'CANCELLED' });
      };
      const loading = async (): Promise<string> =>
        String((await postgres.first("select relname from pg_class where relname like '%\\_load' and relkind = 'r'"))['relname']);
      const versionOf = async (table: string) =>
        (await postgres.first(`select xmin::text as version from ranklab."${table}" where id = 0`))['version'];
      await interrupted();
      const table = await loading();
      await postgres.run(`update ranklab."${table}" set embedding = embedding + embedding where id = 1`);
      await expect(create(backend).add(vectors)).rejects.toMatchObject({ code: 'INDEX_FAILED', details: { place: 'index.backend' } });
      await interrupted();
      const first = await versionOf(table);
      const index = create(backend);
      await index.add(vectors);
      expect(await versionOf(table.replace(/_load$/, ''))).toBe(first);
      await expectExact(index, vectors);
    });

    it('answers searches that were running when the server was killed', async () => {
      const vectors = vectorsOf(800);
      const index = create(backendWith());
      await index.add(vectors);
      const queries = vectors.slice(0, 64 * d);
      const exact = new ExactIndex(settings);
      await exact.add(vectors);
      const truth = await exact.search(queries, { neighborCount: 10 });
      const searches = Array.from({ length: 30 }, () => index.search(queries, { neighborCount: 10 }));
      await searches[0];
      await postgres.kill();
      await postgres.restart();
      for (const found of await Promise.all(searches)) expect(found.ids).toEqual(truth.ids);
    });

    it('stops, or scans exactly with a note, while the server is unavailable', async () => {
      const vectors = vectorsOf(500);
      const [stopping, scanning] = [create(backendWith({ patienceSeconds: 0.3 })), create(backendWith({ whenUnavailable: 'scan' }))];
      for (const index of [stopping, scanning]) {
        await index.add(vectors);
        index.answerWithoutEngine?.(vectors);
      }
      const query = vectors.slice(0, d);
      await postgres.kill();
      try {
        await expect(stopping.search(query, { neighborCount: 5 })).rejects.toMatchObject({
          code: 'UNAVAILABLE',
          message: expect.stringContaining('PostgreSQL at 127.0.0.1') as string,
        });
        const found = await scanning.search(query, { neighborCount: 5 });
        expect(found.ids[0]).toBe(0);
        expect(found.degradedBecause).toMatch(/PostgreSQL at .*exact scan/);
        for (let i = 0; i < 4; i++) await scanning.search(query, { neighborCount: 5 });
        const startedAt = performance.now();
        expect((await scanning.search(query, { neighborCount: 5 })).degradedBecause).toContain('tried again in');
        expect(performance.now() - startedAt).toBeLessThan(100);
      } finally {
        await postgres.restart();
      }
      // The circuit breaker lets the next call through after a second at most.
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      expect((await stopping.search(query, { neighborCount: 5 })).ids[0]).toBe(0);
    });

    it('names the fault: password, database, time, missing rows, a missing collection', async () => {
      const vectors = vectorsOf(300);
      const query = vectors.slice(0, d);
      const refused = await backendWith({}, 'wrong-password').probe?.();
      expect(refused?.unavailableBecause).toMatch(/PostgreSQL at .* refuses the user or the password/);
      expect(refused?.unavailableBecause).not.toContain('wrong-password');
      expect((await backendWith({ url: postgres.url.replace(/postgres$/, 'nosuch') }).probe?.())?.unavailableBecause).toContain(
        'no such database',
      );

      const backend = backendWith({ timeoutSeconds: 0.2, patienceSeconds: 0 });
      const index = create(backend);
      await index.add(vectors);
      const bytes = await index.serialize();
      const { collection } = JSON.parse(new TextDecoder().decode(bytes).split('\n', 1)[0] ?? '') as { collection: string };
      await postgres.run(`begin; lock table ranklab."${collection}" in access exclusive mode`);
      await expect(index.search(query, { neighborCount: 1 })).rejects.toMatchObject({ code: 'TIMED_OUT' });
      await postgres.run('rollback');
      await postgres.run(`delete from ranklab."${collection}" where id = 7`);
      const open = backend.deserialize(bytes, settings);
      await expect(open).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT', message: expect.stringContaining('299 of 300') as string });
      await postgres.run(`drop table ranklab."${collection}"`);
      await expect(index.search(query, { neighborCount: 1 })).rejects.toMatchObject({ code: 'CORRUPT_ARTIFACT' });
    });

    it('drops collections with an expired lease only', async () => {
      const collections = async () => Number((await postgres.first('select count(*) from ranklab.collections'))['count']);
      await postgres.run("update ranklab.collections set leased_until = now() - interval '1 second'");
      const index = create(backendWith());
      await index.add(vectorsOf(100));
      expect(await collections()).toBe(1);
      await create(backendWith()).add(vectorsOf(100));
      expect(await collections()).toBe(2);
      const tables = await postgres.first("select count(*) from pg_tables where schemaname = 'ranklab'");
      expect(Number(tables['count'])).toBe(3);
    });
  },
);
