import { z } from 'zod';
import { createRng, type Rng } from '../../core/rng';
import type { ScoredItems } from '../../model/candidates';
import type { CandidateSource } from '../port';

const params = z.strictObject({
  seed: z.int().optional().describe('Seed of the draw; default: the workspace seed'),
});

/** The lower bound for other sources. Each request's draw is derived from its target, so order does not matter. */
export const random: CandidateSource<z.infer<typeof params>> = {
  id: 'random',
  ignoresRequest: true,
  label: 'Random',
  description: 'Known videos drawn at random, the same ones for the same user and seed',
  params,
  needs: [],
  isBaseline: true,
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

/** Up to `limit` items of a lazy shuffle, skipping excluded ones. */
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
