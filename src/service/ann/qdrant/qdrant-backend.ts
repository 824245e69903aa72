import type { AnnBackend, AnnProbe } from '#engine/ann/port';
import { qdrantAccess, type QdrantAccess } from '../engines/connections';
import { engineBackend } from '../engines/engine-backend';
import { attachCollection } from './attach';
import { inspectCollection } from './attached-collection';
import { collectionType, requireType } from './collection-type';
import { buildCollection, openCollection } from './open-collection';
import { qdrantEntry } from './qdrant-params';
import { QdrantServer, type CallOptions } from './qdrant-server';

/** Vectors in Qdrant. `find` gives the connection of this process. */
export const createQdrantBackend = (find: () => QdrantAccess | undefined = qdrantAccess): AnnBackend =>
  engineBackend({
    entry: qdrantEntry,
    name: 'Qdrant',
    searchParams: ['efSearch'],
    notConfigured: 'no Qdrant server is named; enter one in Settings, or set RANKLAB_QDRANT_URL',
    find,
    connect: (access) => new QdrantServer(access),
    knowsType: (type) => collectionType(type) !== undefined,
    requireType,
    probe: probeServer,
    build: buildCollection,
    open: openCollection,
    attach: attachCollection,
    inspect: inspectCollection,
    nameOf: ({ collection }) => collection,
  });

/** The first with points/query/batch. */
const [leastMajor, leastMinor] = [1, 10];

async function probeServer(server: QdrantServer, options: CallOptions): Promise<AnnProbe> {
  const version = await server.version(options);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < leastMajor || (major === leastMajor && minor < leastMinor))
    return { unavailableBecause: `Qdrant at ${server.place} is version ${version}; install ${leastMajor}.${leastMinor} or later` };
  // Version and health are answered without a key.
  await server.call('GET', '/collections', undefined, options);
  return { engine: `Qdrant ${version}` };
}
