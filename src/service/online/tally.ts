import { proportionDifference, proportionLift, wilsonInterval, type Proportion } from '#engine/evaluate/statistics/two-proportions';
import { sampleRatioCheck } from '#engine/evaluate/statistics/sample-ratio';
import type { OnlineArm, OnlineExperiment, OnlineReport } from '#shared/schemas/online';
import { decisionOf } from './decision';
import { levelFor } from './plan';
import { ConfidenceSequence } from '#engine/simulate/sequential/confidence-sequence';
import { Course, type CoursePoint } from './course';
import { compareSequentially, liftAt } from './sequential';

interface ArmTally {
  readonly users: Set<string>;
  readonly succeeded: Set<string>;
  readonly interactions: Map<string, number>;
}

/** The JSON form. */
export interface ArmCounts {
  readonly users: readonly string[];
  readonly succeeded: readonly string[];
  readonly interactions: Readonly<Record<string, number>>;
}

const usualConfidence = 0.95;
/** Without a plan, the always-valid intervals are narrowest here. */
const usualUsers = 10_000;

/** What a user did before the experiment. */
export type BeforeOf = (experiment: OnlineExperiment) => ((user: string) => number) | undefined;

const undecided: Pick<OnlineArm, 'sequential' | 'cuped'> = { sequential: null, cuped: null };

/** Counts of one experiment per arm. Each user counts once, because users are the unit of assignment. */
export class Tally {
  readonly #arms: readonly ArmTally[];
  readonly course = new Course();

  constructor(readonly experiment: OnlineExperiment) {
    this.#arms = experiment.arms.map(() => ({ users: new Set(), succeeded: new Set(), interactions: new Map() }));
  }

  expose(arm: number, user: string, atMs: number): void {
    this.#arms[arm]?.users.add(user);
    this.course.note(() => this.pointAt(atMs), atMs);
  }

  attribute(arm: number, user: string, kind: string, atMs: number): void {
    const tally = this.#arms[arm];
    if (!tally) return;
    const { kinds } = this.experiment;
    if (kinds.length === 0 || kinds.includes(kind)) tally.succeeded.add(user);
    tally.interactions.set(kind, (tally.interactions.get(kind) ?? 0) + 1);
    this.course.note(() => this.pointAt(atMs), atMs);
  }

  /** The counts now. */
  pointAt(atMs: number): CoursePoint {
    return { atMs, users: this.#arms.map(({ users }) => users.size), successes: this.#arms.map(({ succeeded }) => succeeded.size) };
  }

  /** Adds earlier counts. */
  restore(arm: number, { users, succeeded, interactions }: ArmCounts): void {
    const tally = this.#arms[arm];
    if (!tally) return;
    for (const user of users) tally.users.add(user);
    for (const user of succeeded) tally.succeeded.add(user);
    for (const [kind, count] of Object.entries(interactions)) tally.interactions.set(kind, (tally.interactions.get(kind) ?? 0) + count);
  }

  /** Users of all arms, and again those with a success. */
  get userCount(): number {
    return this.#arms.reduce((sum, { users, succeeded }) => sum + users.size + succeeded.size, 0);
  }

  /** Everything counted, arm by arm. */
  counts(): ArmCounts[] {
    return this.#arms.map(({ users, succeeded, interactions }) => ({
      users: [...users],
      succeeded: [...succeeded],
      interactions: Object.fromEntries(interactions),
    }));
  }

  /**
   * Comparisons with the baseline have a joint level, 95% unless planned otherwise: with several variants each has a higher level (Bonferroni).
   * @param beforeOf for CUPED
   */
  report(endedAtMs: number | null, beforeOf?: BeforeOf): OnlineReport {
    const { arms, ...experiment } = this.experiment;
    const confidence = experiment.plan?.confidence ?? usualConfidence;
    const shares = arms.map(({ share }) => share);
    const total = shares.reduce((sum, share) => sum + share, 0);
    const level = 1 - levelFor(confidence, arms.length);
    const proportions = this.#arms.map(({ users, succeeded }): Proportion => ({ count: succeeded.size, total: users.size }));
    const check = sampleRatioCheck(
      proportions.map((arm) => arm.total),
      shares,
    );
    const [baseline = { count: 0, total: 0 }] = proportions;
    const sequential = this.#sequentialComparisons(confidence, beforeOf);
    const report = {
      ...experiment,
      endedAtMs,
      arms: arms.map(({ variant, share }, arm) => {
        const own = proportions[arm] ?? { count: 0, total: 0 };
        return {
          variant: variant.name,
          share: share / total,
          users: own.total,
          expectedUsers: check.expected[arm] ?? 0,
          successes: own.count,
          interactions: Object.fromEntries([...(this.#arms[arm]?.interactions ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))),
          rate: own.total === 0 ? null : own.count / own.total,
          rateInterval: wilsonInterval(own, confidence) ?? null,
          difference: arm === 0 ? null : (proportionDifference(baseline, own, level) ?? null),
          lift: arm === 0 ? null : (proportionLift(baseline, own, level) ?? null),
          ...(sequential[arm] ?? undecided),
        };
      }),
      sampleRatio: {
        statistic: Number.isFinite(check.statistic) ? check.statistic : null,
        degreesOfFreedom: check.degreesOfFreedom,
        pValue: check.pValue,
        mismatch: check.mismatch,
      },
      course: this.#course(confidence),
    };
    return { ...report, decision: decisionOf(report) };
  }

  /** Always-valid lifts over time, from the counts alone. Counts since the last point are in the report's arms only. */
  #course(confidence: number): OnlineReport['course'] {
    const { level, tightestAt } = this.#comparisons(confidence);
    const sequences = tightestAt.map((users) => new ConfidenceSequence(level, users));
    return this.course.points.map(({ atMs, users, successes }) => ({
      atMs,
      users: users.reduce((sum, count) => sum + count, 0),
      lifts: sequences.slice(1).map((sequence, other) => liftAt({ users, successes }, other + 1, sequence)),
    }));
  }

  /** By arm; the first one is compared with nothing. */
  #sequentialComparisons(confidence: number, beforeOf?: BeforeOf): Pick<OnlineArm, 'sequential' | 'cuped'>[] {
    const { level, tightestAt } = this.#comparisons(confidence);
    const before = beforeOf?.(this.experiment);
    const [baseline] = this.#arms;
    return this.#arms.map((arm, place) => {
      const users = tightestAt[place];
      if (place === 0 || !baseline || users === undefined) return undecided;
      return compareSequentially(baseline, arm, { level, tightestAt: users, before });
    });
  }

  /** The level of each comparison with the baseline, and by arm the users of both at which its interval is narrowest. */
  #comparisons(confidence: number): { readonly level: number; readonly tightestAt: readonly number[] } {
    const { arms, plan } = this.experiment;
    const [baseline] = arms;
    const total = arms.reduce((sum, { share }) => sum + share, 0);
    const tightestAt = arms.map(({ share }) => (((baseline?.share ?? 0) + share) / total) * (plan?.users ?? usualUsers));
    return { level: levelFor(confidence, arms.length), tightestAt };
  }
}
