import { z } from 'zod';
import type { AnnIndexSettings } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { RankLabError } from '#shared/errors';
import { planCollection, type CollectionPlan } from './collection-plan';
import { requireType } from './collection-type';
import { CollectionsTable } from './collections-table';
import { fillCollection } from './fill';
import { tableName } from './identifiers';
import { bytesOf } from './partitions';
import type { PgvectorParams } from './pgvector-params';
import { PgvectorCollection } from './pgvector-collection';
import type { PostgresServer } from './postgres-server';
import { ownTarget } from './search-target';
import { unitRows } from '../engines/unit-rows';

const manifestSchema = z.object({
  format: z.literal('ranklab-collection'),
  version: z.literal(1),
  collection: z.string().regex(/^vectors_[0-9a-f]{32}$/),
  engine: z.string(),
  dimensions: z.int(),
  metric: z.enum(['inner-product', 'l2', 'cosine']),
  type: z.string(),
  efConstruction: z.int(),
  count: z.int(),
  vectorsSha256: z.string(),
  idsSha256: z.string(),
});

interface Contents {
  readonly ids: Int32Array;
  readonly vectors: Float32Array;
}

/** Loads the vectors, or finds them loaded by an earlier build of the same ones. */
export async function buildCollection(
  server: PostgresServer,
  settings: AnnIndexSettings,
  params: PgvectorParams,
  engine: string,
  { ids, vectors }: Contents,
  context?: TaskContext,
): Promise<PgvectorCollection> {
  const stored = settings.metric === 'cosine' ? unitRows(vectors, settings.dimensions) : vectors;
  const plan = planCollection(settings, params.efConstruction, server.access.connection, engine, { ids, vectors: stored });
  await fillCollection(server, plan, { ids, vectors: stored }, context);
  return opened(server, plan, ids, params);
}

/** The collection that a manifest names. @throws CORRUPT_ARTIFACT if it is gone, incomplete or another one. */
export async function openCollection(
  server: PostgresServer,
  manifest: Readonly<Record<string, unknown>>,
  settings: AnnIndexSettings,
  params: PgvectorParams,
): Promise<PgvectorCollection> {
  const read = manifestSchema.safeParse(manifest);
  const { type, metric, dimensions } = settings;
  if (!read.success || read.data.type !== type || read.data.metric !== metric || read.data.dimensions !== dimensions) {
    throw new RankLabError('CORRUPT_ARTIFACT', 'The manifest of the index belongs to other settings', { remedy: 'Rebuild the index' });
  }
  const { format: _format, version: _version, collection: name, ...details } = read.data;
  const { schema, names } = server.access.connection;
  const partitions = await new CollectionsTable(server).require(name);
  const plan: CollectionPlan = {
    ...requireType(type, dimensions),
    name,
    schema,
    dimensions,
    metric,
    operators: metric === 'l2' ? 'l2_ops' : 'ip_ops',
    efConstruction: details.efConstruction,
    names,
    partitions,
    count: details.count,
    details,
  };
  const [ids] = await server.query<{ count: string; ids: number[] | null }>(
    `select count(*)::text as count, case when min(id) = 0 and max(id) = count(*) - 1 then null else array_agg(id order by id) end as ids
     from ${tableName(schema, name)}`,
    [],
    { timeoutMs: 0 },
  );
  if (Number(ids?.count) !== details.count) {
    throw new RankLabError('CORRUPT_ARTIFACT', `The collection ${name} holds ${ids?.count ?? 0} of ${details.count} vectors`, {
      place: 'index.backend',
      remedy: 'Build the index again',
    });
  }
  return opened(
    server,
    plan,
    Int32Array.from(ids?.ids ?? { length: details.count }, (id, i) => (ids?.ids ? Number(id) : i)),
    params,
  );
}

const leaseMs = 3_600_000;

async function opened(server: PostgresServer, plan: CollectionPlan, ids: Int32Array, params: PgvectorParams): Promise<PgvectorCollection> {
  const bytes = await bytesOf(server, plan);
  // A process that keeps the collection open for long keeps it from being dropped.
  const collections = new CollectionsTable(server);
  const renewal = setInterval(() => void collections.lease(plan.name).catch(() => false), leaseMs);
  renewal.unref();
  const { efSearch, nprobe } = params;
  const { engine, type, metric } = plan.details;
  const searched = {
    ...plan,
    description: `${engine} · ${type} · ${metric}`,
    manifest: { format: 'ranklab-collection', version: 1, collection: plan.name, ...plan.details },
  };
  return new PgvectorCollection(server, searched, ownTarget(plan), ids, bytes, { efSearch, nprobe }, () => clearInterval(renewal));
}
