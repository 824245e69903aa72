import type { AbTestDecision, AbTestPoint, GroupLook } from '#shared/schemas/simulate';

/** Users shown after a step: never more than are computed, never back. */
export const advance = (shown: number, step: number, available: number): number => Math.max(shown, Math.min(available, shown + step));

interface Course {
  readonly points: readonly AbTestPoint[];
  readonly looks: readonly GroupLook[];
  readonly decisions: readonly AbTestDecision[];
}

/** What has happened by the time that `users` users are in. */
export function upTo({ points, looks, decisions }: Course, users: number): Course {
  return {
    points: points.filter((point) => point.users <= users),
    looks: looks.filter((look) => look.users <= users),
    decisions: decisions.filter((decision) => decision.users <= users),
  };
}

/** Points at which the naive interval excludes no lift: what somebody who peeks would take for a result. */
export const naiveAlarms = (points: readonly AbTestPoint[]): number =>
  points.filter(({ naive: { low, high } }) => low !== null && high !== null && (low > 0 || high < 0)).length;

/** Below this always-valid p the traffic is called unequal, as the service does. */
const alarmLevel = 0.001;

/** The first shown moment at which the traffic is unequal beyond chance. */
export const trafficAlarm = (points: readonly AbTestPoint[]): AbTestPoint | undefined =>
  points.find(({ ratio }) => ratio.alwaysPValue < alarmLevel);

/** Half the height of the chart: what the always-valid interval spans once a tenth of the users are in. */
export function liftExtent(points: readonly AbTestPoint[], total: number, ...further: readonly number[]): number {
  const settled = points.filter(({ users }) => users >= total / 10);
  const bounds = settled.flatMap(({ always: { low, high } }) => [low, high]).filter((bound) => bound !== null);
  const largest = Math.max(0.001, ...bounds.map(Math.abs), ...further.map(Math.abs));
  const step = 10 ** Math.floor(Math.log10(largest)) / 2;
  return Number((Math.ceil((1.02 * largest) / step) * step).toPrecision(3));
}
