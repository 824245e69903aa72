import { sameScore } from '../core/same-score';
import type { ListTie } from '../model/run';
import type { Ranker } from './ranker';

/**
 * For each position of the list that `ranker.rank(u)` just made: how many candidates of the pool have its score, listed or not, and which positions
 * they share. Undefined where the score is the candidate's alone. Under MMR and under a creator limit an order of equal scores changes the scores
 * and places that follow, so nothing is said there.
 */
export function tiesOfList(ranker: Ranker, u: number, count: number): readonly (ListTie | undefined)[] {
  const { selector, settings, filters, tensor } = ranker;
  const ties = new Array<ListTie | undefined>(count).fill(undefined);
  if (settings.mmrLambda < 1 || filters.maxPerCreator !== Infinity) return ties;
  for (let start = 0; start < count;) {
    let end = start + 1;
    while (end < count && sameScore(selector.scores[end], selector.scores[end - 1])) end++;
    const tied = end < count ? end - start : withUnlisted(ranker, u, start, count, tensor.counts[u]);
    if (tied > 1) ties.fill({ count: tied, first: start + 1, last: start + tied }, start, end);
    start = end;
  }
  return ties;
}

/** The stretch at the end of the list goes on among the candidates that it has no room for. */
function withUnlisted(ranker: Ranker, u: number, start: number, count: number, poolCount: number): number {
  const { selector, tensor } = ranker;
  const listed = new Set(selector.slots.subarray(0, count));
  const last = selector.scores[count - 1];
  const relevance = ranker.relevanceOf(u);
  let tied = count - start;
  for (let slot = 0; slot < poolCount; slot++) {
    const isCandidate = !listed.has(slot) && ranker.isEligible(tensor.items[u * tensor.poolSize + slot]);
    if (isCandidate && sameScore(relevance[slot], last)) tied++;
  }
  return tied;
}
