import { RankLabError } from '#shared/errors';
import type { VectorSearchOptions } from '../model/search';

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
