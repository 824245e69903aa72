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
  'Means are macro averages: every user counts once. The number of users with a value and of those without, with reasons, is beside every number. A user without a relevant item has no value and is excluded, because no list could have scored; a switch counts such users, and users without a list, as 0. trec_eval itself counts a query without a relevant document as 0, and its -c adds the judged queries that the run lacks: with the switch the mean is the one of trec_eval -c. A user who got an empty list scores 0: failed is not the same as empty.',
  'An item is relevant when its grade is above 0. Repeated interactions of a user with an item count once, with the highest grade.',
  'A metric has the same value whatever else is asked. With a cutoff it reads that many positions; baselines are ranked as deep as the cutoff, and a variant whose pool is smaller is measured on the pool and says so ("pool of 200; 500 would do"). Without a cutoff it reads the ranking down to its depth, 1,000 positions of a baseline and the pool of a variant, and says how many that were; R-precision reads as many positions as the user has relevant items. The length of exported lists plays no part.',
  'Lists are ordered by descending score. Equal scores are ordered by row (the order of the file, the default, because it is also the order of every list that the program serves), by id, or by a seeded draw. Where an order of equal scores could change a value, the smallest, mean and largest value over all orders are shown, and a verdict that another order would change is marked. Scores within a billionth of each other count as equal there: sums of the same numbers in another order differ that much. Baselines carry the score of their source. TREC exports carry scores that sort the same way in trec_eval.',
  "Where a split cuts a user's history between interactions of one moment, the larger id counts as the later (the default: the same data in another file order gives the same split; ids are compared as numbers where all are whole numbers), or the later row, or a seeded draw, or all of that moment are tested. How many users that concerns is said, with the range of every value over several orders.",
  "Users without a training history: where a variant's sources know nothing of a user, content and popularity answer (the default of variants, which is what they would serve), or the list is empty and scores 0 (the default of baselines, so that no other recommender's lists go under their names), or such users are left out. The number of fallback and empty lists is beside the values, and where warm and cold users are each 5% or more both groups have values of their own.",
  'Items a user already had in training are removed before the list is cut, and from the judgements, unless a run says otherwise.',
  'Everything that comes from popularity, categories or histories is taken from the training side of the split.',
  "Comparisons are paired on the same users. The interval is a paired bootstrap over users (BCa); the p-value comes from sign-flip randomisation, exact for up to 20 users who differ, else (b + 1) / (m + 1). Where m permutations are too few for the level and the number of tests, m is raised, and beyond what a second allows Student's t takes over, which is the test's limit. Metrics with one value per run are compared by swapping the two arms' lists user by user, and their interval is a bootstrap of the users' jackknife influences.",
  'p-values are corrected for everything that was tested (Holm, or Benjamini–Hochberg on request); a metric asked twice, or under an alias, is one test. Verdicts within groups of users are a family of their own, by Benjamini–Hochberg. A verdict is "better" or "worse" when the corrected p-value is at most 1 − confidence and the interval excludes 0, else "undecided". "N more users" are those that give 80% power at the corrected level, if the difference seen is the true one; the smallest detectable difference is at that level, too.',
  'All conventions of a result are one versioned block, which every export carries (conventions.json, the result in experiment.json, and its id in summary.csv). Results with different blocks say so when they are compared.',
];

const preamble = `# Definitions

This page is written by \`node scripts/write-definitions.mjs\` from the registry of metrics; change it there.

A metric is asked for as \`name@k\`, for example \`ndcg@10\`; parameters follow after a colon, as in \`rbp@20:p=0.9\`. In the formulas
$L$ is a user's list, $L^k$ its first $k$ positions, $\\mathrm{rel}$ the user's relevant items, $\\mathrm{rel}_i$ is 1 when position $i$
holds a relevant item, $g_i$ is the grade there, and $g^*$ are the grades of the best possible list.

What holds for all of them:

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
