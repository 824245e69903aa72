import { z } from 'zod';
import { CutCounter, cutHistory, positionsByUser } from './by-time';
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
  cutsHistories: true,
  divide(input, { count }, parts) {
    const { offsets, ordered } = positionsByUser(input);
    const counter = new CutCounter();
    for (let user = 0; user + 1 < offsets.length; user++) {
      const end = offsets[user + 1];
      const start = offsets[user];
      let cut = end;
      if (end - start > count) {
        const found = cutHistory(input, ordered, start, end, end - count);
        counter.add(found);
        cut = found.at;
      }
      for (let i = start; i < end; i++) parts[ordered[i]] = i < cut ? Part.train : Part.test;
    }
    input.noteTimeTies?.(counter.counts);
  },
  carve: carveLastOfEachUser,
});
