import { parseParams } from '#engine/core/registry';
import { decodeManifest } from '#engine/ann/collection-manifest';
import { defaultIndexType } from '#engine/ann/default-type';
import { OverlaidIndex } from '#engine/ann/overlaid-index';
import type { AnnAttachment, AnnBackend, AnnIndex, AnnIndexSettings, AnnProbe } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { isRankLabError, RankLabError } from '#shared/errors';
import type { AttachmentReport } from '#shared/schemas/index-engine';
import { reportSteps } from '../engines/attachment-steps';
import { qdrantAccess, type QdrantAccess } from '../engines/connections';
import { attachCollection } from './attach';
import { inspectCollection } from './attached-collection';
import { collectionType, requireType } from './collection-type';
import { buildCollection, openCollection } from './open-collection';
import { qdrantEntry, type QdrantParams } from './qdrant-params';
import { QdrantServer } from './qdrant-server';

/** Vectors in Qdrant. `find` gives the connection of this process. */
export function createQdrantBackend(find: () => QdrantAccess | undefined = qdrantAccess): AnnBackend {
  let opened: { readonly key: string; readonly server: QdrantServer } | undefined;
  const server = (): QdrantServer => {
    const access = find();
    if (!access) throw new RankLabError('UNSUPPORTED', notConfigured, { place: 'index.backend' });
    const key = JSON.stringify(access);
    if (opened?.key !== key) opened = { key, server: new QdrantServer(access) };
    return opened.server;
  };
  const probe = (context?: TaskContext): Promise<AnnProbe> => probeServer(server(), context);
  return {
    ...qdrantEntry,
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
    searchParams: ['efSearch'],
    knowsType: (type) => collectionType(type) !== undefined,
    create(settings) {
      const params = checked(settings);
      const connected = server();
      return new OverlaidIndex(
        settings,
        async (vectors, ids, context) => {
          const { engine, unavailableBecause } = await probe(context);
          if (engine === undefined)
            throw new RankLabError('UNAVAILABLE', unavailableBecause ?? 'Qdrant does not answer', { place: 'index.backend' });
          return buildCollection(connected, settings, params, engine, { vectors, ids }, context);
        },
        `qdrant · ${settings.type} · ${settings.metric}`,
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
  server: QdrantServer,
  attachment: AnnAttachment,
  probe: (context?: TaskContext) => Promise<AnnProbe>,
  context?: TaskContext,
): Promise<AnnIndex | undefined> {
  const { settings, which } = attachment;
  const attached = server.access.connection.attached[which];
  if (!attached) return undefined;
  const params = parseParams(qdrantEntry, settings.params, 'index.params');
  const { engine = 'Qdrant' } = await probe(context);
  return OverlaidIndex.over(await attachCollection(server, attached, attachment, params, engine), settings);
}

async function checkIn(server: QdrantServer, attachment: AnnAttachment): Promise<AttachmentReport | undefined> {
  const { which } = attachment;
  const attached = server.access.connection.attached[which];
  if (!attached) return undefined;
  const { checks, remedy } = await reportSteps((step) => inspectCollection(server, attached, attachment, step));
  return { backend: qdrantEntry.id, which, table: attached.collection, passed: remedy === null, checks: [...checks], remedy };
}

const notConfigured = 'no Qdrant server is named; enter one in Settings, or set RANKLAB_QDRANT_URL';

function checked(settings: AnnIndexSettings): QdrantParams {
  const params = parseParams(qdrantEntry, settings.params, 'index.params');
  requireType(settings.type, settings.dimensions);
  return params;
}

/** A short patience: the status of an engine is asked for by people who wait. */
const probePatienceMs = 0;
/** The first with points/query/batch. */
const [leastMajor, leastMinor] = [1, 10];

async function probeServer(server: QdrantServer, context?: TaskContext): Promise<AnnProbe> {
  const options = { context, patienceMs: probePatienceMs };
  try {
    const version = await server.version(options);
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < leastMajor || (major === leastMajor && minor < leastMinor))
      return { unavailableBecause: `Qdrant at ${server.place} is version ${version}; install ${leastMajor}.${leastMinor} or later` };
    // Version and health are answered without a key.
    await server.call('GET', '/collections', undefined, options);
    return { engine: `Qdrant ${version}` };
  } catch (error) {
    if (!isRankLabError(error) || error.code === 'CANCELLED') throw error;
    const remedy = error.details.remedy ?? 'check the server';
    return { unavailableBecause: `${error.message}; ${remedy.charAt(0).toLowerCase()}${remedy.slice(1)}` };
  }
}
