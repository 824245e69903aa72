import { availableParallelism } from 'node:os';
import { RankLabError } from '#shared/errors';
import type { FaissAddon } from './addon-types';
import { checkWhole } from './check-arguments';
import { faissMetrics } from './faiss-types';
import type { FaissMetric, FaissPlacement } from './faiss-types';
import { loadAddon } from './load-addon';

export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export const disposedError = (): RankLabError => new RankLabError('CONFLICT', 'This index has been disposed of');

export function metricNumber(metric: FaissMetric): number {
  const number = faissMetrics.indexOf(metric);
  if (number < 0)
    throw new RankLabError('INVALID_ARGUMENT', `Unknown metric “${String(metric)}”; expected one of ${faissMetrics.join(', ')}`, {
      place: 'metric',
    });
  return number;
}

export function threadsOf(placement: FaissPlacement): number {
  return checkWhole(placement.threads ?? Math.min(availableParallelism(), 64), 'threads', 1, 1024);
}

export function requireAddon(): FaissAddon {
  const { addon, unavailableBecause } = loadAddon();
  if (addon) return addon;
  throw new RankLabError('UNSUPPORTED', `FAISS cannot be used here: ${unavailableBecause}`);
}

/** Turns FAISS's error about a factory string into an INVALID_ARGUMENT that names the string. */
export function asTypeProblem(error: RankLabError, factory: string): RankLabError {
  if (error.code !== 'INDEX_FAILED') return error;
  return new RankLabError('INVALID_ARGUMENT', `FAISS cannot make an index of type “${factory}”: ${error.message}`, { value: factory });
}
