import { noParams, Registry, type RegistryEntry } from '../../core/registry';

/** What a user did in a period. */
export interface UserVisits {
  visits: number;
  clicks: number;
  /** Visits with a click. */
  clickedVisits: number;
}

/** Of one user's visits to a variant: expected clicks of a visit, and the chance of none. */
export interface VisitExpectation {
  readonly clicks: number;
  readonly none: number;
}

/** Visits after the first one: gamma-distributed rates with this mean over the period. */
export interface ReturnVisits {
  readonly mean: number;
  readonly shape: number;
}

/** A user's outcome: one number per user, since users are what is assigned to variants. */
export interface Outcome extends RegistryEntry {
  of(visits: UserVisits): number;
  /** Its exact mean for a user with these visits. */
  expected(visit: VisitExpectation, returns: ReturnVisits): number;
  /** The variance to expect where all chances are `factor` times as high, from the mean and the variance now. */
  scaledVariance(mean: number, variance: number, factor: number): number;
}

/** Exact for a mixture of Poisson counts, and for a share: what exceeds the mean grows with the square of the factor. */
const scaledCount = (mean: number, variance: number, factor: number): number => factor * mean + factor * factor * (variance - mean);

const clicks: Outcome = {
  id: 'clicks',
  label: 'Clicks per user',
  description: 'Clicks of a user in the observed days.',
  params: noParams,
  of: (visits) => visits.clicks,
  expected: (visit, returns) => (1 + returns.mean) * visit.clicks,
  scaledVariance: scaledCount,
};

const clickers: Outcome = {
  id: 'clickers',
  label: 'Users with a click',
  description: 'Share of users with at least one click in the observed days.',
  params: noParams,
  of: (visits) => (visits.clicks > 0 ? 1 : 0),
  // The Laplace transform of the gamma distribution: a Poisson number of further visits, all without a click.
  expected: ({ none }, { mean, shape }) => 1 - none * (1 + ((1 - none) * mean) / shape) ** -shape,
  scaledVariance: scaledCount,
};

const clickedVisits: Outcome = {
  id: 'clicked-visits',
  label: 'Visits with a click',
  description: 'Share of a user’s visits with at least one click, as a mean over users.',
  params: noParams,
  of: ({ visits, clickedVisits: clicked }) => (visits > 0 ? clicked / visits : 0),
  expected: ({ none }) => 1 - none,
  scaledVariance: (_mean, variance, factor) => variance * factor,
};

/** What users are measured by. */
export const outcomeRegistry = new Registry<Outcome>('outcome', [clicks, clickers, clickedVisits]);
