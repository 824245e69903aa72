import { RankLabError } from '#shared/errors';
import { nextTurn } from './index-settings';
import { throwIfAborted } from './running';
import type { RunContext } from './running';

/** Largest copy made on the JavaScript thread at a time; takes a fraction of a millisecond. */
export const copyBytes = 1 << 20;
const minBytes = 64 << 10;
const maxBytes = 8 << 20;
const firstBytes = 4 << 20;
/** Target duration of one step; the size of the next step is scaled by the deviation from it. */
const stepMs = 1;

/**
 * Passes rows × dimension vectors to `take` in steps short enough for the event loop, even on a busy machine.
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
    // The caller's array may have been transferred in the meantime.
    if (vectors.length !== rows * dimension) throw new RankLabError('INVALID_ARGUMENT', 'The vectors changed while they were read');
    throwIfAborted(context);
    const end = Math.min(rows, row + Math.max(1, Math.floor(bytes / 4 / dimension)));
    const start = performance.now();
    take(vectors.subarray(row * dimension, end * dimension), row);
    const took = Math.max(0.01, performance.now() - start);
    bytes = Math.min(maxBytes, 2 * bytes, Math.max(minBytes, (bytes * stepMs) / took));
    row = end;
    context?.report?.((share * row) / rows);
    if (row < rows) await nextTurn();
  }
}
