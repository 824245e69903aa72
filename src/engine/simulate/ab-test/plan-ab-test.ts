import { formatCount } from '#shared/counts';
import { RankLabError } from '#shared/errors';
import type { AbTestPlan, AbTestSettings } from '#shared/schemas/simulate';
import type { Rng } from '../../core/rng';
import { normalCdf, normalQuantile } from '../../evaluate/statistics/distributions';
import { ArmSums } from '../sequential/arm-sums';
import { stoppingRules } from '../sequential/rules';
import { Audience } from '../users/audience';
import { levelOf, outcomesOf } from './design';

/** Users under the baseline from whose outcomes a test is planned. */
const pilotUsers = 20_000;
/** Beyond, a test is out of reach. */
const mostUsers = 1e9;
/** What one simulated test can have. */
const mostSimulated = 5_000_000;
const leastUsers = 200;

/**
 * Sample size, duration and power before the start, from users who only saw the baseline. The second arm’s variance is what the lift makes of
 * the first one’s.
 * @throws INVALID_ARGUMENT where nobody clicks, or the planned size is out of reach.
 */
export function planAbTest(settings: AbTestSettings, audience: Audience, rng: Rng): AbTestPlan {
  const { lift, power, looks, shares, audience: people } = settings;
  const level = levelOf(settings);
  const [outcome] = outcomesOf(settings);
  const { mean, standardDeviation, correlation } = pilot(settings, audience, rng);
  const whole = shares[0] + shares[1];
  const second = outcome.scaledVariance(mean, standardDeviation ** 2, 1 + lift);
  // Standard deviation of the difference, for one user of both arms together.
  const spread = Math.sqrt((standardDeviation ** 2 * whole) / shares[0] + (second * whole) / shares[1]);
  const usersFor = (shift: number, adjusted: boolean): number =>
    Math.ceil(((shift * spread) / (lift * mean)) ** 2 * (adjusted ? 1 - correlation ** 2 : 1));
  const daysFor = (users: number): number => users / people.usersPerDay + people.observationDays;
  const needed = stoppingRules.list().flatMap(({ id, adjusted, ...rule }) => {
    const shift = rule.shift?.({ level, looks }, power);
    if (shift === undefined || (adjusted && people.beforeDays === 0)) return [];
    const users = usersFor(shift, adjusted);
    return [users > mostUsers ? { rule: id, users: null, days: null } : { rule: id, users, days: daysFor(users) }];
  });
  const fixed = normalQuantile(1 - level / 2);
  const users = settings.users ?? chosenUsers(usersFor(fixed + normalQuantile(power), false), lift);
  const error = spread / Math.sqrt(users);
  return {
    outcome: outcome.id,
    mean,
    standardDeviation,
    correlationBefore: correlation,
    level,
    lift,
    power,
    needed,
    users,
    days: daysFor(users),
    powerAtUsers: normalCdf((lift * mean) / error - fixed) + normalCdf(-(lift * mean) / error - fixed),
    minimumDetectableLift: ((fixed + normalQuantile(power)) * error) / mean,
  };
}

function chosenUsers(planned: number, lift: number): number {
  if (planned <= mostSimulated) return Math.max(leastUsers, planned);
  throw new RankLabError(
    'INVALID_ARGUMENT',
    `A lift of ${(100 * lift).toPrecision(2)}% needs ${formatCount(planned)} users, more than one simulated test can have`,
    {
      place: 'lift',
      remedy: 'Look for a larger lift, or say how many users the test has',
    },
  );
}

/** Outcomes of users under the baseline, and their correlation with those before. */
function pilot(settings: AbTestSettings, audience: Audience, rng: Rng): { mean: number; standardDeviation: number; correlation: number } {
  const [outcome] = outcomesOf(settings);
  const user = Audience.emptyUser();
  const sums = new ArmSums();
  for (let order = 0; order < pilotUsers; order++) {
    audience.draw(user, 0, 0, rng);
    sums.add(0, outcome.of(user.after), outcome.of(user.before));
  }
  const mean = sums.meanOf(0);
  if (!(mean > 0)) {
    throw new RankLabError(
      'INVALID_ARGUMENT',
      'None of 20,000 simulated users clicks anything under the baseline: there is nothing to test',
      {
        place: 'audience',
        remedy: 'Use fewer idle visits, longer lists, or another baseline',
      },
    );
  }
  const variance = sums.varianceOf(0, false);
  return { mean, standardDeviation: Math.sqrt(variance), correlation: Math.sqrt(Math.max(0, 1 - sums.varianceOf(0, true) / variance)) };
}
