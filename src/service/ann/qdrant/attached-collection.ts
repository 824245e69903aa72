import type { AnnAttachment } from '#engine/ann/port';
import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { AttachedCollection } from '#shared/schemas/index-engine';
import type { Step } from '../engines/attachment-steps';
import { sameVector, sampleOf, vectorOf } from '../engines/vector-sample';
import type { QdrantServer } from './qdrant-server';
import { distanceOf } from './score-for';
import type { PointId } from './search-requests';

const pageSize = 1_000;
const tolerance = { float32: 1e-4, float16: 2e-3 };

interface VectorParams {
  readonly size: number;
  readonly distance: string;
  readonly datatype?: string;
}

interface CollectionInfo {
  readonly config: {
    readonly params: { readonly vectors?: VectorParams | Readonly<Record<string, VectorParams>> };
    readonly hnsw_config?: { readonly m?: number };
  };
  readonly payload_schema?: Readonly<Record<string, { readonly data_type?: string }>>;
}

export interface FoundCollection {
  readonly links: number;
  readonly datatype: 'float32' | 'float16';
  /** A workspace's id as the collection has it. */
  readonly pointId: (id: string) => PointId;
}

interface Point {
  readonly id: PointId;
  readonly payload?: Readonly<Record<string, unknown>> | null;
  readonly vector?: readonly number[] | Readonly<Record<string, readonly number[]>>;
}

/** Compares a collection with the vectors of a workspace. @throws NOT_FOUND, CONFLICT naming the collection and the first difference. */
export async function inspectCollection(
  server: QdrantServer,
  attached: AttachedCollection,
  request: AnnAttachment,
  step: Step,
): Promise<FoundCollection> {
  const { metric, dimensions } = request.settings;
  await step('metric', async () => {
    if (attached.metric !== metric)
      throw differs(server, attached, `is attached for ${attached.metric}, but the index is asked for ${metric}`);
    return { detail: metric };
  });
  const { info, vector } = await step('dimensions', () => describe(server, attached, dimensions));
  const { links } = await step('index', async () => indexOf(server, attached, info, vector));
  const pointId = await pointIds(server, attached, info);
  const found = { links, datatype: vector.datatype === 'float16' ? ('float16' as const) : ('float32' as const), pointId };
  await step('videos', () => compareIds(server, attached, found, request));
  await step('sample', () => compareSample(server, attached, found, request));
  return found;
}

const pathOf = ({ collection }: AttachedCollection): string => `/collections/${encodeURIComponent(collection)}`;

async function describe(server: QdrantServer, attached: AttachedCollection, dimensions: number) {
  const info = await server.find<CollectionInfo>(pathOf(attached));
  if (!info) throw missing(server, attached, 'does not exist');
  const { vectors = {} } = info.config.params;
  const isSingle = typeof vectors['size'] === 'number';
  if (attached.vectorName === null && !isSingle)
    throw missing(server, attached, `has several vectors: ${Object.keys(vectors).join(', ') || 'none without a name'}`);
  const vector =
    attached.vectorName === null
      ? (vectors as VectorParams)
      : isSingle
        ? undefined
        : (vectors as Record<string, VectorParams>)[attached.vectorName];
  if (!vector) throw missing(server, attached, `has no vector ${attached.vectorName ?? ''}`);
  if (vector.size !== dimensions)
    throw differs(server, attached, `has ${vector.size} dimensions, the vectors of the workspace ${dimensions}`);
  if (vector.datatype === 'uint8') throw differs(server, attached, 'holds whole numbers of 8 bits');
  const where = attached.idField === null ? 'ids of the points' : `ids in ${attached.idField}`;
  return { info, vector, detail: `${dimensions}, ${where}, vectors as ${vector.datatype ?? 'float32'}` };
}

function indexOf(server: QdrantServer, attached: AttachedCollection, info: CollectionInfo, { distance }: VectorParams) {
  const wanted = distanceOf[attached.metric];
  if (distance !== wanted) throw differs(server, attached, `is compared by ${distance}, not by ${wanted}`);
  const links = info.config.hnsw_config?.m ?? 16;
  const field = attached.idField === null ? undefined : info.payload_schema?.[attached.idField];
  // Without one, each filtered search reads the payload of every point.
  const fieldIndex = attached.idField === null ? '' : `, ${field ? 'with' : 'without'} an index of ${attached.idField}`;
  return { links, detail: `${links > 0 ? `hnsw, m = ${links}` : 'none: every point is compared'}, ${distance}${fieldIndex}` };
}

