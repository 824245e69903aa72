import { Cron } from 'croner';
import { RankLabError } from '#shared/errors';

/**
 * The next planned time after `afterMs`, in milliseconds since 1970. A time that the change to summer time skips comes when
 * the clock is put forward; one that the change back repeats comes once (croner's rules for times of day).
 * @throws INVALID_ARGUMENT naming the field: what cannot be read, an unknown time zone, or times that never come.
 */
export function nextTime(cron: string, timeZone: string, afterMs: number): number {
  return timesAfter(cron, timeZone, afterMs, 1)[0] as number;
}

/** The next `count` planned times after `afterMs`; at least one, fewer where no more come. @throws as `nextTime`. */
export function timesAfter(cron: string, timeZone: string, afterMs: number, count: number): number[] {
  requireTimeZone(timeZone);
  const times = read(cron, () => new Cron(cron, { mode: '5-part', timezone: timeZone }).nextRuns(count, new Date(afterMs)));
  if (times.length > 0) return times.map((time) => time.getTime());
  throw new RankLabError('INVALID_ARGUMENT', `The cron expression “${cron}” names a time that never comes`, { place: 'cron', value: cron });
}

function read<Value>(cron: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    const because = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error);
    throw new RankLabError('INVALID_ARGUMENT', `The cron expression “${cron}” cannot be read: ${because}`, {
      place: 'cron',
      value: cron,
      remedy: 'Write minute, hour, day of the month, month and weekday: “30 3 * * *” is 3:30 every day, “0 6 * * 1” Mondays at 6:00.',
    });
  }
}

function requireTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
  } catch {
    throw new RankLabError('INVALID_ARGUMENT', `The time zone “${timeZone}” is unknown`, {
      place: 'timeZone',
      value: timeZone,
      remedy: 'Use a name of the IANA database, such as “UTC”, “Europe/Berlin” or “America/New_York”.',
    });
  }
}
