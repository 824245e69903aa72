import { ArmSums, type ArmEstimate } from '#engine/simulate/sequential/arm-sums';
import { ConfidenceSequence } from '#engine/simulate/sequential/confidence-sequence';
import { liftInterval, liftOf } from '#engine/simulate/sequential/lift-interval';
import type { OnlineArm } from '#shared/schemas/online';

export interface ArmUsers {
  readonly users: ReadonlySet<string>;
  readonly succeeded: ReadonlySet<string>;
}

export interface SequentialSettings {
  /** Of this comparison, two-sided. */
  readonly level: number;
  /** Users of both arms at which the interval is narrowest. */
  readonly tightestAt: number;
  /** What a user did before the experiment; undefined where nothing is known of anyone. */
  readonly before?: ((user: string) => number) | undefined;
}

/** Before both arms have this many users, variances are too uncertain for a decision. */
const leastUsersPerArm = 50;

type Comparison = Pick<OnlineArm, 'sequential' | 'cuped'>;

/**
 * A challenger against the baseline by a confidence sequence: valid however often it is looked at. With CUPED the same, adjusted by what users did before
 * the experiment. Null with fewer than 50 users in either arm, or without any success.
 */
export function compareSequentially(baseline: ArmUsers, arm: ArmUsers, { level, tightestAt, before }: SequentialSettings): Comparison {
  const sums = new ArmSums();
  for (const [place, { users, succeeded }] of [baseline, arm].entries()) {
    for (const user of users) sums.add(place, succeeded.has(user) ? 1 : 0, before?.(user) ?? 0);
  }
  const [first, second] = [sums.count(0), sums.count(1)];
  if (first < leastUsersPerArm || second < leastUsersPerArm) return { sequential: null, cuped: null };
  const sequence = new ConfidenceSequence(level, tightestAt);
  const estimated = (adjusted: boolean): NonNullable<Comparison['sequential']> | null => {
    const z = sums.z(adjusted);
    if (!Number.isFinite(z)) return null;
    const critical = sequence.critical(first + second);
    const estimate = adjusted ? sums.adjusted() : sums.plain();
    return {
      ...spansOf(estimate, critical, 1 - level),
      pValue: sequence.pValue(first + second, z),
      verdict: Math.abs(z) < critical ? 'undecided' : z > 0 ? 'better' : 'worse',
    };
  };
  const sequential = estimated(false);
  // Without a covariate that varies, the adjusted estimate is the plain one.
  const adjusted = before && sums.slope() !== 0 ? estimated(true) : null;
  return { sequential, cuped: adjusted && { ...adjusted, varianceReduction: varianceReduction(sums) } };
}

/** The always-valid lift of an arm at earlier counts, without CUPED; null as for `compareSequentially`. */
export function liftAt(
  { users, successes }: { readonly users: readonly number[]; readonly successes: readonly number[] },
  arm: number,
  sequence: ConfidenceSequence,
): { value: number; low: number; high: number } | null {
  const [first = 0, second = 0] = [users[0], users[arm]];
  if (first < leastUsersPerArm || second < leastUsersPerArm) return null;
  const means = [(successes[0] ?? 0) / first, (successes[arm] ?? 0) / second] as const;
  const variances = [varianceOfMean(means[0], first), varianceOfMean(means[1], second)] as const;
  const { low, high } = liftInterval({ means, variances }, sequence.critical(first + second));
  const value = liftOf({ means, variances });
  return [value, low, high].every(Number.isFinite) ? { value, low, high } : null;
}

const varianceOfMean = (rate: number, users: number): number => (rate * (1 - rate)) / (users - 1);

function spansOf(
  estimate: ArmEstimate,
  critical: number,
  level: number,
): Pick<NonNullable<Comparison['sequential']>, 'difference' | 'lift'> {
  const [first, second] = estimate.means;
  const half = critical * Math.sqrt(estimate.variances[0] + estimate.variances[1]);
  const difference = second - first;
  const { low, high } = liftInterval(estimate, critical);
  const lift = liftOf(estimate);
  return {
    difference: { value: difference, interval: { low: difference - half, high: difference + half, level } },
    lift: [lift, low, high].every(Number.isFinite) ? { value: lift, interval: { low, high, level } } : null,
  };
}

function varianceReduction(sums: ArmSums): number {
  const variance = (adjusted: boolean): number =>
    sums.varianceOf(0, adjusted) / sums.count(0) + sums.varianceOf(1, adjusted) / sums.count(1);
  return variance(false) > 0 ? 1 - variance(true) / variance(false) : 0;
}
