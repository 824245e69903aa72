import { renderMeasures } from '../trec/measures/published';
import type { MetricDefinition } from './metric';
import { needNames } from './metric';
import { metricRegistry } from './registry';

/** A metric's definition for the application, the documentation and tooltips. */
interface PublishedDefinition {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  /** LaTeX. */
  readonly formula: string;
  readonly source: string;
  readonly range: string;
  readonly direction: string;
  readonly scope: string;
  readonly cutoff: string;
  readonly parameters: readonly string[];
  readonly needs: readonly string[];
  readonly edgePolicy: string;
  readonly aliases: readonly string[];
  /** The default definition of which this is a dialect. */
  readonly dialectOf: string | undefined;
  readonly version: number;
}

export const publishedDefinitions = (): PublishedDefinition[] => metricRegistry.list().map(publishDefinition);

export function publishDefinition(metric: MetricDefinition): PublishedDefinition {
  const [low, high] = metric.range;
  const cutoffs = {
    required: 'needs one, like @10',
    optional: 'optional; without one the ranking counts down to its depth',
    none: 'takes none',
  };
  return {
    id: metric.id,
    label: metric.label,
    description: metric.description,
    formula: metric.formula,
    source: metric.source,
    range: Number.isFinite(high) ? `${low} to ${high}` : `${low} and up`,
    direction: `${metric.direction} is better`,
    scope: metric.scope === 'user' ? 'one value per user, macro average over users' : 'one value per run',
    cutoff: cutoffs[metric.cutoff],
    parameters: Object.entries((metric.params.safeParse({}).data ?? {}) as Record<string, unknown>).map(
      ([name, value]) => `${name} = ${String(value)}`,
    ),
    needs: (metric.needs ?? []).map((need) => needNames[need]),
    edgePolicy: metric.edgePolicy,
    aliases: metric.aliases ?? [],
    dialectOf: metric.dialectOf,
    version: metric.version,
  };
}

/** The definitions page of the documentation. */
export function renderDefinitions(): string {
  const definitions = publishedDefinitions();
  return `${[preamble, index(definitions), ...definitions.map(section), renderMeasures()].join('\n\n')}\n`;
}

/** What holds for every metric. */
export const metricConventions: readonly string[] = [
  'Means are macro averages: every user counts once. The number of users with a value, and of those without, with reasons, is shown beside every number. A user without a relevant item has no value and is excluded, because no list could score; a switch counts such users, and users without a list, as 0. trec_eval itself counts a query without a relevant document as 0, and its -c adds the judged queries that the run lacks: with the switch the mean equals that of trec_eval -c. A user who received an empty list scores 0, because a failed recommendation differs from having no relevant item.',
  'An item is relevant when its grade is above 0. Repeated interactions of a user with an item count once, with the highest grade.',
  'The value of a metric does not depend on the other metrics. With a cutoff it reads that many positions; baselines are ranked to the depth of the cutoff, and a variant with a smaller pool is measured on its pool and labelled ("pool of 200; 500 would do"). Without a cutoff it reads the ranking to its depth, 1,000 positions of a baseline and the pool of a variant, and reports that depth; R-precision reads as many positions as the user has relevant items. The length of exported lists has no effect.',
  'Lists are ordered by descending score. Equal scores are ordered by row (the default: the order of the file, and of every list that the program serves), by id, or by a seeded draw. If another order of equal scores could change a value, the smallest, mean and largest value over all orders are shown, and a verdict that another order would change is marked. Scores within a billionth of each other count as equal for this, because sums of the same numbers in another order differ by that much. Baselines have the scores of their source. TREC exports contain scores that give the same order in trec_eval.',
  "If a split cuts a user's history between interactions with equal timestamps, they are ordered by id (the default, which does not depend on the order of the file; ids are compared as numbers if all are whole numbers), by row or by a seeded draw, or all of them are tested. The number of such users is reported, with the range of every value over several orders.",
  "Users without a training history: if a variant's sources have nothing for a user, the list falls back to content and popularity (the default of variants, as in serving), or it is empty and scores 0 (the default of baselines, so that no other recommender's lists count as theirs), or such users are left out. The number of fallback and empty lists is shown beside the values, and if warm and cold users are each 5% or more, both groups have separate values.",
  'Items that a user already had in training are removed before the list is cut, and from the judgements, unless a run is configured otherwise.',
  'Everything derived from popularity, categories or histories uses the training side of the split.',
  "Comparisons are paired on the same users. The interval is a paired bootstrap over users (BCa); the p-value comes from sign-flip randomisation, exact for up to 20 users who differ, else (b + 1) / (m + 1). If m permutations are too few for the level and the number of tests, m is raised; if that would take more than a second, Student's t is used, the limit of this test. Metrics with one value per run are compared by swapping the two arms' lists user by user; their interval is a bootstrap of the users' jackknife influences.",
  'p-values are corrected over all tests (Holm, or Benjamini–Hochberg on request); a metric listed twice, or under an alias, is one test. Verdicts within groups of users are a separate family, corrected by Benjamini–Hochberg. A verdict is "better" or "worse" when the corrected p-value is at most 1 − confidence and the interval excludes 0, else "undecided". The corrected interval is the union of that interval and of all differences that the test does not reject at its own level in the family (the sign-flip test inverted; the t-test for more than 5,000 users; the bootstrap at that level for metrics with one value per run), so it contains 0 exactly where the verdict is undecided. "N more users" is the number that gives 80% power at the corrected level, if the true difference equals the observed one; the smallest detectable difference refers to the same level.',
  'All conventions of a result form one versioned block, which every export contains (conventions.json, the result in experiment.json, and its id in summary.csv). A comparison of results with different blocks says so.',
];

const preamble = `# Definitions

This page is generated by \`node scripts/write-definitions.mjs\` from the registries; change the texts there.

A metric is written as \`name@k\`, for example \`ndcg@10\`; parameters follow after a colon, as in \`rbp@20:p=0.9\`. In the formulas
$L$ is a user's list, $L^k$ its first $k$ positions, $\\mathrm{rel}$ the user's relevant items, $\\mathrm{rel}_i$ is 1 when position $i$
holds a relevant item, $g_i$ is the grade there, and $g^*$ are the grades of the best possible list.

Conventions of all metrics:

${metricConventions.map((convention) => `- ${convention}`).join('\n')}`;

const index = (definitions: readonly PublishedDefinition[]): string =>
  [
    '| Metric | Name | Better | Range |',
    '|---|---|---|---|',
    ...definitions.map((d) => `| [${d.label}](#${d.id}) | \`${d.id}\` | ${d.direction.split(' ')[0]} | ${d.range} |`),
  ].join('\n');

function section(definition: PublishedDefinition): string {
  const facts = [
    ['Source', definition.source],
    ['Range', `${definition.range}; ${definition.direction}`],
    ['Scope', definition.scope],
    ['Cutoff', definition.cutoff],
    ['Parameters', definition.parameters.join(', ')],
    ['Needs', definition.needs.join(', ')],
    ['Edges', definition.edgePolicy],
    ['Also called', definition.aliases.join(', ')],
    ['Dialect of', definition.dialectOf ?? ''],
    ['Version', String(definition.version)],
  ];
  return [
    `## ${definition.id}`,
    `**${definition.label}.** ${definition.description}`,
    `$$${definition.formula}$$`,
    facts
      .filter(([, fact]) => fact !== '')
      .map(([name, fact]) => `- ${name}: ${fact}`)
      .join('\n'),
  ].join('\n\n');
}
