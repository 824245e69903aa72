import type { AudienceSettings } from '#shared/schemas/simulate';
import { gamma, poisson } from '../../core/random-variates';
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
    const { observationDays, beforeDays, usersPerDay } = this.settings;
    const profile = rng.int(this.profileCount);
    const rate = this.#rate(rng);
    user.day = order / usersPerDay;
    this.#visit(user.before, poisson(rate * beforeDays, rng), this.#samplers[0], profile, rng);
    const visits = 1 + poisson(rate * observationDays, rng);
    if (this.#changes) this.#visitChanging(user, visits, variant, profile, rng);
    else this.#visit(user.after, visits, this.#samplers[variant], profile, rng);
  }

  get idleShare(): number {
    return this.settings.idleShare;
  }

  /** A user’s profile and the number of visits in the observed days. */
  drawVisits(rng: Rng): { readonly profile: number; readonly visits: number } {
    const profile = rng.int(this.profileCount);
    return { profile, visits: 1 + poisson(this.#rate(rng) * this.settings.observationDays, rng) };
  }

  /** Exact mean of an outcome under a variant, over all profiles, without novelty and drift. */
  truth(variant: number, outcome: Outcome): number {
    let sum = 0;
    for (let profile = 0; profile < this.profileCount; profile++) {
      sum += outcome.expected(this.#samplers[variant].expectation(profile), this.#returns);
    }
    return sum / this.profileCount;
  }

  /** Visits of a user per day, after the first one. */
  #rate(rng: Rng): number {
    const { visitsPerDay, visitShape } = this.settings;
    return visitsPerDay === 0 ? 0 : (gamma(visitShape, rng) * visitsPerDay) / visitShape;
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
