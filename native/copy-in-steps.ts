import { RankLabError } from '#shared/errors';
import { nextTurn } from './index-settings';
import { throwIfAborted } from './running';
import type { RunContext } from './running';

/** Copies of at most this size are made on the JavaScript thread at a time: a fraction of a millisecond. */
export const copyBytes = 1 << 20;
const leastBytes = 64 << 10;
const mostBytes = 8 << 20;
const firstBytes = 4 << 20;
/** How long one step is meant to take; the next one is as much longer or shorter as this one missed it. */
const stepMs = 1;

/**
 * Hands rows × dimension vectors to `take` in steps short enough for the event loop, whatever the machine has to do besides.
 * Reports up to `share` of the whole. @throws what `take` throws, CANCELLED.
 */
export async function copyInSteps(
  vectors: Float32Array,
  rows: number,
  dimension: number,
  take: (part: Float32Array, row: number) => void,
  context: RunContext | undefined,
  share: number,
): Promise<void> {
  let bytes = firstBytes;
  for (let row = 0; row < rows;) {
    // The caller's array may have been transferred away meanwhile.
    if (vectors.length !== rows * dimension) throw new RankLabError('INVALID_ARGUMENT', 'The vectors changed while they were read');
    throwIfAborted(context);
    const end = Math.min(rows, row + Math.max(1, Math.floor(bytes / 4 / dimension)));
    const start = performance.now();
    take(vectors.subarray(row * dimension, end * dimension), row);
    const took = Math.max(0.01, performance.now() - start);
    bytes = Math.min(mostBytes, 2 * bytes, Math.max(leastBytes, (bytes * stepMs) / took));
    row = end;
    context?.report?.((share * row) / rows);
    if (row < rows) await nextTurn();
  }
}
