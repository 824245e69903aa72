import { RankLabError } from '#shared/errors';
import type { DeniedIds } from './denied-ids';
import type { FaissAddon, NativeFilter, NativeIds, NativeQuery, NativeToken } from './addon-types';
import { checkIds, checkWhole } from './check-arguments';
import type { FaissSearchOptions } from './faiss-types';
import { nextTurn } from './index-settings';
import { copyInPieces, releaseBytes, requireUnchanged } from './large-bytes';

export const maxNeighbors = 1 << 24;
/** Most filter ids copied at once, per step of a search; takes a fraction of a millisecond. */
const fewIds = 1 << 15;

type SharedOptions = Omit<FaissSearchOptions, 'neighborCount'>;

/** The common settings of a search, checked once for all its steps. */
interface CheckedOptions {
  readonly nprobe: number;
  readonly efSearch: number;
  readonly kind: 0 | 1 | 2;
  readonly ids: NativeFilter | undefined;
}

/** `inSteps`: whether the event loop runs before the last use, so that the caller may change the filter in between. */
export function checkedOptions(addon: FaissAddon, options: SharedOptions, inSteps: boolean): CheckedOptions | Promise<CheckedOptions> {
  if (typeof options !== 'object' || options === null)
    throw new RankLabError('INVALID_ARGUMENT', 'A search needs its options', { place: 'options' });
  const nprobe = checkWhole(options.nprobe ?? 0, 'nprobe', options.nprobe === undefined ? 0 : 1, maxNeighbors);
  const efSearch = checkWhole(options.efSearch ?? 0, 'efSearch', options.efSearch === undefined ? 0 : 1, maxNeighbors);
  const { filter } = options;
  if (filter === undefined) return { nprobe, efSearch, kind: 0, ids: undefined };
  // Untyped callers may set both, and one of them would be ignored silently.
  if (typeof filter !== 'object' || filter === null || ('allow' in filter && 'deny' in filter))
    throw new RankLabError('INVALID_ARGUMENT', 'A filter either allows ids or denies them', { place: 'filter' });
  const kind = 'allow' in filter ? 1 : 2;
  const ids = checkIds('allow' in filter ? filter.allow : filter.deny, 'filter');
  if (ids.length <= fewIds) return { nprobe, efSearch, kind, ids: inSteps ? ids.slice() : ids };
  return manyIds(addon, ids).then((copy) => ({ nprobe, efSearch, kind, ids: copy }));
}

/** Call after the last step: frees a large filter's copy immediately instead of at the next garbage collection. */
export function releaseFilter({ ids }: CheckedOptions): void {
  if (ids && 'release' in ids) releaseBytes(ids);
}

/** The arguments of the native calls for one step. */
export function nativeQuery(
  queries: Float32Array,
  neighborCount: number,
  { nprobe, efSearch, kind, ids }: CheckedOptions,
  threads: number,
  token: NativeToken,
  denied?: DeniedIds,
): NativeQuery {
  return [queries, neighborCount, nprobe, efSearch, kind, ids, threads, token, denied?.ids, denied?.offsets];
}

async function manyIds(addon: FaissAddon, ids: NativeIds): Promise<NativeFilter> {
  if (ids instanceof BigInt64Array) return copyInPieces(addon, new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength));
  const count = ids.length;
  const wide = new addon.Bytes();
  for (let from = 0; from < count; from += fewIds) {
    if (from > 0) await nextTurn();
    requireUnchanged(ids, count);
    wide.append(new Uint8Array(BigInt64Array.from(ids.subarray(from, from + fewIds), BigInt).buffer));
  }
  return wide;
}
