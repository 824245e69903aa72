import { z } from 'zod';
import { firstAllowed } from '../first-allowed';
import { ItemScope } from '../item-scope';
import type { CandidateSource } from '../port';

/** The same list for everybody, less what each has seen. */
export const popular: CandidateSource = {
  id: 'popular',
  label: 'Popular',
  description: 'Videos with the most distinct viewers in the training period',
  params: z.strictObject({}),
  needs: [],
  async prepare(view) {
    const scope = new ItemScope(view.knownItems.length, (row) => view.knownItems[row] === 1);
    const counts = Float64Array.from(scope.rows, (row) => view.itemUserCounts[row]);
    const ranked = scope.select(counts, 0, new Int32Array(0), scope.size);
    return {
      retrieve: async (requests, limit) =>
        requests.map(({ exclude }) => firstAllowed(ranked.items, ranked.scores, 0, ranked.items.length, exclude, limit)),
    };
  },
};
