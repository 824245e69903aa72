import { experimentConfigSchema } from '#shared/schemas/experiment';
import { baselineVariant } from './baselines';
import { conventionsOf } from './conventions';

/** One convention of a result, by its path in the block that every export carries. */
interface ConventionDefinition {
  /** `statistics.confidence`; of each variant or metric: `variants[].coldUsers`. */
  readonly path: string;
  readonly meaning: string;
  /** Why the default is what it is. */
  readonly reason: string;
}

const define = (path: string, meaning: string, reason: string): ConventionDefinition => ({ path, meaning, reason });

/** Every path of the block, in its order; a test compares it with the schema. */
export const conventionDefinitions: readonly ConventionDefinition[] = [
  define('version', 'Version of the block itself.', 'A reader knows which fields to expect.'),
  define(
    'split.id',
    'How test interactions are held out.',
    'Only a split in time keeps the future out of training; the others are labelled.',
  ),
  define(
    'split.params',
    'Parameters of the split.',
    'The last fifth of all interactions is the usual size, and large enough to find small differences.',
  ),
  define(
    'split.validationFraction',
    'Share of training set aside for choosing settings.',
    'Weights are tuned on a part that no result is measured on; without tuning it would only reduce the training data.',
  ),
  define(
    'timeTies',
    'Order of a user’s interactions with equal timestamps: `id`, `row`, `all`, `random`.',
    'Ids do not depend on the order of the file; rows do.',
  ),
  define(
    'timeTieSeed',
    'Seed of the rule `random`; absent under the others.',
    'The experiment’s seed unless given, so that one number repeats everything.',
  ),
  define(
    'timeTieOrders',
    'Number of further seeded orders of interactions with equal timestamps, for the range of values.',
    'Each order fits its own models; three show whether the order matters at all.',
  ),
  define(
    'fittedOn',
    'Whether models have seen the training side alone, or `everything`.',
    'Models that saw the test period look better than they are: refused unless accepted, and labelled.',
  ),
  define(
    'measuredOn',
    'Part of the data that the values refer to: `validation` in searches for settings, otherwise absent.',
    'Settings chosen on the test part would fit its noise.',
  ),
  define(
    'trainValues',
    'Value of a training cell for factorisations: `binary`, `count`, `value`.',
    'A rating says how much a video was liked, its absence does not say the opposite; most published top-k results use binary cells.',
  ),
  define(
    'relevance',
    'Which test interactions are relevant, and their grade.',
    'Without knowledge of the values every interaction counts; a threshold has to be chosen by someone who knows the scale.',
  ),
  define(
    'scoreTies',
    'Order of equal scores: `row`, `id`, `random`.',
    'Lists are served in the order of rows; the range over all orders stands beside every value that an order could change.',
  ),
  define(
    'usersWithoutRelevant',
    'Users without a relevant test item: `excluded` from the mean and counted, or `zero`.',
    'No list could score for them; trec_eval −c counts them as 0.',
  ),
  define('average', 'The unit of a mean.', 'Users (a macro average), so that heavy users do not dominate.'),
  define('variants[].variant', 'Name of the variant.', 'Two variants of one name are numbered.'),
  define(
    'variants[].universe',
    'Videos that can be recommended: known at `training` time, or `all`.',
    'At that time a system could not have recommended other videos.',
  ),
  define(
    'variants[].seenItems',
    'Whether videos of the user’s training history are `removed` from lists and judgements.',
    'Watched videos are rarely recommended again, and repeating them would be rewarded.',
  ),
  define(
    'variants[].coldUsers',
    'Lists of users without history whom the sources do not know: `fallback`, `empty`, `exclude`.',
    'A full variant serves a fallback list; lists of another recommender must not count as a baseline’s.',
  ),
  define(
    'variants[].depth',
    'Positions that a metric without a cutoff reads.',
    '1,000 for baselines, as in TREC runs; for a full variant its pool, which is what it ranks.',
  ),
  define(
    'variants[].deepens',
    'Whether a cutoff beyond the depth makes the list deeper.',
    'A baseline can rank everything; a variant’s pool is part of its definition, so it is measured on the pool and labelled.',
  ),
  define(
    'variants[].sources',
    'Candidate sources with every parameter, such as `neighboursOf` of item neighbours.',
    'Programs differ in what one name means: neighbours kept of the history or of the candidate give other lists. The defaults follow the paper that a source names.',
  ),
  define(
    'variants[].runs',
    'Rankings made elsewhere: the file’s hash, and how it was read.',
    'Score order, the best of duplicates, unknown items dropped, missing users empty: as trec_eval reads a run.',
  ),
  define(
    'variants[].signals',
    'Signals that users defined: hash of the definition, and the date of the latest data behind it.',
    'A signal that has seen the test period is refused or labelled.',
  ),
  define('metrics[].spec', 'The metric as specified.', 'An alias keeps its name; it is tested once.'),
  define('metrics[].metricId', 'The definition that was used.', 'An alias has the definition of its metric.'),
  define(
    'metrics[].version',
    'Version of that definition.',
    'Incremented when the definition changes, so that old and new values are not confused.',
  ),
  define('metrics[].cutoff', 'k, or null without a cutoff.', 'No cutoff is ever taken from another metric.'),
  define('metrics[].params', 'Parameters with defaults filled in, such as p of rbp.', 'Those of the paper that the definition names.'),
  define(
    'metrics[].dialectOf',
    'The default definition of which this is a dialect.',
    'Dialects have separate names and are never chosen silently.',
  ),
  define('statistics.confidence', 'Of intervals; verdicts use 1 − confidence.', 'The usual level.'),
  define(
    'statistics.bootstrapSamples',
    'Resamples of users per interval; 0 where intervals are Student’s.',
    'The ends of a 95% interval move by less than a tenth of its width.',
  ),
  define(
    'statistics.permutations',
    'Sign patterns per test, at least; 0 where tests are Student’s.',
    'Raised where they are too few for the level and the number of tests.',
  ),
  define(
    'statistics.correction',
    'Correction over all metrics and variants: `holm`, `benjamini-hochberg`, `none`.',
    'Holm needs no assumption about dependence, and metrics are highly dependent.',
  ),
  define(
    'statistics.segmentCorrection',
    'Correction of verdicts within groups of users, a separate family.',
    'Groups are explored for further study, where a share of false discoveries is acceptable.',
  ),
  define(
    'statistics.segments',
    'The groups of users in that family.',
    'Warm and cold users, and deciles of activity: overall means hide both.',
  ),
  define(
    'statistics.looks',
    'Whether the tests of earlier looks at the test part are corrected for, too.',
    'They are counted and shown; correcting for them is optional, since a look need not have led to a choice.',
  ),
  define('seed', 'Of every draw.', 'The same seed gives the same bytes.'),
];