/** Ids in the payload may be numbers or text; ids of points are numbers or UUIDs. */
async function pointIds(server: QdrantServer, attached: AttachedCollection, info: CollectionInfo): Promise<FoundCollection['pointId']> {
  const { idField } = attached;
  if (idField === null) return (id) => (/^\d{1,15}$/.test(id) ? Number(id) : id);
  const kind = info.payload_schema?.[idField]?.data_type ?? (await kindOf(server, attached, idField));
  return kind === 'integer' ? (id) => (/^-?\d{1,15}$/.test(id) ? Number(id) : id) : (id) => id;
}

async function kindOf(server: QdrantServer, attached: AttachedCollection, field: string): Promise<string> {
  const body = { limit: 1, with_payload: [field], with_vector: false };
  const { points } = await server.call<{ points: Point[] }>('POST', `${pathOf(attached)}/points/scroll`, body);
  const value = points[0]?.payload?.[field];
  if (value === undefined || value === null) throw missing(server, attached, `has no field ${field} in its payload`);
  return typeof value === 'number' ? 'integer' : 'keyword';
}

/** The points of these videos, in no order. */
async function pointsOf(
  server: QdrantServer,
  attached: AttachedCollection,
  ids: readonly PointId[],
  withVector: boolean,
): Promise<{ readonly id: string; readonly vector: readonly number[] | undefined }[]> {
  const { idField, vectorName } = attached;
  const shown = {
    with_payload: idField === null ? false : [idField],
    with_vector: withVector && vectorName !== null ? [vectorName] : withVector,
  };
  const points: Point[] = [];
  if (idField === null) {
    const known = ids.filter((id) => typeof id === 'number' || uuid.test(id));
    if (known.length > 0)
      points.push(...(await server.call<Point[]>('POST', `${pathOf(attached)}/points`, { ids: known, ...shown }, { timeoutMs: 0 })));
  } else {
    const filter = { must: [{ key: idField, match: { any: ids } }] };
    // One more than there should be: a video that is there twice.
    const body = { filter, limit: ids.length + 1, ...shown };
    points.push(...(await server.call<{ points: Point[] }>('POST', `${pathOf(attached)}/points/scroll`, body, { timeoutMs: 0 })).points);
  }
  return points.map(({ id, payload, vector }) => ({
    id: String(idField === null ? id : payload?.[idField]),
    vector: isList(vector) ? vector : vectorName === null ? undefined : vector?.[vectorName],
  }));
}

const uuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;
const isList = (vector: Point['vector']): vector is readonly number[] => Array.isArray(vector);

async function compareIds(
  server: QdrantServer,
  attached: AttachedCollection,
  { pointId }: FoundCollection,
  { ids }: AnnAttachment,
): Promise<{ readonly detail: string }> {
  let present = 0;
  for (let start = 0; start < ids.length; start += pageSize) {
    const found = await pointsOf(server, attached, ids.slice(start, start + pageSize).map(pointId), false);
    const distinct = new Set(found.map(({ id }) => id)).size;
    if (distinct < found.length) throw differs(server, attached, `has several points for one id in ${attached.idField ?? ''}`);
    present += distinct;
  }
  if (present === ids.length) return { detail: `all ${formatCount(present)} of the workspace, each once` };
  throw differs(server, attached, `holds ${formatCount(present)} of the ${formatCount(ids.length)} videos of the workspace`);
}

async function compareSample(
  server: QdrantServer,
  attached: AttachedCollection,
  { pointId, datatype }: FoundCollection,
  request: AnnAttachment,
): Promise<{ readonly detail: string }> {
  const sample = sampleOf(request.ids);
  const points = await pointsOf(
    server,
    attached,
    sample.map(({ id }) => pointId(id)),
    true,
  );
  const byId = new Map(points.map(({ id, vector }) => [id, Float32Array.from(vector ?? [])]));
  const { dimensions, metric } = request.settings;
  for (const { id, row } of sample) {
    const theirs = byId.get(String(pointId(id))) ?? new Float32Array(0);
    if (theirs.length !== dimensions || !sameVector(vectorOf(request, row), theirs, metric, tolerance[datatype]))
      throw differs(server, attached, `has another vector for “${id}” than the workspace`);
  }
  return { detail: `${formatCount(sample.length)} vectors are equal` };
}

const missing = (server: QdrantServer, { collection }: AttachedCollection, what: string): RankLabError =>
  new RankLabError('NOT_FOUND', `The collection ${collection} of Qdrant at ${server.place} ${what}`, {
    place: 'qdrant.attached',
    value: collection,
    remedy: 'Correct the attached collection in the connection',
  });

const differs = (server: QdrantServer, { collection }: AttachedCollection, difference: string): RankLabError =>
  new RankLabError('CONFLICT', `The collection ${collection} of Qdrant at ${server.place} ${difference}`, {
    place: 'qdrant.attached',
    value: collection,
    remedy: 'Bring collection and workspace into agreement, or remove the attachment so that RankLab fills a collection',
  });
