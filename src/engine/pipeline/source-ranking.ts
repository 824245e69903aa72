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

/** Whether a variant is a baseline: ranks exactly as its only source, by the source's score, or as the merge of several, by the merge's. */
export function isSourceRanking({ candidates, weights, normalization, mmrLambda, filters }: Variant): boolean {
  const weighed = Object.entries(weights).filter(([, weight]) => weight !== 0);
  const { includeCategories, excludeCategories, where = [], maxPerCreator } = filters;
  const unfiltered = includeCategories.length + excludeCategories.length + where.length === 0 && maxPerCreator === null && mmrLambda === 1;
  const retrievalAlone = weighed.length === 1 && weighed[0][0] === retrieval.id && weighed[0][1] === 1;
  const asRetrieved = candidates.sources.length > 1 || candidates.merge.id === 'score';
  return asRetrieved && normalization === 'none' && unfiltered && retrievalAlone;
}

/** Whether deeper lists leave the first positions as they are: a merge of several sources depends on how deep those are. */
const isOneSource = ({ sources }: CandidateSettings): boolean => sources.length === 1;

/** Whether a variant's lists may become deeper than its pool. */
export const deepensWith = (variant: Variant): boolean =>
  variant.candidates.deepens && isOneSource(variant.candidates) && isSourceRanking(variant);

/** The same source with depth `length`; several sources keep theirs. */
export const atDepth = (settings: CandidateSettings, length: number): CandidateSettings =>
  isOneSource(settings)
    ? { ...settings, sources: settings.sources.map((source) => ({ ...source, limit: length })), poolSize: length }
    : { ...settings, poolSize: Math.min(length, settings.poolSize) };

/**
 * Lists of a source, or of a merge, with their scores in full precision; no signal is computed. The first `n` items do not
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
