import { z } from 'zod';
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
        requests.map(({ exclude }) => {
          const excluded = new Set(exclude);
          const kept: number[] = [];
          for (let i = 0; i < ranked.items.length && kept.length < limit; i++) if (!excluded.has(ranked.items[i])) kept.push(i);
          return { items: Int32Array.from(kept, (i) => ranked.items[i]), scores: Float64Array.from(kept, (i) => ranked.scores[i]) };
        }),
    };
  },
};
