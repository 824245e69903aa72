import { formatShare, plural } from '#shared/counts';
import type { AudienceReport } from '#shared/schemas/simulate';
import type { InterleavingSettings } from '#shared/schemas/interleaving';

/** What has to be known to read the numbers. */
export const interleavingStatements = (
  { description }: AudienceReport,
  { repetitions, power, confidence, users }: InterleavingSettings,
): string[] => [
  description,
  `Users needed are measured: the size at which ${formatShare(power)} of ${plural(repetitions, 'test')} find the true preference at ${formatShare(confidence)}`,
  `The votes are those of one further test of ${plural(users, 'user')}; a user’s preference is the sum of the credits of all visits`,
  'The truth is the difference of clicks per user; a click on a mixed list counts for a variant by the rule of the method',
];
