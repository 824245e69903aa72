import type { AnnMetric } from '#engine/ann/port';
import type { VectorSearchResult } from '#engine/model/search';

/** The exact score of a vector for a query; larger is better. */
export type TrueScore = (query: number, row: number) => number;

/** Scores are computed from the vectors in double precision: equal vectors score equally, independent of the index. */
export function trueScores(vectors: Float32Array, queries: Float32Array, dimensions: number, metric: AnnMetric): TrueScore {
  return (query, row) => {
    let product = 0;
    let square = 0;
    let distance = 0;
    for (let i = 0; i < dimensions; i++) {
      const q = queries[query * dimensions + i] ?? 0;
      const v = vectors[row * dimensions + i] ?? 0;
      product += q * v;
      square += v * v;
      distance += (q - v) ** 2;
    }
    if (metric === 'l2') return -distance;
    // The length of the query is the same for all its neighbours.
    return metric === 'cosine' && square > 0 ? product / Math.sqrt(square) : product;
  };
}

const timeSliceMs = 5;

/**
 * The mean share of the true neighbours that were found, both with the same number of columns. A neighbour tied with the last true one counts. The
 * scores of `found` are ignored: compressing types only approximate them, and an overstated score would count a wrong neighbour.
 */
export async function recallOf(
  found: VectorSearchResult,
  truth: VectorSearchResult,
  queryCount: number,
  trueScore: TrueScore,
): Promise<number> {
  const k = truth.neighborCount;
  let hits = 0;
  let total = 0;
  let startedAt = performance.now();
  for (let q = 0; q < queryCount; q++) {
    const ids = new Set(truth.ids.subarray(q * k, (q + 1) * k));
    ids.delete(-1);
    total += ids.size;
    const last = ids.size === 0 ? Infinity : trueScore(q, truth.ids[q * k + ids.size - 1] ?? 0);
    const own = new Set(found.ids.subarray(q * k, (q + 1) * k));
    let good = 0;
    for (const id of own) if (id >= 0 && (ids.has(id) || trueScore(q, id) >= last)) good++;
    hits += Math.min(ids.size, good);
    if (performance.now() - startedAt < timeSliceMs) continue;
    await new Promise((resolve) => setImmediate(resolve));
    startedAt = performance.now();
  }
  return total === 0 ? 1 : hits / total;
}
