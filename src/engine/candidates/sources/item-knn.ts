import { z } from 'zod';
import { throwIfCancelled } from '../../core/cancellation';
import type { ScoredItems } from '../../model/candidates';
import type { CandidateRequest, TrainingView } from '../../model/training-view';
import { history } from '../content-vectors';
import { fittedInteractions } from '../held-out-users';
import { ItemScope } from '../item-scope';
import { ItemSimilarities, nearestCandidates, nearestNeighbours, type SimilarityRows } from '../item-similarities';
import { noItems, type CandidateSource } from '../port';

const params = z.strictObject({
  neighbours: z.int().min(1).max(1_000_000).nullable().default(100).describe('How many similar videos are kept per video; empty = all'),
  neighboursOf: z
    .enum(['history', 'candidate'])
    .meta({ labels: { history: 'Of each watched video', candidate: 'Of each candidate' } })
    .default('history')
    .describe('Whose similar videos are kept: of each watched video, or of each candidate (as RecBole does)'),
  shrinkage: z.number().min(0).max(1e6).default(10).describe('Shrinks similarities of pairs with few shared users'),
});

/** With all neighbours, requests that share the work of computing each row of similarities. */
const REQUEST_BLOCK = 256;

/**
 * Item-based nearest neighbours (Deshpande & Karypis 2004): every video of the user's history votes for similar ones
 * with the cosine similarity of their audiences. A seed video votes alone. With `neighboursOf: 'history'` a watched video
 * votes for the `neighbours` most similar to it; with `'candidate'` a candidate receives votes only from the `neighbours` videos most similar to it.
 * The two differ if the neighbours are limited.
 */
export const itemKnn: CandidateSource<z.infer<typeof params>> = {
  id: 'item-knn',
  label: 'Item neighbours',
  description: 'Videos watched by the same people as the user’s own, by cosine similarity',
  params,
  needs: [],
  isBaseline: true,
  async prepare(view, { neighbours, neighboursOf, shrinkage }, context) {
    const similarities = new ItemSimilarities(fittedInteractions(view), shrinkage);
    const scope = new ItemScope(view.knownItems.length, (row) => view.knownItems[row] === 1 && view.itemUserCounts[row] > 0);
    const nearest = neighboursOf === 'history' ? nearestNeighbours : nearestCandidates;
    const rows = neighbours === null ? similarities : nearest(similarities, view.knownItems, neighbours, context);
    return {
      async retrieve(requests, limit, retrieval) {
        const results: ScoredItems[] = [];
        for (let from = 0; from < requests.length; from += REQUEST_BLOCK) {
          throwIfCancelled(retrieval);
          const block = requests.slice(from, from + REQUEST_BLOCK);
          const scores = vote(block, view, rows, scope);
          block.forEach(({ exclude }, b) => results.push(scores[b] ? scope.select(scores[b], 0, exclude, limit) : noItems));
          retrieval?.report?.((from + block.length) / requests.length);
        }
        return results;
      },
    };
  },
};

/** Scores per request over the scope; undefined where there is no history. Each similarity row is computed once per block. */
function vote(
  requests: readonly CandidateRequest[],
  view: TrainingView,
  rows: SimilarityRows,
  scope: ItemScope,
): (Float64Array | undefined)[] {
  const voters = new Map<number, { request: number; weight: number }[]>();
  const scores = requests.map((request, r) => {
    const { items, weights } = voterItems(view, request);
    items.forEach((item, i) => {
      const list = voters.get(item);
      if (list) list.push({ request: r, weight: weights[i] });
      else voters.set(item, [{ request: r, weight: weights[i] }]);
    });
    return items.length > 0 ? new Float64Array(scope.size) : undefined;
  });
  // Ascending, so that a sum does not depend on the other requests of the batch.
  for (const item of Array.from(voters.keys()).sort((a, b) => a - b)) {
    const { neighbours, values, start, end } = rows.row(item, view.knownItems);
    for (const { request, weight } of voters.get(item) ?? []) {
      const target = scores[request];
      if (target) for (let p = start; p < end; p++) target[scope.positions[neighbours[p]]] += weight * values[p];
    }
  }
  // An item without votes is not a candidate.
  for (const target of scores) if (target) for (let p = 0; p < target.length; p++) if (target[p] === 0) target[p] = -Infinity;
  return scores;
}

function voterItems(view: TrainingView, { userRow, videoRow }: CandidateRequest): { items: Int32Array; weights: ArrayLike<number> } {
  if (videoRow !== undefined) return { items: Int32Array.of(videoRow), weights: [1] };
  if (userRow === undefined || userRow >= view.interactions.rows) return { items: new Int32Array(0), weights: [] };
  const { offsets, values } = view.interactions;
  return { items: history(view, userRow), weights: values.subarray(offsets[userRow], offsets[userRow + 1]) };
}
