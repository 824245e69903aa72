import { z } from 'zod';
import { RankLabError } from '#shared/errors';
import { timestampMsSchema } from '#shared/schemas/ranges';
import { timeCut } from './by-time';
import { carveByTime } from './carve';
import { commonParams, defaultTestFraction, defineSplit, Part } from './strategy';

const params = z
  .strictObject({
    fraction: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .meta({ whenEmpty: '0.2, unless a date is given', valueWhenEmpty: defaultTestFraction, unlessGiven: 'atMs' })
      .describe('Share of the interactions, the newest ones, to test on (0.2 unless a date is given)'),
    atMs: timestampMsSchema.optional().describe('Start of the test side, milliseconds since 1970'),
    ...commonParams,
  })
  .refine((value) => value.fraction === undefined || value.atMs === undefined, { message: 'give either a fraction or a date, not both' });

export const timeSplit = defineSplit<z.infer<typeof params>>({
  id: 'time',
  label: 'Global time',
  description: 'Trains on everything before a point in time and tests on everything from then on, as at a launch.',
  caveat: 'Users and videos that appear only after the cut have no history: read warm and cold users separately.',
  params,
  needsTimestamps: true,
  isRandom: false,
  divide(input, { fraction, atMs }, parts) {
    const { timestampsMs } = input.dataset.interactions;
    const cut = atMs ?? timeCut(input, fraction ?? defaultTestFraction);
    if (cut === undefined) {
      throw new RankLabError('INVALID_ARGUMENT', 'All interactions have the same timestamp, so no point in time splits them', {
        place: 'split.time',
        remedy: 'Use the split random, k-fold or unseen-users',
      });
    }
    for (const position of input.positions) parts[position] = timestampsMs[position] >= cut ? Part.test : Part.train;
  },
  carve: carveByTime,
});
