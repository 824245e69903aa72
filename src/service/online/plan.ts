import { normalQuantile } from '#engine/evaluate/statistics/distributions';
import { stoppingRules } from '#engine/simulate/sequential/rules';
import { RankLabError } from '#shared/errors';
import type { OnlinePlan, OnlinePlanSettings } from '#shared/schemas/online';

/** Of the first one against each other one, so that all comparisons together have the confidence. */
export const levelFor = (confidence: number, arms: number): number => (1 - confidence) / Math.max(1, arms - 1);

/** Beyond, an experiment is out of reach. */
const mostUsers = 1e9;

/**
 * Users of all arms together that find the lift in every challenger with the power, by rule. Success is a share of users, whose variance follows from the
 * rate, so that nothing but the rate must be known before the start.
 * @param shares of the arms, the baseline first
 * @throws INVALID_ARGUMENT where the lift would lead beyond a rate of 100%, or needs more than 1e9 users.
 */
export function planOnline({ baselineRate, lift, power, confidence, users }: OnlinePlanSettings, shares: readonly number[]): OnlinePlan {
  const better = baselineRate * (1 + lift);
  if (better > 1) {
    throw new RankLabError(
      'INVALID_ARGUMENT',
      `A lift of ${percent(lift)} over a rate of ${percent(baselineRate)} is more than all users`,
      {
        place: 'plan.lift',
      },
    );
  }
  const level = levelFor(confidence, shares.length);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const [baseline = 1, ...challengers] = shares.map((share) => share / total);
  // Variance of the difference for one user of all arms together; the smallest arm decides.
  const variance = Math.max(
    ...challengers.map((share) => (baselineRate * (1 - baselineRate)) / baseline + (better * (1 - better)) / share),
  );
  const difference = better - baselineRate;
  const needed = stoppingRules.list().flatMap(({ label, adjusted, id, ...rule }) => {
    const mean = adjusted ? undefined : rule.shift?.({ level, looks: 5 }, power);
    return mean === undefined ? [] : [{ rule: id, label, users: Math.ceil(((mean * mean) / difference ** 2) * variance) }];
  });
  const always = stoppingRules.get('always-valid', 'rule');
  const planned = users ?? needed.find(({ rule }) => rule === always.id)?.users ?? 0;
  if (planned > mostUsers) {
    throw new RankLabError('INVALID_ARGUMENT', `A lift of ${percent(lift)} needs more than 1,000,000,000 users`, {
      place: 'plan.lift',
      remedy: 'Look for a larger lift',
    });
  }
  const error = Math.sqrt(variance / Math.max(1, planned));
  return {
    ...{ baselineRate, lift, power, confidence },
    users: planned,
    needed,
    minimumDetectableLift: ((normalQuantile(1 - level / 2) + normalQuantile(power)) * error) / baselineRate,
  };
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(3))}%`;
