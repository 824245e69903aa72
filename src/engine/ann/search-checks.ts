import { RankLabError } from '#shared/errors';
import type { VectorSearchOptions } from '../model/search';

/** The number of vectors in n × dimensions numbers. @throws INVALID_ARGUMENT for a part of a vector, NaN, infinities and another number of ids. */
export function requireVectors(vectors: Float32Array, dimensions: number, ids?: Int32Array): number {
  const count = vectors.length / dimensions;
  if (!Number.isInteger(count) || (ids && ids.length !== count)) {
    throw new RankLabError(
      'INVALID_ARGUMENT',
      `${vectors.length} numbers are not ${ids?.length ?? 'whole'} vectors of ${dimensions} dimensions`,
    );
  }
  for (let at = 0; at < vectors.length; at++) {
    if (!Number.isFinite(vectors[at])) {
      throw new RankLabError('INVALID_ARGUMENT', `Vector ${Math.floor(at / dimensions)} has a value that is not a finite number`, {
        value: String(vectors[at]),
      });
    }
  }
  return count;
}

/** The number of queries in m × dimensions numbers. @throws INVALID_ARGUMENT for a part of a query, and for less than one neighbour. */
export function requireQueries(queries: Float32Array, dimensions: number, neighborCount: number): number {
  const count = queries.length / dimensions;
  if (!Number.isInteger(count)) {
    throw new RankLabError('INVALID_ARGUMENT', `${queries.length} numbers are not whole queries of ${dimensions} dimensions`);
  }
  if (!Number.isInteger(neighborCount) || neighborCount < 1) {
    throw new RankLabError('INVALID_ARGUMENT', `The number of neighbours must be at least 1`, {
      place: 'neighborCount',
      value: String(neighborCount),
    });
  }
  return count;
}

/** @throws INVALID_ARGUMENT unless there is one list of denied ids for each of `queryCount` queries, or none at all. */
export function requireOneListPerQuery(deny: VectorSearchOptions['deny'], queryCount: number): void {
  if (!deny || deny.length === queryCount) return;
  throw new RankLabError('INVALID_ARGUMENT', `deny must be one list of ids for each of ${queryCount} queries, not ${deny.length} lists`, {
    place: 'deny',
  });
}

/**
 * Why some row of an exact answer (m × neighborCount, −1 pads) is shorter than requested, as VectorSearchResult.clampedBecause; undefined if none is.
 * `count`: vectors in the index.
 */
export function clampedBecause(ids: Int32Array, neighborCount: number, count: number): { readonly clampedBecause?: string } {
  let fewest = neighborCount;
  for (let start = 0; start < ids.length; start += neighborCount) {
    while (fewest > 0 && ids[start + fewest - 1] < 0) fewest--;
  }
  if (fewest === neighborCount) return {};
  const refusal = `${neighborCount} neighbours were requested`;
  if (fewest === count) return { clampedBecause: `${refusal}; the index has ${count} vectors` };
  return { clampedBecause: `${refusal}; the filter and the denied ids leave ${fewest} of ${count} vectors` };
}
