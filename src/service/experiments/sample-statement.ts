import { formatCount } from '#shared/counts';
import type { LivePlan } from '#shared/schemas/live';

/** Says that live numbers are of a sample, where they are. */
export const sampleStatement = ({ sampled, measuredUserCount, testUserCount }: LivePlan, seed: number): string[] =>
  sampled
    ? [
        `Live numbers are of a sample of ${formatCount(measuredUserCount)} of ${formatCount(testUserCount)} test users (seed ${seed}); a saved experiment measures all`,
      ]
    : [];
