import type { OnlineExperiment } from '#shared/schemas/online';
import type { Replayed } from '../storage/log/compacting-log';
import type { CoursePoint } from './course';
import { Tally, type ArmCounts } from './tally';

/** Events of the log of online experiments; short keys, since there are many. `a` is the arm's index. */
export type OnlineEvent =
  | { readonly op: 'start'; readonly experiment: OnlineExperiment }
  | { readonly op: 'end'; readonly e: string; readonly t: number }
  | { readonly op: 'remove'; readonly e: string }
  /** A user was served another variant than before. */
  | { readonly op: 'given'; readonly e: string; readonly a: number; readonly u: string; readonly t: number }
  | { readonly op: 'did'; readonly e: string; readonly a: number; readonly u: string; readonly k: string; readonly t: number }
  /** A summary of many `given` and `did`: the counts of one arm so far. */
  | ({ readonly op: 'counted'; readonly e: string; readonly a: number } & ArmCounts)
  /** A summary of the times of many `given` and `did`: how the counts grew. */
  | { readonly op: 'course'; readonly e: string; readonly points: readonly CoursePoint[] }
  /** A summary of many `given`: the arm last served to each user. */
  | { readonly op: 'holds'; readonly e: string; readonly a: number; readonly users: readonly string[] };

export interface Running {
  readonly tally: Tally;
  endedAtMs: number | null;
}
interface Assignment {
  readonly experiment: string;
  readonly arm: number;
}

/** Users per event of a snapshot, to keep log lines short. */
const usersPerEvent = 5_000;

/** The state of the log: all online experiments and the arm last served to each user. */
export class OnlineState implements Replayed<OnlineEvent> {
  readonly experiments = new Map<string, Running>();
  readonly lastAssignment = new Map<string, Assignment>();

  reset(): void {
    this.experiments.clear();
    this.lastAssignment.clear();
  }

  apply(event: OnlineEvent): void {
    if (event.op === 'start') {
      this.experiments.set(event.experiment.id, { tally: new Tally(event.experiment), endedAtMs: null });
      return;
    }
    const running = this.experiments.get(event.e);
    if (!running) return; // removed since
    if (event.op === 'end') running.endedAtMs = event.t;
    else if (event.op === 'remove') this.#forget(event.e);
    else if (event.op === 'given') {
      running.tally.expose(event.a, event.u, event.t);
      this.lastAssignment.set(event.u, { experiment: event.e, arm: event.a });
    } else if (event.op === 'did') running.tally.attribute(event.a, event.u, event.k, event.t);
    else if (event.op === 'course') running.tally.course.restore(event.points);
    else if (event.op === 'counted') running.tally.restore(event.a, event);
    else for (const user of event.users) this.lastAssignment.set(user, { experiment: event.e, arm: event.a });
  }

  get size(): number {
    let size = this.experiments.size + this.lastAssignment.size;
    for (const { tally } of this.experiments.values()) size += tally.userCount;
    return size;
  }

  /** In the order of their starts, as in the list. */
  snapshot(): OnlineEvent[] {
    const events: OnlineEvent[] = [];
    for (const [id, { tally, endedAtMs }] of this.experiments) {
      events.push({ op: 'start', experiment: tally.experiment });
      for (const [arm, counts] of tally.counts().entries()) events.push(...countedEvents(id, arm, counts));
      if (tally.course.points.length > 0) events.push({ op: 'course', e: id, points: tally.course.points });
      if (endedAtMs !== null) events.push({ op: 'end', e: id, t: endedAtMs });
    }
    return [...events, ...this.#holdings()];
  }

  #holdings(): OnlineEvent[] {
    const holders = new Map<string, string[][]>();
    for (const [user, { experiment, arm }] of this.lastAssignment) {
      const arms = holders.get(experiment) ?? [];
      holders.set(experiment, arms);
      (arms[arm] ??= []).push(user);
    }
    return [...holders].flatMap(([e, arms]) =>
      arms.flatMap((users, a) => inGroups(users).map((some): OnlineEvent => ({ op: 'holds', e, a, users: some }))),
    );
  }

  #forget(id: string): void {
    this.experiments.delete(id);
    for (const [user, given] of this.lastAssignment) if (given.experiment === id) this.lastAssignment.delete(user);
  }
}

function countedEvents(e: string, a: number, { users, succeeded, interactions }: ArmCounts): OnlineEvent[] {
  const counted = (counts: Partial<ArmCounts>): OnlineEvent => ({
    op: 'counted',
    e,
    a,
    users: [],
    succeeded: [],
    interactions: {},
    ...counts,
  });
  return [
    ...inGroups(users).map((some) => counted({ users: some })),
    ...inGroups(succeeded).map((some) => counted({ succeeded: some })),
    ...(Object.keys(interactions).length > 0 ? [counted({ interactions })] : []),
  ];
}

const inGroups = (users: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(users.length / usersPerEvent) }, (_, group) =>
    users.slice(group * usersPerEvent, (group + 1) * usersPerEvent),
  );
