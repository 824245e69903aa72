import { RankLabError } from '#shared/errors';
import type { VectorSearchResult } from '#engine/model/search';

const maxCells = 1 << 27;

/** The result with exactly `neighborCount` columns: id −1 and score −Infinity where an index has fewer vectors. */
export function padded(found: VectorSearchResult, rows: number, neighborCount: number): VectorSearchResult {
  if (found.neighborCount === neighborCount) return found;
  const cells = rows * neighborCount;
  if (cells > maxCells)
    throw new RankLabError('INVALID_ARGUMENT', `${neighborCount} neighbours for ${rows} queries are too many to hold`, {
      place: 'neighborCount',
      value: String(neighborCount),
    });
  const ids = new Int32Array(cells).fill(-1);
  const scores = new Float32Array(cells).fill(-Infinity);
  for (let row = 0; row < rows; row++) {
    const from = row * found.neighborCount;
    ids.set(found.ids.subarray(from, from + found.neighborCount), row * neighborCount);
    scores.set(found.scores.subarray(from, from + found.neighborCount), row * neighborCount);
  }
  return { ...found, ids, scores, neighborCount };
}
