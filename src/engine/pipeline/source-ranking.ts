import type { CandidateSettings, Variant } from '#shared/schemas/variant';
import { subtask } from '../core/cancellation';
import type { Run } from '../model/run';
import type { TrainingView } from '../model/training-view';
import type { TaskContext } from '../ports';
import { emptyRun } from '../rerank/ranker';
import { candidatesOfUsers } from './pools';
import { retrieval } from '../rerank/signals/retrieval';

/** Users per block of pools, which are then released. */
const blockSize = 1024;

/** Whether a variant is a baseline: ranks exactly as its only source, by the source's score. */
export function isSourceRanking({ candidates, weights, normalization, mmrLambda, filters }: Variant): boolean {
  const weighed = Object.entries(weights).filter(([, weight]) => weight !== 0);
  const unfiltered =
    filters.includeCategories.length === 0 && filters.excludeCategories.length === 0 && filters.maxPerCreator === null && mmrLambda === 1;
  const retrievalAlone = weighed.length === 1 && weighed[0][0] === retrieval.id && weighed[0][1] === 1;
  return candidates.sources.length === 1 && candidates.merge.id === 'score' && normalization === 'none' && unfiltered && retrievalAlone;
}

/** The same source with depth `length`. */
export const atDepth = (settings: CandidateSettings, length: number): CandidateSettings => ({
  ...settings,
  sources: settings.sources.map((source) => ({ ...source, limit: length })),
  poolSize: length,
});

/**
 * Lists of a source with its scores in full precision; no signal is computed. The first `n` items do not
 * depend on `length`. @param onPools tells which lists are fallbacks, block by block.
 */
export async function sourceRun(
  view: TrainingView,
  users: Int32Array,
  settings: CandidateSettings,
  length: number,
  onFallbacks: (from: number, fallbacks: readonly boolean[]) => void,
  context?: TaskContext,
): Promise<Run> {
  const run = emptyRun(users, length);
  const deep = atDepth(settings, length);
  for (let from = 0; from < users.length; from += blockSize) {
    const block = users.subarray(from, from + blockSize);
    const pools = await candidatesOfUsers(view, block, deep, subtask(context, from / users.length, (from + block.length) / users.length));
    pools.forEach(({ count, items, scores }, u) => {
      run.counts[from + u] = count;
      run.items.set(items.subarray(0, count), (from + u) * length);
      run.scores.set(scores.subarray(0, count), (from + u) * length);
    });
    onFallbacks(
      from,
      pools.map(({ isFallback }) => isFallback === true),
    );
  }
  return run;
}
