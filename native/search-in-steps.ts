import { RankLabError } from '#shared/errors';
import type { FaissAddon, NativeIds, NativeIndex } from './addon-types';
import { checkRows, checkWhole } from './check-arguments';
import { copyBytes } from './copy-in-steps';
import { checkDenied, deniedIn, stepEnd } from './denied-ids';
import type { FaissSearchOptions, FaissSearchResult } from './faiss-types';
import { checkedOptions, releaseFilter, maxNeighbors, nativeQuery } from './query';
import { runWatched } from './running';

/** Searches of at most this many multiplications (a tenth of a millisecond) run on the calling thread. */
const inlineWork = 1_000_000;

/** The index interface that a search needs. */
export interface SearchableIndex {
  readonly addon: FaissAddon;
  readonly native: NativeIndex;
  readonly dimension: number;
  /** Vectors that searches can return. */
  readonly count: number;
  readonly threads: number;
}

/** Searches a few queries at a time: small copies, small results, and cancellation about every tenth of a second. */
export async function searchInSteps<Ids extends NativeIds>(
  { addon, native, dimension, count, threads }: SearchableIndex,
  queries: Float32Array,
  options: FaissSearchOptions,
  makeIds: (length: number) => Ids,
): Promise<FaissSearchResult<Ids>> {
  const rows = checkRows(queries, dimension, 'queries');
  const requested = checkWhole((options as FaissSearchOptions | undefined)?.neighborCount, 'neighborCount', 1, Number.MAX_SAFE_INTEGER);
  const neighborCount = Math.min(requested, count, maxNeighbors);
  const ids = makeIds(rows * neighborCount);
  const scores = new Float32Array(rows * neighborCount);
  const narrow = ids instanceof Int32Array;
  const step = queryStep(neighborCount, count, dimension);
  const deny = checkDenied((options as FaissSearchOptions | undefined)?.deny, rows);
  const checking = checkedOptions(addon, options, rows > step);
  // Avoids a turn of the event loop where none is needed.
  const checked = checking instanceof Promise ? await checking : checking;
  let fewestEligible = count;
  let incomplete = 0;
  try {
    for (let row = 0, end = 0; row < rows && neighborCount > 0; row = end) {
      end = stepEnd(deny, row, Math.min(rows, row + step));
      const denied = deniedIn(deny, row, end);
      // The caller's array may have been transferred in the meantime.
      if (queries.length !== rows * dimension) throw new RankLabError('INVALID_ARGUMENT', 'The queries changed while they were read');
      const part = queries.subarray(row * dimension, end * dimension);
      const found = await runWatched(addon, options.context, [row / rows, end / rows], (token) =>
        native.search(...nativeQuery(part, neighborCount, checked, threads, token, denied), row, narrow, inlineWork),
      );
      ids.set(found.ids as never, row * neighborCount);
      scores.set(found.scores, row * neighborCount);
      fewestEligible = Math.min(fewestEligible, found.fewestEligible);
      incomplete += found.incomplete;
    }
  } finally {
    releaseFilter(checked);
  }
  const clampedBecause = shortfallReason(requested, count, fewestEligible, incomplete, rows);
  return { ids, scores, neighborCount, ...(clampedBecause !== undefined && { clampedBecause }) };
}

/** Why some query has fewer neighbours than requested; undefined when none has. */
function shortfallReason(requested: number, count: number, fewestEligible: number, incomplete: number, rows: number): string | undefined {
  const refusal = `${requested} neighbours were requested`;
  if (incomplete > 0) return `${refusal}; this type of index found fewer for ${incomplete} of ${rows} queries although more exist`;
  if (count < requested) return `${refusal}; the index has ${count} vectors`;
  if (fewestEligible < requested) return `${refusal}; the filter and the denied ids leave ${fewestEligible} of ${count} vectors`;
  return undefined;
}

function queryStep(neighborCount: number, count: number, dimension: number): number {
  const byCopy = copyBytes / 4 / dimension;
  const byResult = 2.5e5 / Math.max(1, neighborCount);
  const byWork = 1e10 / Math.max(1, count * dimension);
  return Math.max(1, Math.floor(Math.min(byCopy, byResult, Math.max(byWork, 16))));
}
