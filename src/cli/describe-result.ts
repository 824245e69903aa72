import { formatShare } from '#shared/counts';
import type { ExperimentResult } from '#shared/schemas/experiment';
import { textTable } from './output';

type VariantResult = ExperimentResult['variants'][number];
type Metric = VariantResult['metrics'][number];
type Comparison = VariantResult['comparisons'][number];

/** A p-value is never 0. */
const shownP = (value: number | null): string => (value !== null && value < 0.0001 ? '<.0001' : shown(value));
const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

/** Warm or cold users below this share are not worth rows of their own. */
const leastWarmthShare = 0.05;

/** An experiment as a table with everything that its numbers depend on beneath. */
export function describeResult(result: ExperimentResult): string {
  const { variants } = result;
  const hasTies = variants.some(({ metrics }) => metrics.some(({ ties }) => ties));
  const hasTimeTies = variants.some(({ metrics }) => metrics.some(({ timeTies }) => timeTies));
  const hasFallbacks = variants.some(({ lists }) => (lists?.fallback ?? 0) + (lists?.empty ?? 0) > 0);
  const headings = [
    'variant',
    'metric',
    'value',
    ...(hasTies ? ['over ties'] : []),
    ...(hasTimeTies ? ['over time ties'] : []),
    'users',
    ...(hasFallbacks ? ['lists'] : []),
    'difference',
    `${intervalLevel(result)} interval`.trim(),
    'p',
    'verdict',
  ];
  const rows = variants.flatMap((variant) =>
    variant.metrics.flatMap((metric) => {
      const lists = hasFallbacks ? [listsText(variant)] : [];
      const line = (name: string, spec: string, own: Metric, comparison: Comparison | undefined, kind: string[]): string[] => [
        name,
        spec,
        shown(own.value),
        ...(hasTies ? [tiesText(own)] : []),
        ...(hasTimeTies ? [timeTiesText(own)] : []),
        usersText(own),
        ...kind,
        ...comparisonCells(comparison),
      ];
      return [
        line(variant.name, specText(metric), metric, comparisonOf(variant, metric), lists),
        ...groupsOf(result, variant.name).map(({ segment, of }) => {
          const own = of.metrics.find(({ spec }) => spec === metric.spec) ?? metric;
          return line('', `  ${segment} users`, own, comparisonOf(of, own), hasFallbacks ? [''] : []);
        }),
      ];
    }),
  );
  return [textTable(headings, rows), '', ...footnotes(result), ...result.statements, familyText(result)].join('\n');
}

/** `95%`; all comparisons of a result have the same. */
function intervalLevel({ variants }: ExperimentResult): string {
  const level = variants.flatMap(({ comparisons }) => comparisons)[0]?.interval.level;
  return level === undefined ? '' : formatShare(level);
}

const comparisonOf = ({ comparisons }: VariantResult, { spec }: Metric): Comparison | undefined =>
  comparisons.find((candidate) => candidate.spec === spec);

function comparisonCells(comparison: Comparison | undefined): string[] {
  if (!comparison) return ['', '', '', 'baseline'];
  return [
    shown(comparison.difference),
    `[${shown(comparison.interval.low)}, ${shown(comparison.interval.high)}]`,
    shownP(comparison.adjustedPValue),
    `${comparison.verdict}${comparison.verdictDependsOnTies ? ' †' : ''}${comparison.verdictDependsOnTimeTies ? ' ‡' : ''}`,
  ];
}

const specText = ({ spec, limitedBy }: Metric): string => (limitedBy === undefined ? spec : `${spec} (${limitedBy})`);

const usersText = ({ evaluatedCount, excludedCount }: Metric): string =>
  `${evaluatedCount}${excludedCount > 0 ? ` (${excludedCount} excluded)` : ''}`;

const tiesText = ({ ties }: Metric): string =>
  ties ? `${shown(ties.minimum)} to ${shown(ties.maximum)}${ties.expected === null ? '' : `, mean ${shown(ties.expected)}`}` : '';

const timeTiesText = ({ timeTies }: Metric): string =>
  timeTies ? `${shown(timeTies.minimum)} to ${shown(timeTies.maximum)} in ${timeTies.orders} orders` : '';

function listsText({ lists }: VariantResult): string {
  if (!lists) return '';
  const kinds = [
    ...(lists.fallback > 0 ? [`${lists.fallback} fallback`] : []),
    ...(lists.empty > 0 ? [`${lists.empty} empty`] : []),
    ...(lists.leftOut > 0 ? [`${lists.leftOut} left out`] : []),
  ];
  return kinds.length === 0 ? `${lists.count}` : `${lists.count}, ${kinds.join(', ')}`;
}

/** Warm and cold users, where both are at least 5% of those tested. */
function groupsOf({ warmth, segments = [] }: ExperimentResult, variant: string): { segment: string; of: VariantResult }[] {
  if (!warmth || Math.min(warmth.warm, warmth.cold) < leastWarmthShare * (warmth.warm + warmth.cold)) return [];
  return segments
    .filter(({ segmentation }) => segmentation === 'warmth')
    .flatMap(({ segment, variants }) => variants.filter(({ name }) => name === variant).map((of) => ({ segment, of })));
}

function footnotes({ variants, segments = [] }: ExperimentResult): string[] {
  const comparisons = variants.flatMap((variant) => variant.comparisons);
  const family = segments.find(({ segmentation }) => segmentation === 'warmth')?.family;
  return [
    ...comparisons.flatMap(({ verdict, reason, spec }) => (verdict === 'undecided' ? [`${spec}: ${reason}`] : [])),
    ...(comparisons.some(({ verdictDependsOnTies }) => verdictDependsOnTies)
      ? ['† another order of equal scores would change this verdict']
      : []),
    ...(comparisons.some(({ verdictDependsOnTimeTies }) => verdictDependsOnTimeTies)
      ? ['‡ another order of interactions at one moment gave another verdict']
      : []),
    ...(family ? [`Verdicts within groups of users: ${family.correction} over ${family.size} tests of their own`] : []),
    ...(comparisons.length > 0 ? [''] : []),
  ];
}

function familyText({ testLooks, familySize, conventions }: ExperimentResult): string {
  const tests = `${familySize} tests corrected together${conventions ? ` (${conventions.statistics.correction})` : ''}.`;
  return testLooks === null ? tests : `Look ${testLooks} at this test set; ${tests}`;
}
