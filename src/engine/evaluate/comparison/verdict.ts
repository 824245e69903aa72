import { formatShare } from '#shared/counts';
import type { Interval, MetricComparison, Verdict } from '../../model/evaluation';
import { metricRegistry } from '../metrics/registry';
import { adjustPValues, type Correction } from '../statistics/corrections';
import { usersNeeded } from '../statistics/power';

export interface FamilySettings {
  readonly correction: Correction;
  readonly confidence: number;
  /** Tests made elsewhere (earlier looks at the same test users) whose p-values are not in the family. */
  readonly testsElsewhere?: number;
}

const correctionNames: Readonly<Record<Correction, string>> = {
  holm: 'Holm',
  'benjamini-hochberg': 'Benjamini–Hochberg',
  none: 'uncorrected',
};

/**
 * Corrects for the number of tests and gives every comparison its verdict. `family` is everything that was tested, all
 * variants and metrics, not what is on screen. The result has the same order.
 */
export function adjustFamily(
  family: readonly MetricComparison[],
  { correction, confidence, testsElsewhere = 0 }: FamilySettings = { correction: 'holm', confidence: 0.95 },
): MetricComparison[] {
  const tested = family.filter((comparison) => comparison.pValue !== undefined);
  const size = tested.length + testsElsewhere;
  const adjusted = adjustPValues(
    tested.map((comparison) => comparison.pValue ?? NaN),
    correction,
    size,
  );
  const adjustedOf = new Map(tested.map((comparison, i) => [comparison, adjusted[i]]));
  const alpha = 1 - confidence;
  const howCorrected = correction === 'none' || size === 1 ? correctionNames.none : `${correctionNames[correction]}, ${size} tests`;
  return family.map((comparison) => {
    const adjustedPValue = adjustedOf.get(comparison);
    const verdict = verdictOf(comparison, adjustedPValue, alpha);
    const moreUsersNeeded = verdict === 'undecided' ? moreUsers(comparison, correction === 'none' ? alpha : alpha / size) : undefined;
    const reason = explain(comparison, adjustedPValue, verdict, moreUsersNeeded, howCorrected, alpha);
    return { ...comparison, adjustedPValue, verdict, moreUsersNeeded, reason };
  });
}

/** The rule of every verdict: the test must say so and the interval must not contain 0. @param p corrected, where it is one of several. */
export const isDecided = (p: number | undefined, { low, high }: Interval, alpha: number): boolean =>
  p !== undefined && p <= alpha && (low > 0 || high < 0);

function verdictOf({ difference, interval, metricId, spec }: MetricComparison, p: number | undefined, alpha: number): Verdict {
  if (!isDecided(p, interval, alpha)) return 'undecided';
  const direction = metricRegistry.get(metricId, spec).direction;
  return difference > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/** Further users that would show the observed difference with 80% power at the corrected level. */
function moreUsers({ difference, standardError, pairCount }: MetricComparison, alpha: number): number | undefined {
  if (!(standardError > 0) || difference === 0) return undefined;
  const needed = usersNeeded(difference, standardError * Math.sqrt(pairCount), alpha);
  return Number.isFinite(needed) ? Math.max(1, needed - pairCount) : undefined;
}

const significant = (x: number): string => String(Number(x.toPrecision(3)));
const signed = (x: number): string => (x > 0 ? '+' : '') + significant(x);

function explain(
  comparison: MetricComparison,
  p: number | undefined,
  verdict: Verdict,
  more: number | undefined,
  howCorrected: string,
  alpha: number,
): string {
  const { interval, difference, pairCount } = comparison;
  if (Number.isNaN(difference)) return 'Undecided: there is no value to compare.';
  if (pairCount < 2) return `Undecided: only ${pairCount} user${pairCount === 1 ? '' : 's'} can be compared.`;
  if (p === undefined) return 'Undecided: the differences do not vary, so there is nothing to test.';
  if (difference === 0 && comparison.pValue === 1) return `Undecided: no difference over ${pairCount} users.`;
  const range = `${formatShare(interval.level)} interval ${significant(interval.low)} to ${significant(interval.high)}`;
  const probability = `p = ${p < 0.001 ? p.toExponential(1) : p.toFixed(3)} (${howCorrected})`;
  const facts = `${signed(difference)}, ${range}, ${probability}, ${pairCount} users`;
  if (verdict !== 'undecided') return `${verdict === 'better' ? 'Better' : 'Worse'}: ${facts}.`;
  const why = p > alpha ? 'chance could explain it' : 'the interval touches 0';
  return `Undecided, ${why}: ${facts}.${more === undefined ? '' : ` About ${roughly(more)} more users would decide it.`}`;
}

/** Two significant digits: the number is an estimate from an estimate. */
function roughly(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return String(Math.ceil(count / unit) * unit);
}
