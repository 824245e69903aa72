import { z } from 'zod';
import { createRng, type Rng } from '../../core/rng';
import type { ScoredItems } from '../../model/candidates';
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
  standsAlone: true,
  async prepare(view, { seed = view.seed }) {
    const known = Int32Array.from(view.knownItems.keys()).filter((row) => view.knownItems[row] === 1);
    const root = createRng(seed).derive('random-candidates');
    return {
      retrieve: async (requests, limit) =>
        requests.map(({ userRow, videoRow, queryText, exclude }) => {
          const rng = root.derive(
            userRow !== undefined ? 'user' : videoRow !== undefined ? 'video' : 'query',
            userRow ?? videoRow ?? queryText ?? '',
          );
          return draw(known, new Set(exclude), Math.min(limit, known.length), rng);
        }),
    };
  },
};

/** Up to `limit` items in the order of a shuffle, passing over the excluded; only as much of it is shuffled as is needed. */
function draw(known: Int32Array, excluded: ReadonlySet<number>, limit: number, rng: Rng): ScoredItems {
  const moved = new Map<number, number>();
  const items: number[] = [];
  for (let i = 0; i < known.length && items.length < limit; i++) {
    const other = i + rng.int(known.length - i);
    const position = moved.get(other) ?? other;
    moved.set(other, moved.get(i) ?? i);
    if (!excluded.has(known[position])) items.push(known[position]);
  }
  return { items: Int32Array.from(items), scores: Float64Array.from(items, (_, i) => -i) };
}
