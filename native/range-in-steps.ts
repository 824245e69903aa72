import { RankLabError } from '#shared/errors';
import type { NativeBytes } from './addon-types';
import { checkRows } from './check-arguments';
import { copyBytes } from './copy-in-steps';
import { checkDenied, deniedIn, stepEnd } from './denied-ids';
import type { FaissRangeResult, FaissSearchOptions } from './faiss-types';
import { nextTurn } from './index-settings';
import { releaseBytes, readInPieces } from './large-bytes';
import { checkedOptions, releaseFilter, nativeQuery } from './query';
import { runWatched } from './running';
import type { SearchableIndex } from './search-in-steps';

/** Most matches of one range search. */
const maxMatches = 50_000_000;

/** Searches few enough queries at a time that copying them is fast, and transfers the matches in pieces. */
export async function rangeInSteps(
  { addon, native, dimension, threads }: SearchableIndex,
  queries: Float32Array,
  options: Omit<FaissSearchOptions, 'neighborCount'> & { readonly minimumScore: number },
): Promise<FaissRangeResult> {
  const rows = checkRows(queries, dimension, 'queries');
  const step = Math.max(1, Math.floor(copyBytes / 4 / dimension));
  const deny = checkDenied((options as typeof options | undefined)?.deny, rows);
  const checked = await checkedOptions(addon, options, rows > step);
  const offsets = new Float64Array(rows + 1);
  const found: { ids: NativeBytes; scores: NativeBytes; end: number }[] = [];
  let total = 0;
  try {
    if (!Number.isFinite(options.minimumScore)) throw new RankLabError('INVALID_ARGUMENT', 'The minimum score must be a finite number');
    for (let row = 0, end = 0; row < rows; row = end) {
      end = stepEnd(deny, row, Math.min(rows, row + step));
      // The caller's array may have been transferred in the meantime.
      if (queries.length !== rows * dimension) throw new RankLabError('INVALID_ARGUMENT', 'The queries changed while they were read');
      const part = queries.subarray(row * dimension, end * dimension);
      const matches = await runWatched(addon, options.context, [row / rows, end / rows], (token) =>
        native.rangeSearch(...nativeQuery(part, 1, checked, threads, token, deniedIn(deny, row, end)), row, options.minimumScore),
      );
      for (let i = row; i < end; i++) offsets[i + 1] = total + (matches.offsets[i - row + 1] ?? 0);
      total = offsets[end] ?? 0;
      found.push({ ids: matches.ids, scores: matches.scores, end: total });
      if (total > maxMatches)
        throw new RankLabError('INVALID_ARGUMENT', `More than ${maxMatches} matches: ask for a higher minimum score or fewer queries`);
    }
    const ids = new BigInt64Array(total);
    const scores = new Float32Array(total);
    let at = 0;
    for (const part of found) {
      await readInPieces(part.ids, ids, at * ids.BYTES_PER_ELEMENT);
      await readInPieces(part.scores, scores, at * scores.BYTES_PER_ELEMENT);
      at = part.end;
      await nextTurn();
    }
    return { offsets, ids, scores };
  } finally {
    releaseFilter(checked);
    for (const part of found) [part.ids, part.scores].forEach(releaseBytes);
  }
}
