import { z } from 'zod';
import { positionsByUser } from './by-time';
import { carveLastOfEachUser } from './carve';
import { commonParams, defineSplit, Part } from './strategy';

const params = z.strictObject({
  count: z.int().min(1).max(1000).default(1).describe('Interactions per user to test on'),
  ...commonParams,
});

export const leaveLastSplit = defineSplit<z.infer<typeof params>>({
  id: 'leave-last',
  label: 'Leave the last N',
  description: 'Tests on each user’s last N interactions; users with N or fewer stay in training.',
  caveat: 'Leaks the future: other users’ later interactions are in training when an earlier one is tested.',
  params,
  needsTimestamps: true,
  isRandom: false,
  divide(input, { count }, parts) {
    const { offsets, ordered } = positionsByUser(input);
    for (let user = 0; user + 1 < offsets.length; user++) {
      const end = offsets[user + 1];
      const cut = end - offsets[user] > count ? end - count : end;
      for (let i = offsets[user]; i < end; i++) parts[ordered[i]] = i < cut ? Part.train : Part.test;
    }
  },
  carve: carveLastOfEachUser,
});
