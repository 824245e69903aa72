import type { AbTestPoint, GroupLook, SimulatedInterval } from '#shared/schemas/simulate';
import { sampleRatioCheck } from '../../evaluate/statistics/sample-ratio';
import type { ArmEstimate, ArmSums } from '../sequential/arm-sums';
import { liftInterval, liftOf } from '../sequential/lift-interval';
import type { AbTestRun, RuleState } from './ab-test-run';

export const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function intervalOf(estimate: ArmEstimate, critical: number): SimulatedInterval {
  const { low, high } = liftInterval(estimate, critical);
  return { low: finiteOrNull(low), high: finiteOrNull(high) };
}

/** Keeps the lift and its interval with the decision. */
export function noteEstimate(state: RuleState, sums: ArmSums, critical: number): void {
  const estimate = state.rule.adjusted ? sums.adjusted() : sums.plain();
  state.lift = liftOf(estimate);
  Object.assign(state, liftInterval(estimate, critical));
}

/** Critical |z| of a single look and of the confidence sequence. */
export interface Criticals {
  readonly naive: number;
  readonly always: number;
}

interface Estimated {
  readonly lift: number | null;
  readonly naive: SimulatedInterval;
  readonly always: SimulatedInterval;
}
const unknown: Estimated = { lift: null, naive: { low: null, high: null }, always: { low: null, high: null } };

export const estimatedOf = (estimate: ArmEstimate, { naive, always }: Criticals): Estimated => ({
  lift: finiteOrNull(liftOf(estimate)),
  naive: intervalOf(estimate, naive),
  always: intervalOf(estimate, always),
});

export function pointOf(run: AbTestRun, criticals: Criticals): AbTestPoint {
  const [sums] = run.sums;
  const { shares, audience } = run.design.settings;
  const counts: [number, number] = [sums.count(0), sums.count(1)];
  return {
    users: run.users,
    day: run.day,
    counts,
    ...(run.ready ? estimatedOf(sums.plain(), criticals) : unknown),
    cuped: audience.beforeDays === 0 ? null : run.ready ? estimatedOf(sums.adjusted(), criticals) : unknown,
    ratio: { pValue: sampleRatioCheck(counts, shares).pValue, alwaysPValue: run.ratio.pValue },
  };
}

/** A group-sequential look that is due now. */
export function lookOf(run: AbTestRun): GroupLook {
  const [sums] = run.sums;
  const z = run.ready ? sums.z(false) : NaN;
  const estimate = sums.plain();
  return {
    look: run.look,
    users: run.users,
    day: run.day,
    z: finiteOrNull(z),
    bounds: run.design.rules.flatMap(({ rule, critical }) => {
      if (!rule.looks) return [];
      const bound = critical(run.users, run.look);
      return [{ rule: rule.id, critical: bound, interval: intervalOf(estimate, bound), crossed: Math.abs(z) >= bound }];
    }),
  };
}
