import type { AnnAttachment } from '#engine/ann/port';
import type { AttachedCollection } from '#shared/schemas/index-engine';
import { unreported } from '../engines/attachment-steps';
import { inspectCollection } from './attached-collection';
import { QdrantCollection, type SearchTarget } from './qdrant-collection';
import type { QdrantParams } from './qdrant-params';
import type { QdrantServer } from './qdrant-server';
import { distanceOf, scoreFor } from './score-for';

/**
 * A collection that exists, read-only. Its dimension, its metric, its ids and a sample of its vectors are compared with those of the workspace first.
 * @throws NOT_FOUND, CONFLICT naming the collection and the difference.
 */
export async function attachCollection(
  server: QdrantServer,
  attached: AttachedCollection,
  request: AnnAttachment,
  { efSearch }: QdrantParams,
  engine: string,
): Promise<QdrantCollection> {
  const { metric, dimensions } = request.settings;
  const { links, datatype, pointId } = await inspectCollection(server, attached, request, unreported);
  const { collection, idField, vectorName } = attached;
  const rows = new Map(request.ids.map((id, row) => [String(pointId(id)), row]));
  const target: SearchTarget = {
    collection,
    idField,
    vectorName,
    scoreOf: scoreFor(distanceOf[metric]),
    idOf: (row) => pointId(request.ids[row] ?? ''),
    rowOf: (id) => rows.get(id),
    // Qdrant makes queries of length 1 where it compares by cosine.
    unitQueries: false,
    hasForeignRows: true,
  };
  const ids = Int32Array.from(request.ids.keys());
  const plan = {
    dimensions,
    count: ids.length,
    hasGraph: links > 0,
    bytes: ids.length * (dimensions * (datatype === 'float16' ? 2 : 4) + 2 * links * 4),
    description: `${engine} · attached ${collection} · ${links > 0 ? 'hnsw' : 'no index'} · ${metric}`,
    manifest: { format: 'ranklab-attached', version: 1, engine, table: collection, count: ids.length, metric, dimensions },
    efSearch,
  };
  return new QdrantCollection(server, plan, target, ids, () => {});
}
