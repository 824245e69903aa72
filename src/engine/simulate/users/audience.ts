import type { AudienceSettings } from '#shared/schemas/simulate';
import type { Rng } from '../../core/rng';
import type { ClickBehaviour, TrueLists } from '../click-models/port';
import type { Outcome, ReturnVisits, UserVisits } from './outcomes';
import { VisitSampler } from './visit-sampler';

/** What a user did in the observed days and before, and when the user came. */
export interface SimulatedUser {
  readonly after: UserVisits;
  /** Under the baseline. */
  readonly before: UserVisits;
  /** Of the first visit. */
  day: number;
}

/**
 * Users drawn independently from the profiles of a workspace. Each has a rate of visits of its own and comes back at random; the unit of
 * assignment is the user, so outcomes of different users are independent.
 */
export class Audience {
  readonly #samplers: readonly VisitSampler[];
  readonly #returns: ReturnVisits;
  readonly #changes: boolean;
  readonly profileCount: number;

  /** @param variants lists of the profiles under each variant; the first one is what users had before */
  constructor(
    private readonly settings: AudienceSettings,
    behaviour: ClickBehaviour,
    variants: readonly TrueLists[],
  ) {
    this.#samplers = variants.map((lists) => new VisitSampler(behaviour, lists, settings.idleShare));
    this.#returns = { mean: settings.visitsPerDay * settings.observationDays, shape: settings.visitShape };
    this.#changes = settings.novelty !== 0 || settings.drift !== 0;
    this.profileCount = variants[0].attraction.length / variants[0].length;
  }

  static emptyUser = (): SimulatedUser => ({
    after: { visits: 0, clicks: 0, clickedVisits: 0 },
    before: { visits: 0, clicks: 0, clickedVisits: 0 },
    day: 0,
  });

  /** Draws the user who comes as number `order` and is given `variant`; overwrites `user`. */
  draw(user: SimulatedUser, order: number, variant: number, rng: Rng): void {
    const { visitsPerDay, visitShape, observationDays, beforeDays, usersPerDay } = this.settings;
    const profile = rng.int(this.profileCount);
    const rate = visitsPerDay === 0 ? 0 : (gamma(visitShape, rng) * visitsPerDay) / visitShape;
    user.day = order / usersPerDay;
    this.#visit(user.before, poisson(rate * beforeDays, rng), this.#samplers[0], profile, rng);
    const visits = 1 + poisson(rate * observationDays, rng);
    if (this.#changes) this.#visitChanging(user, visits, variant, profile, rng);
    else this.#visit(user.after, visits, this.#samplers[variant], profile, rng);
  }

  /** Exact mean of an outcome under a variant, over all profiles, without novelty and drift. */
  truth(variant: number, outcome: Outcome): number {
    let sum = 0;
    for (let profile = 0; profile < this.profileCount; profile++) {
      sum += outcome.expected(this.#samplers[variant].expectation(profile), this.#returns);
    }
    return sum / this.profileCount;
  }

  #visit(into: UserVisits, visits: number, sampler: VisitSampler, profile: number, rng: Rng): void {
    clear(into, visits);
    for (let visit = 0; visit < visits; visit++) count(into, sampler.clicks(profile, 1, rng));
  }

  /** With chances that depend on how long ago the user came and on the day of the test. */
  #visitChanging({ after, day }: SimulatedUser, visits: number, variant: number, profile: number, rng: Rng): void {
    const { novelty, noveltyHalfLifeDays, drift, observationDays } = this.settings;
    clear(after, visits);
    for (let visit = 0; visit < visits; visit++) {
      const since = visit === 0 ? 0 : rng.next() * observationDays;
      const forBeingNew = variant === 0 ? 1 : 1 + novelty * 2 ** (-since / noveltyHalfLifeDays);
      const season = Math.max(0, 1 + (drift * (day + since)) / 30);
      count(after, this.#samplers[variant].clicks(profile, forBeingNew * season, rng));
    }
  }
}

function clear(into: UserVisits, visits: number): void {
  into.visits = visits;
  into.clicks = 0;
  into.clickedVisits = 0;
}

function count(into: UserVisits, clicks: number): void {
  into.clicks += clicks;
  if (clicks > 0) into.clickedVisits++;
}

/** Standard gamma (Marsaglia & Tsang 2000). */
function gamma(shape: number, rng: Rng): number {
  if (shape === 1) return -Math.log(1 - rng.next());
  if (shape < 1) return gamma(shape + 1, rng) * (1 - rng.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = rng.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - rng.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** By inversion in steps of at most 500, so that no factor underflows. */
function poisson(mean: number, rng: Rng): number {
  let total = 0;
  for (let left = mean; left > 0; left -= 500) {
    const part = Math.min(500, left);
    const limit = Math.exp(-part);
    let product = rng.next();
    while (product > limit) {
      total++;
      product *= rng.next();
    }
  }
  return total;
}
