import { RankLabError } from '#shared/errors';

/** An index type of FAISS’s notation as Qdrant has it. */
export interface CollectionType {
  readonly datatype: 'float32' | 'float16';
  /** Of the graph, per vector; undefined: every vector is compared. */
  readonly links: number | undefined;
}

const pattern = /^(?:HNSW(\d+)(?:,(Flat|SQfp16))?|(Flat|SQfp16))$/;
const mostDimensions = 65_536;

/** Flat, HNSW32, and the same in 16 bits: SQfp16, HNSW32,SQfp16; undefined for other types. */
export function collectionType(type: string): CollectionType | undefined {
  const [match, links, stored, plain] = pattern.exec(type) ?? [];
  if (match === undefined) return undefined;
  const datatype = (stored ?? plain) === 'SQfp16' ? 'float16' : 'float32';
  if (links === undefined) return { datatype, links: undefined };
  const count = Number(links);
  return count >= 2 && count <= 512 ? { datatype, links: count } : undefined;
}

/** @throws UNSUPPORTED naming the types that Qdrant has. */
export function requireType(type: string, dimensions: number): CollectionType {
  const known = collectionType(type);
  if (!known) {
    throw new RankLabError('UNSUPPORTED', `Qdrant has no index of type “${type}”`, {
      place: 'index.type',
      value: type,
      remedy: 'Choose Flat, HNSW32 (2 to 512 links), or SQfp16 in place of Flat for 16-bit vectors',
    });
  }
  if (dimensions > mostDimensions) {
    throw new RankLabError('UNSUPPORTED', `Qdrant takes at most ${mostDimensions} dimensions, not ${dimensions}`, {
      place: 'index.type',
      value: type,
      remedy: 'Use shorter vectors',
    });
  }
  return known;
}
