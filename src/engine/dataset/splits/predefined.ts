import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { carveAtRandom, carveByTime } from './carve';
import { commonParams, defineSplit, Part } from './strategy';

const params = z.strictObject({
  testCount: z.int().min(1).describe('Number of interactions at the end of the table that come from the test file'),
  ...commonParams,
});

/** For data that comes as a training file and a test file: the importer appends the second one after the first. */
export const predefinedSplit = defineSplit<z.infer<typeof params>>({
  id: 'predefined',
  label: 'Given files',
  description: 'Trains on one file and tests on another, as split by their author.',
  caveat: 'Depends on the given split; whether it leaks the future is measured and shown.',
  params,
  needsTimestamps: false,
  isRandom: true,
  isGiven: true,
  divide({ dataset, positions }, { testCount }, parts) {
    const { count } = dataset.interactions;
    if (testCount >= count) {
      throw new RankLabError('INVALID_ARGUMENT', `A test file of ${testCount} interactions leaves none of ${count} for training`, {
        place: 'split.predefined.testCount',
        value: String(testCount),
      });
    }
    for (const position of positions) parts[position] = position >= count - testCount ? Part.test : Part.train;
  },
  carve(input, fraction, parts) {
    const timed = input.positions.every((position) => !Number.isNaN(input.dataset.interactions.timestampsMs[position]));
    (timed ? carveByTime : carveAtRandom)(input, fraction, parts);
  },
});
