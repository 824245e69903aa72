import type { z } from 'zod';
import type { metricComparisonSchema, metricResultSchema } from '#shared/schemas/experiment';
import type { LensOutput } from '#shared/schemas/live';
import type { Lead, LensView } from './comparison/definition-lens';
import type { ComparisonDetails, Interval, MetricComparison, MetricResult } from '../model/evaluation';

/** Missing values and infinities are serialised as null. */
const orNull = (value: number | undefined): number | null => (value !== undefined && Number.isFinite(value) ? value : null);
const interval = ({ low, high, level }: Interval): { low: number | null; high: number | null; level: number } => ({
  low: orNull(low),
  high: orNull(high),
  level,
});
const test = ({ statistic, pValue }: { statistic: number; pValue: number }): { statistic: number | null; pValue: number | null } => ({
  statistic: orNull(statistic),
  pValue: orNull(pValue),
});

/** A metric's outcome in its serialised form, without the per-user array. */
export function metricResultToWire({
  values: _values,
  tieExtremes: _tieExtremes,
  cutoff,
  value,
  depth,
  ties,
  ...result
}: MetricResult): z.infer<typeof metricResultSchema> {
  return {
    ...result,
    cutoff: cutoff ?? null,
    value: orNull(value),
    excludedBecause: { ...result.excludedBecause },
    ...(depth !== undefined && { depth }),
    ...(ties && {
      ties: {
        minimum: orNull(ties.minimum),
        expected: orNull(ties.expected),
        maximum: orNull(ties.maximum),
        affectedUserCount: ties.affectedUserCount,
      },
    }),
  };
}

export function comparisonToWire({
  details,
  underTies,
  least: _least,
  ...comparison
}: MetricComparison): z.infer<typeof metricComparisonSchema> {
  return {
    ...comparison,
    baselineValue: orNull(comparison.baselineValue),
    value: orNull(comparison.value),
    difference: orNull(comparison.difference),
    standardError: orNull(comparison.standardError),
    interval: interval(comparison.interval),
    pValue: orNull(comparison.pValue),
    adjustedPValue: orNull(comparison.adjustedPValue),
    moreUsersNeeded: orNull(comparison.moreUsersNeeded),
    ...(underTies && { underTies: { low: orNull(underTies.worst.difference), high: orNull(underTies.best.difference) } }),
    ...(details && { details: detailsToWire(details) }),
  };
}

export const lensViewToWire = ({ values, evaluatedCounts, winner, comparisons, lead, ...view }: LensView): LensOutput['views'][number] => ({
  ...view,
  values: values.map(orNull),
  evaluatedCounts: [...evaluatedCounts],
  winner: winner ?? null,
  comparisons: comparisons.map(comparisonToWire),
  lead: lead ? leadToWire(lead) : null,
});

const leadToWire = ({ over, difference, low, high, pValue, unclear }: Lead): NonNullable<LensOutput['views'][number]['lead']> => ({
  over,
  difference: orNull(difference),
  low: orNull(low),
  high: orNull(high),
  pValue: orNull(pValue),
  unclear: [...unclear],
});

function detailsToWire(details: ComparisonDetails): NonNullable<z.infer<typeof metricComparisonSchema>['details']> {
  const { pairedT, relativeLift } = details;
  return {
    ...details,
    standardDeviation: orNull(details.standardDeviation),
    effectSize: orNull(details.effectSize),
    pairedT: { ...test(pairedT), degreesOfFreedom: pairedT.degreesOfFreedom, interval: interval(pairedT.interval) },
    signFlip: { pValue: orNull(details.signFlip.pValue), method: details.signFlip.method },
    wilcoxonPratt: test(details.wilcoxonPratt),
    wilcoxonWilcox: test(details.wilcoxonWilcox),
    relativeLift: relativeLift ? { value: orNull(relativeLift.value), interval: interval(relativeLift.interval) } : null,
    minimumDetectableEffect: orNull(details.minimumDetectableEffect),
    usersNeeded: orNull(details.usersNeeded),
  };
}