/** The default values of the block, for a full variant and for a baseline. */
function defaultBlocks(): readonly [Record<string, unknown>, Record<string, unknown>] {
  const config = experimentConfigSchema.parse({ variants: [{ name: 'Variant' }], metrics: ['ndcg@10'] });
  const baseline = { ...config, variants: [baselineVariant('popular')] };
  return [conventionsOf(config, 'binary'), conventionsOf(baseline, 'binary')];
}

/** The value at `a.b` or `a[].b`, of the first entry. */
function valueAt(block: unknown, path: string): unknown {
  let current = block;
  for (const part of path.replaceAll('[]', '.0').split('.')) current = (current as Record<string, unknown> | undefined)?.[part];
  return current;
}

/** Paths without a default, whose values are part of the request. */
const chosen = new Set([
  'variants[].variant',
  'variants[].sources',
  'metrics[].spec',
  'metrics[].metricId',
  'metrics[].version',
  'metrics[].cutoff',
]);

function defaultText(path: string): string {
  if (chosen.has(path)) return 'as chosen';
  const [variant, baseline] = defaultBlocks().map((block) => {
    const value = valueAt(block, path);
    return value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
  });
  return variant === baseline ? `\`${variant}\`` : `\`${variant}\`; baselines \`${baseline}\``;
}

/** The chapter of the definitions page: each convention of the block with its default and the reason. */
export const renderConventions = (): string =>
  [
    '# Conventions',
    'Every result and every export contains these, with the values that were applied: `conventions` in results, `conventions.json` beside exported files,\nits id in a column of every table, and the whole block as a comment in Markdown and LaTeX files. A comparison of results with different\nblocks says so.',
    [
      '| Convention | Meaning | Default | Why |',
      '|---|---|---|---|',
      ...conventionDefinitions.map(({ path, meaning, reason }) => `| \`${path}\` | ${meaning} | ${defaultText(path)} | ${reason} |`),
    ].join('\n'),
  ].join('\n\n');
