import type { VectorSearchResult } from '#engine/model/search';

/** One neighbour as the engine gives it; `query` is the position in the batch, `distance` is smaller for nearer vectors. */
export interface NearRow {
  readonly query: number;
  readonly id: number;
  readonly distance: number;
}

/**
 * Puts neighbours into the rows `open` of a result, best first, ties by ascending id. The score is the negated distance (the inner product, where the
 * engine negates it), or the negated square of it.
 */
export function collectNearest(near: readonly NearRow[], open: Int32Array, squared: boolean, result: VectorSearchResult): void {
  const k = result.neighborCount;
  const rows = Array.from(open, (): { id: number; score: number }[] => []);
  for (const { query, id, distance } of near) {
    const score = Math.fround(squared ? -(distance ** 2) : -distance);
    // + 0: never −0.
    rows[query]?.push({ id, score: score + 0 });
  }
  rows.forEach((row, i) => {
    row.sort((a, b) => b.score - a.score || a.id - b.id);
    const start = (open[i] ?? 0) * k;
    result.ids.fill(-1, start, start + k);
    result.scores.fill(-Infinity, start, start + k);
    row.slice(0, k).forEach(({ id, score }, n) => {
      result.ids[start + n] = id;
      result.scores[start + n] = score;
    });
  });
}

/** Those of the rows `open` that are not full. */
export function shortRows({ ids, neighborCount }: VectorSearchResult, open: Int32Array): Int32Array {
  return open.filter((q) => ids[(q + 1) * neighborCount - 1] === -1);
}
