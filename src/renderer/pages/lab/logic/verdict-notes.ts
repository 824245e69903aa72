import { coldUsersPolicies } from '#shared/cold-users';
import { momentText } from '#shared/moment';
import type { LiveOutput } from '#shared/schemas/live';
import { formatCount, formatMinute, formatP, formatShare, formatValue, plural } from '../../../logic/format';
import { segmentationName } from '#shared/segment-names';

type VariantResult = LiveOutput['variants'][number];
export type MetricResult = VariantResult['metrics'][number];
export type MetricComparison = VariantResult['comparisons'][number];

const reasons: Readonly<Record<string, string>> = {
  'no-relevant-items': 'no relevant test video',
  'too-few-items': 'too few videos',
  'no-category-history': 'no category history',
  'not-computable': 'not computable',
  'cold-user': 'no history',
};

/** `content: FAISS 1.7.3 · Flat · cosine · avx2; factors: …` as `index FAISS 1.7.3 Flat cosine avx2`. */
const indexText = (description: string): string =>
  `index ${(description.split(/[.;] /)[0] ?? '').replace(/^\w+: /, '').replaceAll(' · ', ' ')}`;

/** The small print above the metrics: users, exclusions, level, correction. */
export function verdictNotes(output: LiveOutput, challenger: VariantResult | undefined): string[] {
  const metrics = (challenger ?? output.variants[0])?.metrics ?? [];
  const perUser = metrics.filter(({ scope }) => scope === 'user');
  const widest = perUser.reduce<MetricResult | undefined>(
    (best, metric) => (best && best.evaluatedCount >= metric.evaluatedCount ? best : metric),
    undefined,
  );
  const level = challenger?.comparisons[0]?.interval.level;
  const notes: string[] = [widest ? `n = ${plural(widest.evaluatedCount, 'user')}` : plural(output.testUserCount, 'test user')];
  if (output.sampled) notes[0] += ` of a sample of ${formatCount(output.measuredUserCount)} of ${formatCount(output.testUserCount)}`;
  if (output.segment) notes.unshift(`${segmentationName(output.segment.segmentation)}: ${output.segment.segment}`);
  if (widest && widest.excludedCount > 0) {
    const because = Object.entries(widest.excludedBecause).map(
      ([reason, count], _, all) => `${all.length > 1 ? `${formatCount(count)} ` : ''}${reasons[reason] ?? reason}`,
    );
    notes.push(`${formatCount(widest.excludedCount)} excluded${because.length > 0 ? `: ${because.join(', ')}` : ''}`);
  }
  if (typeof output.testStartMs === 'number') notes.push(`test from ${momentText(output.testStartMs, formatMinute)}`);
  if (typeof output.indexDescription === 'string') notes.push(indexText(output.indexDescription));
  if (level !== undefined) notes.push(`${formatShare(level)} intervals`);
  if (output.familySize > 1) notes.push(`corrected over ${formatCount(output.familySize)} tests (${correctionOf(output)})`);
  return [...notes, ...conventionNotes(output, challenger)];
}

const corrections = { holm: 'Holm', 'benjamini-hochberg': 'Benjamini–Hochberg', none: 'uncorrected' } as const;

/** Verdicts within a group of users are a family of their own. */
const correctionOf = ({ conventions: { statistics }, segment }: LiveOutput): string =>
  corrections[segment ? statistics.segmentCorrection : statistics.correction];

/** What moves the numbers besides the variants: users without history and their lists, pools that are too small, equal scores. */
function conventionNotes({ warmth, variants, conventions }: LiveOutput, challenger: VariantResult | undefined): string[] {
  const shown = [variants[0], challenger].filter((variant) => variant !== undefined);
  const cold = warmth.cold > 0 ? [`${formatCount(warmth.cold)} of ${formatCount(warmth.warm + warmth.cold)} without history`] : [];
  const policies = shown.map(({ name }) => conventions.variants.find(({ variant }) => variant === name)?.coldUsers);
  // What all variants do with these users is said once.
  const common = new Set(policies).size === 1 ? policies[0] : undefined;
  const lists = shown.flatMap(({ name, lists: of }, index) => {
    const policy = policies[index];
    const parts = [
      ...(warmth.cold > 0 && policy && !common ? [coldUsersPolicies[policy]] : []),
      ...(of && of.fallback > 0 ? [plural(of.fallback, 'fallback list')] : []),
      ...(of && of.empty > 0 ? [plural(of.empty, 'empty list')] : []),
      ...(of && of.leftOut > 0 ? [`${plural(of.leftOut, 'user')} left out`] : []),
    ];
    return parts.length === 0 ? [] : [`${name}: ${parts.join(', ')}`];
  });
  const limited = shown.flatMap(({ metrics }) => metrics.flatMap(({ spec, limitedBy }) => (limitedBy ? [`${spec}: ${limitedBy}`] : [])));
  const depends = (challenger?.comparisons ?? []).some(({ verdictDependsOnTies }) => verdictDependsOnTies);
  return [
    ...cold.map((text) => (common ? `${text}: ${coldUsersPolicies[common]}` : text)),
    ...lists,
    ...new Set(limited),
    ...(depends ? ['† another order of equal scores would change the verdict'] : []),
  ];
}

/** How far the order of equal scores could move a value; empty where it could not. */
export const tiesText = ({ ties }: MetricResult): string =>
  ties
    ? `\nEqual scores: ${formatValue(ties.minimum)} to ${formatValue(ties.maximum)} over their orders${ties.expected === null ? '' : `, ${formatValue(ties.expected)} on average`}; ${plural(ties.affectedUserCount, 'user')}`
    : '';

/** The last column: the basis of the verdict, or the users needed for one. */
export function verdictBasis(comparison: MetricComparison, exact: boolean): string {
  if (!exact) return '…';
  if (comparison.verdict === 'undecided' && comparison.moreUsersNeeded !== null)
    return `≈ ${formatCount(roundUsers(comparison.moreUsersNeeded))} more users`;
  const p = comparison.adjustedPValue ?? comparison.pValue;
  return p === null ? comparison.intervalMethod : `p ${formatP(p)}`;
}

/** Two significant digits: more would suggest false precision. */
export function roundUsers(count: number): number {
  if (count < 100) return Math.ceil(count);
  const unit = 10 ** (Math.floor(Math.log10(count)) - 1);
  return Math.ceil(count / unit) * unit;
}

export function ordinal(count: number): string {
  const tens = count % 100;
  const suffix = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th');
  return `${formatCount(count)}${suffix}`;
}

/** The verdicts in one sentence for screen readers. */
export function verdictSentence(letter: string, comparisons: readonly MetricComparison[]): string {
  const listOf = (verdict: string): string => {
    const specs = comparisons.filter((comparison) => comparison.verdict === verdict).map(({ spec }) => spec);
    return specs.length === 0 ? '' : `${verdict} in ${specs.join(', ')}`;
  };
  return `${letter} against the baseline: ${[listOf('better'), listOf('worse'), listOf('undecided')].filter((part) => part !== '').join('; ')}`;
}
