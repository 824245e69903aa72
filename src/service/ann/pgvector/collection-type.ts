import { RankLabError } from '#shared/errors';
import type { VectorColumn } from './row-bytes';

/** An index type of FAISS’s notation as pgvector has it. */
export interface CollectionType {
  readonly column: VectorColumn;
  readonly method: { readonly name: 'hnsw'; readonly links: number } | { readonly name: 'ivfflat'; readonly lists: number } | undefined;
}

const pattern = /^(?:(?:HNSW(\d+)|IVF(\d+))(?:,(Flat|SQfp16))?|(Flat|SQfp16))$/;

/** Flat, HNSW32, IVF256,Flat, and the same in 16 bits: SQfp16, HNSW32,SQfp16, IVF256,SQfp16; undefined for other types. */
export function collectionType(type: string): CollectionType | undefined {
  const [match, links, lists, stored, plain] = pattern.exec(type) ?? [];
  if (match === undefined) return undefined;
  const column = (stored ?? plain) === 'SQfp16' ? 'halfvec' : 'vector';
  if (links !== undefined) {
    const count = Number(links);
    return count >= 2 && count <= 100 ? { column, method: { name: 'hnsw', links: count } } : undefined;
  }
  if (lists === undefined) return { column, method: undefined };
  const count = Number(lists);
  return stored !== undefined && count >= 1 && count <= 32_768 ? { column, method: { name: 'ivfflat', lists: count } } : undefined;
}

/** Most numbers in a vector that pgvector can index. */
const longest = { vector: 2_000, halfvec: 4_000 };

/** @throws UNSUPPORTED naming the types that pgvector has. */
export function requireType(type: string, dimensions: number): CollectionType {
  const known = collectionType(type);
  if (!known) {
    throw new RankLabError('UNSUPPORTED', `pgvector has no index of type “${type}”`, {
      place: 'index.type',
      value: type,
      remedy: 'Choose Flat, HNSW32 (2 to 100 links), IVF256,Flat (1 to 32,768 lists), or SQfp16 in place of Flat for 16-bit vectors',
    });
  }
  const most = known.method ? longest[known.column] : 16_000;
  if (dimensions > most) {
    throw new RankLabError('UNSUPPORTED', `pgvector cannot index ${dimensions} dimensions as ${type}; at most ${most}`, {
      place: 'index.type',
      value: type,
      remedy: known.column === 'vector' ? 'Choose a 16-bit type, such as HNSW32,SQfp16, or shorter vectors' : 'Use shorter vectors',
    });
  }
  return known;
}
