import { z } from 'zod';
import { carveAtRandom } from './carve';
import { interactionKeys } from './random-keys';
import { commonParams, defineSplit, Part } from './strategy';

const params = z
  .strictObject({
    folds: z.int().min(2).max(100).default(5),
    fold: z.int().min(1).max(100).default(1).describe('Which fold to test on, from 1'),
    ...commonParams,
  })
  .refine(({ folds, fold }) => fold <= folds, { message: 'fold must not exceed folds', path: ['fold'] });

export const kFoldSplit = defineSplit<z.infer<typeof params>>({
  id: 'k-fold',
  label: 'K-fold',
  description: 'Divides the interactions at random into folds of equal size and tests on one of them.',
  caveat: 'Leaks the future: training contains interactions that are newer than tested ones.',
  params,
  needsTimestamps: false,
  isRandom: true,
  divide({ dataset, positions, seed }, { folds, fold }, parts) {
    const keys = interactionKeys(dataset, positions, seed, 'folds');
    const order = Int32Array.from(keys, (_, i) => i).sort((a, b) => keys[a] - keys[b]);
    // Equal keys are views of one pair; all take the fold of the first one.
    let first = 0;
    order.forEach((i, rank) => {
      if (rank === 0 || keys[i] !== keys[order[rank - 1]]) first = rank;
      const own = Math.floor((first * folds) / order.length) + 1;
      parts[positions[i]] = own === fold ? Part.test : Part.train;
    });
  },
  carve: carveAtRandom,
});
