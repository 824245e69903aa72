/** Above this many vectors a graph answers much sooner than a scan, for a little recall. */
const flatLimit = 100_000;

/** By hand: the first number that a locale writes costs a process more than making a small index. */
const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** The index type for this many vectors when none is chosen, and why, as a sentence for people. */
export function defaultIndexType(count: number, knowsGraphs: boolean): { readonly type: string; readonly reason: string } {
  if (count <= flatLimit)
    return {
      type: 'Flat',
      reason: `Flat compares every vector and is exact; up to ${grouped(flatLimit)} vectors that is fast (here ${grouped(count)})`,
    };
  if (!knowsGraphs)
    return { type: 'Flat', reason: `Flat, since this backend knows nothing else; FAISS would use HNSW32 for ${grouped(count)} vectors` };
  return {
    type: 'HNSW32',
    reason: `HNSW32 follows a graph of neighbours: above ${grouped(flatLimit)} vectors (here ${grouped(count)}) it answers much sooner than a full comparison, for a little recall`,
  };
}
