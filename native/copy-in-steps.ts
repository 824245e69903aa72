import { RankLabError } from '#shared/errors';
import { nextTurn } from './index-settings';
import { throwIfAborted } from './running';
import type { RunContext } from './running';

/** Copies of at most this size are made on the JavaScript thread at a time: a millisecond or so. */
export const copyBytes = 2 << 20;

/**
 * Hands rows × dimension vectors to `take` in steps short enough for the event loop; what was handed over is checked meanwhile.
 * Reports up to `share` of the whole. @throws what `take` rejects with for the earliest rows, CANCELLED.
 */
export async function copyInSteps(
  vectors: Float32Array,
  rows: number,
  dimension: number,
  take: (part: Float32Array, row: number) => Promise<void>,
  context: RunContext | undefined,
  share: number,
): Promise<void> {
  const step = Math.max(1, Math.floor(copyBytes / 4 / dimension));
  const checks: Promise<void>[] = [];
  for (let row = 0; row < rows; row += step) {
    // The caller's array may have been transferred away meanwhile.
    if (vectors.length !== rows * dimension || context?.signal?.aborted) break;
    const end = Math.min(rows, row + step);
    checks.push(take(vectors.subarray(row * dimension, end * dimension), row));
    context?.report?.((share * end) / rows);
    if (end < rows) await nextTurn();
  }
  // All have ended before anything is thrown, and the first row that is wrong is the one named.
  for (const check of await Promise.allSettled(checks)) if (check.status === 'rejected') throw check.reason;
  throwIfAborted(context);
  if (checks.length !== Math.ceil(rows / step)) throw new RankLabError('INVALID_ARGUMENT', 'The vectors changed while they were read');
}
