import { z } from 'zod';
import { carveAtRandom } from './carve';
import { interactionKeys, smallestKeys } from './random-keys';
import { commonParams, defaultTestFraction, defineSplit, Part } from './strategy';

const params = z.strictObject({
  fraction: z.number().gt(0).lt(1).default(defaultTestFraction).describe('Share of the interactions to test on'),
  ...commonParams,
});

export const randomSplit = defineSplit<z.infer<typeof params>>({
  id: 'random',
  label: 'Random',
  description: 'Tests on a random share of the interactions; all views of one pair fall on the same side.',
  caveat: 'Leaks the future: training contains interactions that are newer than tested ones.',
  params,
  needsTimestamps: false,
  isRandom: true,
  divide({ dataset, positions, seed }, { fraction }, parts) {
    const tested = smallestKeys(interactionKeys(dataset, positions, seed, 'test'), Math.round(fraction * positions.length));
    positions.forEach((position, i) => (parts[position] = tested[i] ? Part.test : Part.train));
  },
  carve: carveAtRandom,
});
