import { createHash } from 'node:crypto';
import type { AnnIndexSettings, AnnMetric } from '#engine/ann/port';
import type { QdrantConnection } from '#shared/schemas/index-engine';
import { requireType, type CollectionType } from './collection-type';

/** What a collection holds and how it is built; its name is the hash of all of it. */
export interface CollectionPlan extends CollectionType {
  /** An alias that exists once the collection is complete. */
  readonly name: string;
  readonly dimensions: number;
  readonly metric: AnnMetric;
  readonly count: number;
  readonly shards: number;
  readonly replicas: number;
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

export interface Contents {
  readonly ids: Int32Array;
  /** ids.length × dimensions, row-major; of length 1 for cosine. */
  readonly vectors: Float32Array;
}

export const sha256 = (array: Float32Array | Int32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex');

/** The collection behind the alias: what is loaded is not found under the name of the plan until it is complete. */
export const storedName = ({ name }: Pick<CollectionPlan, 'name'>): string => `${name}_vectors`;

export function planCollection(
  settings: AnnIndexSettings,
  efConstruction: number,
  { prefix, shards, replicas }: QdrantConnection,
  engine: string,
  { ids, vectors }: Contents,
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
    .update(JSON.stringify(['collection 1', details, shards, replicas]))
    .digest('hex');
  return {
    ...requireType(type, dimensions),
    name: `${prefix}_${identity.slice(0, 32)}`,
    dimensions,
    metric,
    count: ids.length,
    shards,
    replicas,
    details,
  };
}
