import type { AnnBackend, AnnProbe } from '#engine/ann/port';
import { pgvectorAccess, type PgvectorAccess } from '../engines/connections';
import { engineBackend } from '../engines/engine-backend';
import type { CallOptions } from './postgres-server';
import { attachTable } from './attach';
import { inspectTable } from './attached-table';
import { collectionType, requireType } from './collection-type';
import { openCollection, buildCollection } from './open-collection';
import { pgvectorEntry } from './pgvector-params';
import { PostgresServer } from './postgres-server';

/** Vectors in PostgreSQL. `find` gives the connection of this process. */
export const createPgvectorBackend = (find: () => PgvectorAccess | undefined = pgvectorAccess): AnnBackend =>
  engineBackend({
    entry: pgvectorEntry,
    name: 'PostgreSQL',
    searchParams: ['efSearch', 'nprobe'],
    notConfigured: 'no PostgreSQL server is named; enter one in Settings, or set RANKLAB_PG_URL',
    find,
    connect: (access) => new PostgresServer(access),
    disconnect: (server) => void server.close(),
    knowsType: (type) => collectionType(type) !== undefined,
    requireType,
    probe: probeServer,
    build: buildCollection,
    open: openCollection,
    attach: attachTable,
    inspect: inspectTable,
    nameOf: ({ table }) => table,
  });

async function probeServer(server: PostgresServer, options: CallOptions): Promise<AnnProbe> {
  const [found] = await server.query<{ server: string; vector: string | null; available: string | null }>(
    `select current_setting('server_version') as server, (select extversion from pg_extension where extname = 'vector') as vector,
      (select default_version from pg_available_extensions where name = 'vector') as available`,
    [],
    options,
  );
  const version = found?.vector ?? found?.available;
  if (version == null)
    return { unavailableBecause: `PostgreSQL at ${server.place} lacks the extension vector; install pgvector on the server` };
  return { engine: `PostgreSQL ${(found?.server ?? '').split(' ')[0] ?? ''}, pgvector ${version}` };
}
