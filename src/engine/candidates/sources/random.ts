import { z } from 'zod';
import { createRng } from '../../core/rng';
import { ItemScope } from '../item-scope';
import type { CandidateSource } from '../port';

const params = z.strictObject({
  seed: z.int().optional().describe('Another draw; the default follows the workspace seed'),
});

/** The floor every other source has to beat. Each request's draw is derived from who it is for, so order does not matter. */
export const random: CandidateSource<z.infer<typeof params>> = {
  id: 'random',
  label: 'Random',
  description: 'Known videos drawn at random, the same ones for the same user and seed',
  params,
  needs: [],
  async prepare(view, { seed = view.seed }) {
    const scope = new ItemScope(view.knownItems.length, (row) => view.knownItems[row] === 1);
    const root = createRng(seed).derive('random-candidates');
    return {
      retrieve: async (requests, limit) =>
        requests.map(({ userRow, videoRow, queryText, exclude }) => {
          const rng = root.derive(
            userRow !== undefined ? 'user' : videoRow !== undefined ? 'video' : 'query',
            userRow ?? videoRow ?? queryText ?? '',
          );
          const scores = Float64Array.from(scope.rows, () => rng.next());
          return scope.select(scores, 0, exclude, limit);
        }),
    };
  },
};
