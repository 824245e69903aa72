import { formatCount } from '#shared/counts';
import type { AnnTypeChoice } from './port';

/** Above this many vectors a graph search is much faster than a scan and loses little recall. */
const flatLimit = 100_000;

/** The usual answer to AnnBackend.defaultType, for a backend with or without HNSW32. */
export function defaultIndexType(count: number, knowsGraphs: boolean): AnnTypeChoice {
  if (count <= flatLimit)
    return {
      type: 'Flat',
      reason: `Flat compares every vector and is exact; it is fast up to ${formatCount(flatLimit)} vectors (here ${formatCount(count)})`,
    };
  if (!knowsGraphs)
    return {
      type: 'Flat',
      reason: `Flat, because this backend has no other type; FAISS would use HNSW32 for ${formatCount(count)} vectors`,
    };
  return {
    type: 'HNSW32',
    reason: `HNSW32 searches a graph of neighbours: above ${formatCount(flatLimit)} vectors (here ${formatCount(count)}) it is much faster than a full comparison and loses little recall`,
  };
}
