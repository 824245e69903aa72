import type { z } from 'zod';
import type { metricComparisonSchema, metricResultSchema } from '#shared/schemas/experiment';
import type { LensOutput } from '#shared/schemas/live';
import { finiteOrNull } from '../core/finite';
import type { Lead, LensView } from './comparison/definition-lens';
import type { ComparisonDetails, Interval, MetricComparison, MetricResult } from '../model/evaluation';

const interval = ({ low, high, level }: Interval): { low: number | null; high: number | null; level: number } => ({
  low: finiteOrNull(low),
  high: finiteOrNull(high),
  level,
});
const test = ({ statistic, pValue }: { statistic: number; pValue: number }): { statistic: number | null; pValue: number | null } => ({
  statistic: finiteOrNull(statistic),
  pValue: finiteOrNull(pValue),
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
    value: finiteOrNull(value),
    excludedBecause: { ...result.excludedBecause },
    ...(depth !== undefined && { depth }),
    ...(ties && {
      ties: {
        minimum: finiteOrNull(ties.minimum),
        expected: finiteOrNull(ties.expected),
        maximum: finiteOrNull(ties.maximum),
        affectedUserCount: ties.affectedUserCount,
      },
    }),
  };
}

export function comparisonToWire({
  details,
  underTies,
  least: _least,
  invertTest: _invertTest,
  invertedMethod: _invertedMethod,
  correctedInterval: corrected,
  ...comparison
}: MetricComparison): z.infer<typeof metricComparisonSchema> {
  return {
    ...comparison,
    baselineValue: finiteOrNull(comparison.baselineValue),
    value: finiteOrNull(comparison.value),
    difference: finiteOrNull(comparison.difference),
    standardError: finiteOrNull(comparison.standardError),
    interval: interval(comparison.interval),
    ...(corrected && { correctedInterval: { ...interval(corrected), method: corrected.method } }),
    pValue: finiteOrNull(comparison.pValue),
    adjustedPValue: finiteOrNull(comparison.adjustedPValue),
    moreUsersNeeded: finiteOrNull(comparison.moreUsersNeeded),
    ...(underTies && { underTies: { low: finiteOrNull(underTies.worst.difference), high: finiteOrNull(underTies.best.difference) } }),
    ...(details && { details: detailsToWire(details) }),
  };
}

export const lensViewToWire = ({ values, evaluatedCounts, winner, comparisons, lead, ...view }: LensView): LensOutput['views'][number] => ({
  ...view,
  values: values.map(finiteOrNull),
  evaluatedCounts: [...evaluatedCounts],
  winner: winner ?? null,
  comparisons: comparisons.map(comparisonToWire),
  lead: lead ? leadToWire(lead) : null,
});

const leadToWire = ({ over, difference, low, high, pValue, unclear }: Lead): NonNullable<LensOutput['views'][number]['lead']> => ({
  over,
  difference: finiteOrNull(difference),
  low: finiteOrNull(low),
  high: finiteOrNull(high),
  pValue: finiteOrNull(pValue),
  unclear: [...unclear],
});

function detailsToWire(details: ComparisonDetails): NonNullable<z.infer<typeof metricComparisonSchema>['details']> {
  const { pairedT, relativeLift } = details;
  return {
    ...details,
    standardDeviation: finiteOrNull(details.standardDeviation),
    effectSize: finiteOrNull(details.effectSize),
    pairedT: { ...test(pairedT), degreesOfFreedom: pairedT.degreesOfFreedom, interval: interval(pairedT.interval) },
    signFlip: { pValue: finiteOrNull(details.signFlip.pValue), method: details.signFlip.method },
    wilcoxonPratt: test(details.wilcoxonPratt),
    wilcoxonWilcox: test(details.wilcoxonWilcox),
    relativeLift: relativeLift ? { value: finiteOrNull(relativeLift.value), interval: interval(relativeLift.interval) } : null,
    minimumDetectableEffect: finiteOrNull(details.minimumDetectableEffect),
    usersNeeded: finiteOrNull(details.usersNeeded),
  };
}
