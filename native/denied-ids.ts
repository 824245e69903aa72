import { RankLabError } from '#shared/errors';
import type { NativeIds } from './addon-types';
import { checkIds } from './check-arguments';
import { requireUnchanged } from './large-bytes';

/** One list of ids per query, concatenated: those of query q are ids[offsets[q]] … ids[offsets[q + 1] − 1]. */
export interface DeniedIds {
  readonly ids: NativeIds;
  readonly offsets: Int32Array;
}

/** Most ids copied in one step; a search step ends early when it has more. */
const idsInStep = 1 << 16;

/** The lists as given, with their lengths, because arrays may be transferred between the steps of a search. */
interface CheckedDenials {
  readonly lists: readonly NativeIds[];
  readonly lengths: readonly number[];
}

/** @throws INVALID_ARGUMENT unless there is one list of ids for each of `queryCount` queries. */
export function checkDenied(deny: unknown, queryCount: number): CheckedDenials | undefined {
  if (deny === undefined) return undefined;
  if (!Array.isArray(deny) || deny.length !== queryCount) {
    const described = Array.isArray(deny) ? `${deny.length} lists` : typeof deny;
    throw new RankLabError('INVALID_ARGUMENT', `deny must be one list of ids for each of ${queryCount} queries, not ${described}`, {
      place: 'deny',
    });
  }
  const lists = deny.map((ids, query) => checkIds(ids, `deny[${query}]`));
  return { lists, lengths: lists.map((ids) => ids.length) };
}

/** The end of a step that begins at query `from`: `to`, or earlier to limit the number of denied ids. */
export function stepEnd(deny: CheckedDenials | undefined, from: number, to: number): number {
  let total = 0;
  for (let query = from; deny && query < to; query++) {
    total += deny.lengths[query] ?? 0;
    if (total > idsInStep && query > from) return query;
  }
  return to;
}

/** The denied ids of queries [from, to); undefined where there are none. @throws INVALID_ARGUMENT when the length of a list has changed. */
export function deniedIn(deny: CheckedDenials | undefined, from: number, to: number): DeniedIds | undefined {
  if (!deny) return undefined;
  const lists = deny.lists.slice(from, to);
  lists.forEach((ids, i) => {
    requireUnchanged(ids, deny.lengths[from + i] ?? 0);
  });
  const offsets = new Int32Array(lists.length + 1);
  lists.forEach((ids, i) => (offsets[i + 1] = (offsets[i] ?? 0) + ids.length));
  const total = offsets[lists.length] ?? 0;
  if (total === 0) return undefined;
  const narrow = lists.filter((ids) => ids instanceof Int32Array);
  if (narrow.length === lists.length) {
    const ids = new Int32Array(total);
    narrow.forEach((list, i) => {
      ids.set(list, offsets[i]);
    });
    return { ids, offsets };
  }
  const ids = new BigInt64Array(total);
  lists.forEach((list, i) => {
    ids.set(list instanceof BigInt64Array ? list : BigInt64Array.from(list, BigInt), offsets[i]);
  });
  return { ids, offsets };
}
