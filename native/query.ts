import { RankLabError } from '#shared/errors';
import type { NativeQuery, NativeToken } from './addon-types';
import { checkIds, checkWhole } from './check-arguments';
import type { FaissSearchOptions } from './faiss-types';

export const mostNeighbors = 1 << 24;

/** The arguments searches share, checked. */
export function nativeQuery(
  queries: Float32Array,
  neighborCount: number,
  options: Omit<FaissSearchOptions, 'neighborCount'>,
  threads: number,
  token: NativeToken,
): NativeQuery {
  const nprobe = checkWhole(options.nprobe ?? 0, 'nprobe', options.nprobe === undefined ? 0 : 1, mostNeighbors);
  const efSearch = checkWhole(options.efSearch ?? 0, 'efSearch', options.efSearch === undefined ? 0 : 1, mostNeighbors);
  const { filter } = options;
  // Callers without types: one of the two would be left out without a word.
  if (filter !== undefined && (typeof filter !== 'object' || filter === null || ('allow' in filter && 'deny' in filter)))
    throw new RankLabError('INVALID_ARGUMENT', 'A filter either allows ids or denies them', { place: 'filter' });
  const kind = filter === undefined ? 0 : 'allow' in filter ? 1 : 2;
  const ids = filter === undefined ? undefined : checkIds('allow' in filter ? filter.allow : filter.deny, 'filter');
  return [queries, neighborCount, nprobe, efSearch, kind, ids, threads, token];
}
