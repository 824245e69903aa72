import type { Schedule, ScheduledRun } from '#shared/schemas/schedule';
import type { Replayed } from '../storage/log/compacting-log';

/** Events of the log of schedules. `ran` is dropped for a schedule that was removed meanwhile. */
export type ScheduleEvent =
  | { readonly op: 'set'; readonly schedule: Schedule }
  | { readonly op: 'remove'; readonly id: string }
  | { readonly op: 'ran'; readonly id: string; readonly run: ScheduledRun };

export interface ScheduleWithRuns {
  readonly schedule: Schedule;
  /** Oldest first: the latest `schedule.keep`, and in any case the last measured and the last planned one. */
  readonly runs: readonly ScheduledRun[];
}

/** The state of the log: schedules in the order of their creation, each with its latest runs. */
export class ScheduleState implements Replayed<ScheduleEvent> {
  readonly schedules = new Map<string, ScheduleWithRuns>();

  reset(): void {
    this.schedules.clear();
  }

  apply(event: ScheduleEvent): void {
    if (event.op === 'remove') this.schedules.delete(event.id);
    else if (event.op === 'set') this.#put(event.schedule, this.schedules.get(event.schedule.id)?.runs ?? []);
    else {
      const known = this.schedules.get(event.id);
      if (known) this.#put(known.schedule, [...known.runs, event.run]);
    }
  }

  #put(schedule: Schedule, runs: readonly ScheduledRun[]): void {
    this.schedules.set(schedule.id, { schedule, runs: latest(runs, schedule.keep) });
  }

  get size(): number {
    let size = this.schedules.size;
    for (const { runs } of this.schedules.values()) size += runs.length;
    return size;
  }

  snapshot(): ScheduleEvent[] {
    return [...this.schedules.values()].flatMap(({ schedule, runs }): ScheduleEvent[] => [
      { op: 'set', schedule },
      ...runs.map((run): ScheduleEvent => ({ op: 'ran', id: schedule.id, run })),
    ]);
  }
}

/** The last measurement stands for later runs without changes, and the next time is counted from the last planned run. */
function latest(runs: readonly ScheduledRun[], keep: number): readonly ScheduledRun[] {
  const needed = [runs.findLastIndex(({ status }) => status === 'measured'), runs.findLastIndex(({ plannedAtMs }) => plannedAtMs !== null)];
  return runs.filter((_, place) => place >= runs.length - keep || needed.includes(place));
}
