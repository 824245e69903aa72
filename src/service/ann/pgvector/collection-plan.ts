import { createHash } from 'node:crypto';
import type { AnnIndexSettings, AnnMetric } from '#engine/ann/port';
import type { PgvectorConnection } from '#shared/schemas/index-engine';
import { requireType, type CollectionType } from './collection-type';

/** What a collection holds and how it is built; its name is the hash of all of it. */
export interface CollectionPlan extends CollectionType {
  readonly name: string;
  readonly schema: string;
  readonly dimensions: number;
  readonly metric: AnnMetric;
  /** Suffix of the operator class. */
  readonly operators: 'ip_ops' | 'l2_ops';
  readonly efConstruction: number;
  readonly names: PgvectorConnection['names'];
  /** The foreign servers that hold its rows; none: the server itself. A connection may name others later, so they are stored with it. */
  readonly partitions: readonly string[];
  readonly count: number;
  /** Stored beside the collection, and in the manifest. */
  readonly details: {
    readonly engine: string;
    readonly dimensions: number;
    readonly metric: AnnMetric;
    readonly type: string;
    readonly efConstruction: number;
    readonly count: number;
    readonly vectorsSha256: string;
    readonly idsSha256: string;
  };
}

const sha256 = (array: Float32Array | Int32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex');

/** `vectors` as stored: of length 1 for cosine. */
export function planCollection(
  settings: AnnIndexSettings,
  efConstruction: number,
  { schema, names, partitions }: PgvectorConnection,
  engine: string,
  { ids, vectors }: { readonly ids: Int32Array; readonly vectors: Float32Array },
): CollectionPlan {
  const { dimensions, metric, type } = settings;
  const details = {
    engine,
    dimensions,
    metric,
    type,
    efConstruction,
    count: ids.length,
    vectorsSha256: sha256(vectors),
    idsSha256: sha256(ids),
  };
  const identity = createHash('sha256')
    .update(JSON.stringify(['collection 1', details, names, ...(partitions.length > 0 ? [partitions] : [])]))
    .digest('hex');
  return {
    ...requireType(type, dimensions),
    name: `vectors_${identity.slice(0, 32)}`,
    schema,
    dimensions,
    metric,
    operators: metric === 'l2' ? 'l2_ops' : 'ip_ops',
    efConstruction,
    names,
    partitions,
    count: ids.length,
    details,
  };
}
