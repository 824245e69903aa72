import { parseParams } from '#engine/core/registry';
import { decodeManifest } from '#engine/ann/collection-manifest';
import { defaultIndexType } from '#engine/ann/default-type';
import { OverlaidIndex } from '#engine/ann/overlaid-index';
import type { AnnAttachment, AnnBackend, AnnIndex, AnnIndexSettings, AnnProbe } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { AttachmentReport } from '#shared/schemas/index-engine';
import { reportSteps } from '../engines/attachment-steps';
import { pgvectorAccess, type PgvectorAccess } from '../engines/connections';
import { attachTable } from './attach';
import { inspectTable } from './attached-table';
import { collectionType, requireType } from './collection-type';
import { openCollection, buildCollection } from './open-collection';
import { pgvectorEntry, type PgvectorParams } from './pgvector-params';
import { PostgresServer } from './postgres-server';

/** Vectors in PostgreSQL. `find` gives the connection of this process. */
export function createPgvectorBackend(find: () => PgvectorAccess | undefined = pgvectorAccess): AnnBackend {
  let opened: { readonly key: string; readonly server: PostgresServer } | undefined;
  const server = (): PostgresServer => {
    const access = find();
    if (!access) throw new RankLabError('UNSUPPORTED', notConfigured, { place: 'index.backend' });
    const key = JSON.stringify(access);
    if (opened?.key !== key) {
      void opened?.server.close();
      opened = { key, server: new PostgresServer(access) };
    }
    return opened.server;
  };
  const probe = (context?: TaskContext): Promise<AnnProbe> => probeServer(server(), context);
  return {
    ...pgvectorEntry,
    unavailableBecause() {
      try {
        return find() ? undefined : notConfigured;
      } catch (error) {
        return (error as Error).message;
      }
    },
    probe,
    mayBeReplaced: () => find()?.connection.whenUnavailable === 'scan',
    defaultType: (count) => defaultIndexType(count, true),
    searchParams: ['efSearch', 'nprobe'],
    knowsType: (type) => collectionType(type) !== undefined,
    create(settings) {
      const params = checked(settings);
      const connected = server();
      return new OverlaidIndex(
        settings,
        async (vectors, ids, context) => {
          const { engine, unavailableBecause } = await probe(context);
          if (engine === undefined)
            throw new RankLabError('UNAVAILABLE', unavailableBecause ?? 'PostgreSQL does not answer', { place: 'index.backend' });
          return buildCollection(connected, settings, params, engine, { vectors, ids }, context);
        },
        `pgvector · ${settings.type} · ${settings.metric}`,
      );
    },
    attach: (attachment, context) => attachIn(server(), attachment, probe, context),
    checkAttachment: (attachment) => checkIn(server(), attachment),
    async deserialize(bytes, settings) {
      const params = checked(settings);
      const { manifest, overlay } = decodeManifest(bytes, settings);
      return OverlaidIndex.over(await openCollection(server(), manifest, settings, params), settings, overlay);
    },
  };
}

async function attachIn(
  server: PostgresServer,
  attachment: AnnAttachment,
  probe: (context?: TaskContext) => Promise<AnnProbe>,
  context?: TaskContext,
): Promise<AnnIndex | undefined> {
  const { settings, which } = attachment;
  const table = server.access.connection.attached[which];
  if (!table) return undefined;
  const params = parseParams(pgvectorEntry, settings.params, 'index.params');
  const { engine = 'PostgreSQL' } = await probe(context);
  return OverlaidIndex.over(await attachTable(server, table, attachment, params, engine), settings);
}

async function checkIn(server: PostgresServer, attachment: AnnAttachment): Promise<AttachmentReport | undefined> {
  const { which } = attachment;
  const table = server.access.connection.attached[which];
  if (!table) return undefined;
  const { checks, remedy } = await reportSteps((step) => inspectTable(server, table, attachment, step));
  return { backend: pgvectorEntry.id, which, table: table.table, passed: remedy === null, checks: [...checks], remedy };
}

const notConfigured = 'no PostgreSQL server is named; enter one in Settings, or set RANKLAB_PG_URL';

function checked(settings: AnnIndexSettings): PgvectorParams {
  const params = parseParams(pgvectorEntry, settings.params, 'index.params');
  requireType(settings.type, settings.dimensions);
  return params;
}

/** A short patience: the status of an engine is asked for by people who wait. */
const probePatienceMs = 0;

async function probeServer(server: PostgresServer, context?: TaskContext): Promise<AnnProbe> {
  try {
    const [found] = await server.query<{ server: string; vector: string | null; available: string | null }>(
      `select current_setting('server_version') as server, (select extversion from pg_extension where extname = 'vector') as vector,
        (select default_version from pg_available_extensions where name = 'vector') as available`,
      [],
      { context, patienceMs: probePatienceMs },
    );
    const version = found?.vector ?? found?.available;
    if (version == null)
      return { unavailableBecause: `PostgreSQL at ${server.place} lacks the extension vector; install pgvector on the server` };
    return { engine: `PostgreSQL ${(found?.server ?? '').split(' ')[0] ?? ''}, pgvector ${version}` };
  } catch (error) {
    if (!isRankLabError(error) || error.code === 'CANCELLED') throw error;
    const remedy = error.details.remedy ?? 'check the server';
    return { unavailableBecause: `${error.message}; ${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}` };
  }
}
