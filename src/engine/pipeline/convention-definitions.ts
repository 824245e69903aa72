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

/** Every path of the block, in its order; a test holds it against the schema. */
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
    'Weights are tuned on a part that no result is measured on; without tuning it would only take data from training.',
  ),
  define(
    'timeTies',
    'Which of a user’s interactions at one moment counts as the later: `id`, `row`, `all`, `random`.',
    'Ids are the same whatever order the file has; rows are not.',
  ),
  define(
    'timeTieSeed',
    'Seed of the rule `random`; absent under the others.',
    'The experiment’s seed unless given, so that one number repeats everything.',
  ),
  define(
    'timeTieOrders',
    'Further seeded orders that the range over interactions at one moment is taken over.',
    'Each order fits its own models; three show whether the order matters at all.',
  ),
  define(
    'fittedOn',
    'Whether models have seen the training side alone, or `everything`.',
    'Models that saw the test period look better than they are: refused unless accepted, and labelled.',
  ),
  define(
    'measuredOn',
    'Part of the data that the values are of: `validation` where settings are searched, otherwise absent.',
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
    'No list could have scored for them; trec_eval −c counts them as 0.',
  ),
  define('average', 'What counts once in a mean.', 'Users: a macro average, so that heavy users do not decide alone.'),
  define('variants[].variant', 'Name of the variant.', 'Two variants of one name are numbered.'),
  define(
    'variants[].universe',
    'Videos that can be recommended: known at `training` time, or `all`.',
    'A system at that time could not have recommended what it did not know.',
  ),
  define(
    'variants[].seenItems',
    'Whether videos of the user’s training history are `removed` from lists and judgements.',
    'What was watched is rarely recommended again, and its return would be rewarded.',
  ),
  define(
    'variants[].coldUsers',
    'Users without history of whom the sources know nothing: `fallback`, `empty`, `exclude`.',
    'A full variant would serve a fallback list; a baseline’s name must not stand over another recommender’s lists.',
  ),
  define(
    'variants[].depth',
    'Positions that a metric without a cutoff sees.',
    '1,000 for baselines, as in TREC runs; for a full variant its pool, which is what it ranks.',
  ),
  define(
    'variants[].deepens',
    'Whether a cutoff beyond the depth makes the list deeper.',
    'A baseline can rank everything; a variant’s pool is part of its definition, so it is measured on the pool and says so.',
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
    'Signals that users defined: hash of the definition, and the date of what it knows.',
    'A signal that knows the test period is refused or labelled.',
  ),
  define('metrics[].spec', 'The metric as asked.', 'An alias keeps its name; it is tested once.'),
  define('metrics[].metricId', 'The definition that was used.', 'An alias has the definition of its metric.'),
  define(
    'metrics[].version',
    'Version of that definition.',
    'Incremented when the definition changes, so that old and new values are not taken for the same.',
  ),
  define('metrics[].cutoff', 'k, or null without a cutoff.', 'No cutoff is ever taken from another metric.'),
  define('metrics[].params', 'Parameters with defaults filled in, such as p of rbp.', 'Those of the paper that the definition names.'),
  define(
    'metrics[].dialectOf',
    'The default definition that this is another dialect of.',
    'Dialects have names of their own and are never chosen silently.',
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
    'Correction of verdicts within groups of users, a family of their own.',
    'Groups are searched for something worth a look, where a share of false finds is acceptable.',
  ),
  define(
    'statistics.segments',
    'The groups of users that are that family.',
    'Warm and cold users, and deciles of activity: means over all hide both.',
  ),
  define(
    'statistics.looks',
    'Whether the tests of earlier looks at the test part are corrected for, too.',
    'They are counted and shown; correcting for them has to be asked for, since a look need not have led to a choice.',
  ),
  define('seed', 'Of every draw.', 'The same seed gives the same bytes.'),
];

/** Values of the block of an experiment in which nothing is chosen, for a full variant and for a baseline. */
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

/** Of a caller’s choice: names, and what is asked. */
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
    'Every result and every export carries these, with the values that were applied: `conventions` in results, `conventions.json` beside exported files,\nits id in a column of every table, and the whole block as a comment in Markdown and LaTeX files. Results whose blocks differ say so when they are\ncompared.',
    [
      '| Convention | Meaning | Default | Why |',
      '|---|---|---|---|',
      ...conventionDefinitions.map(({ path, meaning, reason }) => `| \`${path}\` | ${meaning} | ${defaultText(path)} | ${reason} |`),
    ].join('\n'),
  ].join('\n\n');
