import { formatCount } from '#shared/counts';

/** Above this many vectors a graph answers much sooner than a scan, for a little recall. */
const flatLimit = 100_000;

/** The index type for this many vectors when none is chosen, and why, as a sentence for people. */
export function defaultIndexType(count: number, knowsGraphs: boolean): { readonly type: string; readonly reason: string } {
  if (count <= flatLimit)
    return {
      type: 'Flat',
      reason: `Flat compares every vector and is exact; up to ${formatCount(flatLimit)} vectors that is fast (here ${formatCount(count)})`,
    };
  if (!knowsGraphs)
    return {
      type: 'Flat',
      reason: `Flat, since this backend knows nothing else; FAISS would use HNSW32 for ${formatCount(count)} vectors`,
    };
  return {
    type: 'HNSW32',
    reason: `HNSW32 follows a graph of neighbours: above ${formatCount(flatLimit)} vectors (here ${formatCount(count)}) it answers much sooner than a full comparison, for a little recall`,
  };
}
