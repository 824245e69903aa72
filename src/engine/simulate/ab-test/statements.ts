import type { AudienceReport } from '#shared/schemas/simulate';
import { formatCount, plural } from '#shared/counts';
import type { AbTestDesign } from './design';
import { leastUsersPerArm } from './design';

/** What has to be known to read the numbers. */
export function abTestStatements(
  { settings, level, outcomes, users, looks }: AbTestDesign,
  { description, profileCount }: AudienceReport,
): string[] {
  const { audience } = settings;
  const percent = (share: number): string => `${Number((100 * share).toPrecision(3))}%`;
  return [
    description,
    `Simulated users are drawn from ${plural(profileCount, 'profile')}; a user keeps one variant, and counts once with the outcome of ${plural(audience.observationDays, 'day')}`,
    `Every interval and rule has the level ${percent(level)}${outcomes.length > 1 ? `: ${percent(1 - settings.confidence)} divided by ${outcomes.length} outcomes` : ''}`,
    `Rules look from ${leastUsersPerArm} users in each arm on; the group-sequential ones at ${looks} looks of ${formatCount(users)} users`,
    ...(settings.aa ? ['Both arms show the first variant: every decision is a false alarm'] : []),
    ...(audience.beforeDays > 0
      ? [`CUPED adjusts by the same outcome of the ${plural(audience.beforeDays, 'day')} before, under the baseline`]
      : []),
    ...(audience.novelty !== 0 || audience.drift !== 0
      ? ['The true lift is without novelty and drift: what the test measures contains them']
      : []),
    ...(settings.lostShare > 0 ? [`${percent(settings.lostShare)} of the second arm’s users are lost on purpose`] : []),
  ];
}
