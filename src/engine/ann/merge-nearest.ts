import type { VectorSearchResult } from '../model/search';

/** The best of two answers to the same queries over different vectors, with as many columns; ties by ascending id. */
export function mergeNearest(first: VectorSearchResult, second: VectorSearchResult, queryCount: number): VectorSearchResult {
  const k = first.neighborCount;
  const ids = new Int32Array(queryCount * k).fill(-1);
  const scores = new Float32Array(queryCount * k).fill(-Infinity);
  for (let q = 0; q < queryCount; q++) {
    let [a, b] = [q * k, q * k];
    const end = (q + 1) * k;
    for (let at = q * k; at < end; at++) {
      const hasFirst = a < end && first.ids[a] >= 0;
      const hasSecond = b < end && second.ids[b] >= 0;
      if (!hasFirst && !hasSecond) break;
      const better = first.scores[a] > second.scores[b] || (first.scores[a] === second.scores[b] && first.ids[a] < second.ids[b]);
      const source = hasFirst && (!hasSecond || better) ? first : second;
      const from = source === first ? a++ : b++;
      ids[at] = source.ids[from];
      scores[at] = source.scores[from];
    }
  }
  return { ...first, ids, scores };
}
