import { z } from 'zod';
import type { AnnIndexSettings } from '#engine/ann/port';
import type { TaskContext } from '#engine/ports';
import { isRankLabError, RankLabError } from '#shared/errors';
import { unitRows } from '../engines/unit-rows';
import { planCollection, sha256, storedName, type CollectionPlan, type Contents } from './collection-plan';
import { requireType } from './collection-type';
import { countOf, fillCollection } from './fill';
import { isComplete, Leases } from './leases';
import { QdrantCollection, type SearchTarget } from './qdrant-collection';
import type { QdrantParams } from './qdrant-params';
import type { QdrantServer } from './qdrant-server';
import { scoreFor } from './score-for';

const manifestSchema = z.object({
  format: z.literal('ranklab-collection'),
  version: z.literal(1),
  collection: z.string().regex(/^[a-z][a-z0-9_-]{0,40}_[0-9a-f]{32}$/),
  engine: z.string(),
  dimensions: z.int(),
  metric: z.enum(['inner-product', 'l2', 'cosine']),
  type: z.string(),
  efConstruction: z.int(),
  count: z.int(),
  vectorsSha256: z.string(),
  idsSha256: z.string(),
});

/** Loads the vectors, or finds them loaded by an earlier build of the same ones. */
export async function buildCollection(
  server: QdrantServer,
  settings: AnnIndexSettings,
  params: QdrantParams,
  engine: string,
  { ids, vectors }: Contents,
  context?: TaskContext,
): Promise<QdrantCollection> {
  const stored = settings.metric === 'cosine' ? unitRows(vectors, settings.dimensions) : vectors;
  const plan = planCollection(settings, params.efConstruction, server.access.connection, engine, { ids, vectors: stored });
  await fillCollection(server, plan, { ids, vectors: stored }, context);
  return opened(server, plan, ids, params);
}

/** The collection that a manifest names. @throws CORRUPT_ARTIFACT if it is gone, incomplete or another one. */
export async function openCollection(
  server: QdrantServer,
  manifest: Readonly<Record<string, unknown>>,
  settings: AnnIndexSettings,
  params: QdrantParams,
): Promise<QdrantCollection> {
  const read = manifestSchema.safeParse(manifest);
  const { type, metric, dimensions } = settings;
  if (!read.success || read.data.type !== type || read.data.metric !== metric || read.data.dimensions !== dimensions) {
    throw new RankLabError('CORRUPT_ARTIFACT', 'The manifest of the index belongs to other settings', { remedy: 'Rebuild the index' });
  }
  const { format: _format, version: _version, collection: name, ...details } = read.data;
  const { shards, replicas } = server.access.connection;
  const plan: CollectionPlan = {
    ...requireType(type, dimensions),
    name,
    dimensions,
    metric,
    count: details.count,
    shards,
    replicas,
    details,
  };
  // The lease first, because a session that drops the collection reads it once more. A key that only reads cannot extend it.
  await new Leases(server, name).extend(name, details).catch((error: unknown) => {
    if (!isRankLabError(error) || error.code !== 'FORBIDDEN') throw error;
  });
  if (!(await isComplete(server, plan))) throw corrupt(`Qdrant at ${server.place} has no complete collection ${name}`);
  const count = await countOf(server, plan);
  if (count !== details.count) throw corrupt(`The collection ${name} holds ${count} of ${details.count} vectors`);
  return opened(server, plan, await idsOf(server, plan), params);
}

const corrupt = (message: string): RankLabError =>
  new RankLabError('CORRUPT_ARTIFACT', message, { place: 'index.backend', remedy: 'Build the index again' });

const pageSize = 10_000;

/** Usually 0 … n − 1, which their hash says; otherwise they are read. */
async function idsOf(server: QdrantServer, plan: CollectionPlan): Promise<Int32Array> {
  const usual = Int32Array.from({ length: plan.count }, (_, i) => i);
  if (sha256(usual) === plan.details.idsSha256) return usual;
  const ids: number[] = [];
  for (let offset: number | null | undefined; offset !== null;) {
    const page: { points: { id: number }[]; next_page_offset?: number | null } = await server.call(
      'POST',
      `/collections/${storedName(plan)}/points/scroll`,
      { limit: pageSize, with_payload: false, with_vector: false, ...(offset !== undefined && { offset }) },
    );
    ids.push(...page.points.map(({ id }) => id));
    offset = page.next_page_offset ?? null;
  }
  return Int32Array.from(ids);
}

const leaseMs = 3_600_000;

function opened(server: QdrantServer, plan: CollectionPlan, ids: Int32Array, params: QdrantParams): QdrantCollection {
  // A process that keeps the collection open for long keeps it from being dropped.
  const leases = new Leases(server, plan.name);
  const renewal = setInterval(() => void leases.extend(plan.name, plan.details).catch(() => undefined), leaseMs);
  renewal.unref();
  const { engine, type, metric } = plan.details;
  const { dimensions, count, links, datatype } = plan;
  const searched = {
    dimensions,
    count,
    hasGraph: links !== undefined,
    // Qdrant does not say how large a collection is: vectors, and the links of the lowest layer.
    bytes: count * (dimensions * (datatype === 'float16' ? 2 : 4) + 2 * (links ?? 0) * 4),
    description: `${engine} · ${type} · ${metric}`,
    manifest: { format: 'ranklab-collection', version: 1, collection: plan.name, ...plan.details },
    efSearch: params.efSearch,
  };
  return new QdrantCollection(server, searched, ownTarget(plan), ids, () => clearInterval(renewal));
}

/** Vectors of length 1 for cosine, so that the inner product serves. */
const ownTarget = ({ name, metric }: CollectionPlan): SearchTarget => ({
  collection: name,
  idField: null,
  vectorName: null,
  scoreOf: scoreFor(metric === 'l2' ? 'Euclid' : 'Dot'),
  idOf: (row) => row,
  rowOf: Number,
  unitQueries: metric === 'cosine',
  hasForeignRows: false,
});
