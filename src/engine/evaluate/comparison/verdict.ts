import { formatShare } from '#shared/counts';
import type { Interval, MetricComparison, Verdict } from '../../model/evaluation';
import { metricRegistry } from '../metrics/registry';
import { correctedLevels } from '../statistics/corrected-levels';
import { adjustPValues, type Correction } from '../statistics/corrections';
import { powerAt, usersNeeded } from '../statistics/power';
import { correctedInterval } from './corrected-interval';

interface FamilySettings {
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
 * Corrects for the number of tests and sets every comparison's verdict. `family` is all tests of all variants and metrics, not only those on screen.
 * The result has the same order.
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
  const ownLevels = correctedLevels(
    tested.map((comparison) => comparison.pValue ?? NaN),
    alpha,
    correction,
    size,
  );
  const ownLevelOf = new Map(tested.map((comparison, i) => [comparison, ownLevels[i]]));
  const level = correction === 'none' ? alpha : alpha / Math.max(1, size);
  const correctionText = correction === 'none' || size === 1 ? correctionNames.none : `${correctionNames[correction]}, ${size} tests`;
  const adjust = (pValues: readonly number[]): number[] => adjustPValues(pValues, correction, size);
  const dependent = dependentOnTies(tested, adjust, alpha);
  return family.map((own) => {
    const { invertTest: _inverted, invertedMethod: _method, ...comparison } = own;
    const adjustedPValue = adjustedOf.get(own);
    const verdict = verdictOf(comparison, adjustedPValue, alpha);
    const moreUsersNeeded = verdict === 'undecided' ? moreUsers(comparison, level) : undefined;
    const corrected = correctedInterval(own, ownLevelOf.get(own) ?? alpha, verdict !== 'undecided');
    const decided = {
      ...comparison,
      adjustedPValue,
      verdict,
      moreUsersNeeded,
      ...(corrected && { correctedInterval: corrected }),
      ...atLevel(comparison, level),
    };
    const verdictDependsOnTies = dependent.has(own);
    const reason = explain(decided, { correctionText, alpha, tests: size, correction, verdictDependsOnTies });
    return { ...decided, ...(comparison.underTies && { verdictDependsOnTies }), reason };
  });
}

/** Power is computed at the level of the verdict. */
function atLevel({ details, difference, pairCount }: MetricComparison, level: number): Pick<MetricComparison, 'details'> {
  return details ? { details: { ...details, ...powerAt(difference, details.standardDeviation, pairCount, level) } } : {};
}

/**
 * The comparisons whose verdict another order of equal scores would change: tested at the worst and at the best order,
 * each in place of the order that was ranked while the rest of the family stays as it is.
 */
function dependentOnTies(
  tested: readonly MetricComparison[],
  adjust: (pValues: readonly number[]) => number[],
  alpha: number,
): ReadonlySet<MetricComparison> {
  const pValues = tested.map(({ pValue }) => pValue ?? NaN);
  const dependent = tested.filter(({ underTies, ...comparison }, i) => {
    if (!underTies) return false;
    const verdicts = [underTies.asIs, underTies.worst, underTies.best].map(({ pValue, difference, interval }) => {
      const p = Number.isNaN(pValue) ? undefined : adjust(pValues.with(i, pValue))[i];
      return verdictOf({ ...comparison, difference, interval }, p, alpha);
    });
    return new Set(verdicts).size > 1;
  });
  return new Set(dependent);
}

/** The rule of every verdict: the test must be significant and the interval must exclude 0. @param p corrected, if it is one of several. */
export const isDecided = (p: number | undefined, { low, high }: Interval, alpha: number): boolean =>
  p !== undefined && p <= alpha && (low > 0 || high < 0);

function verdictOf({ difference, interval, metricId, spec }: MetricComparison, p: number | undefined, alpha: number): Verdict {
  if (!isDecided(p, interval, alpha)) return 'undecided';
  const direction = metricRegistry.get(metricId, spec).direction;
  return difference > 0 === (direction === 'higher') ? 'better' : 'worse';
}

/** Further users needed to detect the observed difference with 80% power at the corrected level; undefined if more users would not help. */
function moreUsers({ difference, standardError, pairCount }: MetricComparison, alpha: number): number | undefined {
  if (!(standardError > 0) || difference === 0) return undefined;
  const needed = usersNeeded(difference, standardError * Math.sqrt(pairCount), alpha);
  return Number.isFinite(needed) && needed > pairCount ? needed - pairCount : undefined;
}

const significant = (x: number): string => String(Number(x.toPrecision(3)));
const signed = (x: number): string => (x > 0 ? '+' : '') + significant(x);

interface Explained {
  readonly correctionText: string;
  readonly alpha: number;
  readonly tests: number;
  readonly correction: Correction;
  readonly verdictDependsOnTies: boolean;
}

function explain(comparison: MetricComparison, how: Explained): string {
  const { interval, difference, pairCount, verdict, adjustedPValue: p, moreUsersNeeded: more } = comparison;
  if (Number.isNaN(difference)) return 'Undecided: there is no value to compare.';
  if (pairCount < 2) return `Undecided: only ${pairCount} user${pairCount === 1 ? '' : 's'} can be compared.`;
  if (p === undefined) return 'Undecided: the differences do not vary, so there is nothing to test.';
  const ties = how.verdictDependsOnTies ? ' Another order of equal scores would change this verdict.' : '';
  if (difference === 0 && comparison.pValue === 1) return `Undecided: no difference over ${pairCount} users.${ties}`;
  const range = `${formatShare(interval.level)} interval ${significant(interval.low)} to ${significant(interval.high)}`;
  const probability = `p = ${p < 0.001 ? p.toExponential(1) : p.toFixed(3)} (${how.correctionText})`;
  const facts = `${signed(difference)}, ${range}, ${probability}, ${pairCount} users`;
  if (verdict !== 'undecided') return `${verdict === 'better' ? 'Better' : 'Worse'}: ${facts}.${ties}`;
  const power =
    more === undefined ? '' : ` About ${roughly(more)} more users would give 80% power, if the difference seen is the true one.`;
  return `Undecided, ${whyUndecided(comparison, how)}: ${facts}.${power}${ties}`;
}

/** What keeps a comparison from being decided: the test's resolution, chance, or the interval. */
function whyUndecided({ adjustedPValue: p, pValue, least }: MetricComparison, { alpha, tests, correction }: Explained): string {
  if (p === undefined || p <= alpha) return 'the interval touches 0';
  const atLeast = least && pValue !== undefined && pValue <= least.pValue;
  if (!atLeast) return 'chance could explain it';
  const corrected = significant(Math.min(1, correction === 'none' ? least.pValue : least.pValue * tests));
  return least.limitedBy === 'users'
    ? `too few users differ (the least possible corrected p is ${corrected})`
    : `too few permutations (the least possible corrected p is ${corrected})`;
}

/** Two significant digits, because the number is a rough estimate. */
function roughly(count: number): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 1);
  return String(Math.ceil(count / unit) * unit);
}
