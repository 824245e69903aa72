import { noParams } from '../../core/registry';
import { firstAllowed } from '../first-allowed';
import { ItemScope } from '../item-scope';
import type { ScoredItems } from '../../model/candidates';
import type { CandidateSource } from '../port';

/** The same list for all users, without each user's seen items. */
export const popular: CandidateSource = {
  id: 'popular',
  ignoresRequest: true,
  label: 'Popular',
  description: 'Videos with the most distinct viewers in the training period',
  params: noParams,
  needs: [],
  isBaseline: true,
  async prepare(view) {
    const scope = new ItemScope(view.knownItems.length, (row) => view.knownItems[row] === 1);
    const counts = Float64Array.from(scope.rows, (row) => view.itemUserCounts[row]);
    // Ranked lazily to the requested depth, because a changing view needs a new ranking every few lists.
    let ranked: ScoredItems = { items: new Int32Array(0), scores: new Float64Array(0) };
    const rankedTo = (depth: number): ScoredItems => {
      if (ranked.items.length < Math.min(depth, scope.size))
        ranked = scope.select(counts, 0, new Int32Array(0), Math.max(2 * depth, 1_000));
      return ranked;
    };
    return {
      retrieve: async (requests, limit) =>
        requests.map(({ exclude }) => {
          const { items, scores } = rankedTo(limit + exclude.length);
          return firstAllowed(items, scores, 0, items.length, exclude, limit);
        }),
    };
  },
};
