import { formatCount } from '#shared/counts';
import type { AnnTypeChoice } from './port';

/** Above this many vectors a graph answers much sooner than a scan, for a little recall. */
const flatLimit = 100_000;

/** The usual answer to AnnBackend.defaultType, for a backend with or without HNSW32. */
export function defaultIndexType(count: number, knowsGraphs: boolean): AnnTypeChoice {
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
