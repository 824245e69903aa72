import type { VectorSearchResult } from '#engine/model/search';

/** One neighbour as the engine gives it; `query` is the position in the batch, `distance` is smaller for nearer vectors. */
export interface NearRow {
  readonly query: number;
  readonly id: string | number;
  readonly distance: number;
}

/** Reads an engine's ids and distances. */
export interface RowReader {
  /** Undefined for ids that the index does not know: they are left out. */
  rowOf(id: string): number | undefined;
  scoreOf(distance: number): number;
}

/** Puts neighbours into the rows `open` of a result, best first, ties by ascending id. */
export function collectNearest(near: readonly NearRow[], open: Int32Array, reader: RowReader, result: VectorSearchResult): void {
  const k = result.neighborCount;
  const rows = Array.from(open, (): { id: number; score: number }[] => []);
  for (const { query, id, distance } of near) {
    const row = reader.rowOf(String(id));
    // + 0: never −0.
    if (row !== undefined) rows[query]?.push({ id: row, score: Math.fround(reader.scoreOf(distance)) + 0 });
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
