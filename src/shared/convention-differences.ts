import type { Conventions } from './schemas/conventions';

/** One convention in which results differ, with each result's value in words. */
interface ConventionDifference {
  readonly id: string;
  readonly label: string;
  /** By result; “not recorded” for a result from before conventions were. */
  readonly values: readonly string[];
}

type Described = readonly (readonly [id: string, label: string, value: string])[];

const json = (value: unknown): string => JSON.stringify(value);

/** What the variants of one result have in common, or all that they have. */
const acrossVariants = <Key extends Exclude<keyof Conventions['variants'][number], 'runs' | 'signals' | 'sources'>>(
  { variants }: Conventions,
  key: Key,
): string => [...new Set(variants.map((variant) => String(variant[key])))].sort().join(', ');

const runPolicies = ({ variants }: Conventions): string =>
  [
    ...new Set(
      variants.flatMap(({ runs = [] }) =>
        runs.map(({ policy }) =>
          Object.entries(policy)
            .map(([name, value]) => `${name} ${value}`)
            .join(', '),
        ),
      ),
    ),
  ]
    .sort()
    .join('; ');

/** Ids with the beginnings of their definitions' hashes. */
const definedSignals = ({ variants }: Conventions): string =>
  [
    ...new Set(
      variants.flatMap(({ signals = [] }) =>
        signals.map(({ id, hash, knownAt }) => `${id} ${hash.slice(0, 12)} known at ${knownAt ?? 'not declared'}`),
      ),
    ),
  ]
    .sort()
    .join('; ');

/** Every convention of a result by name, as people read it. */
export const describeConventions = (conventions: Conventions): Described => [
  [
    'split',
    'Split',
    [conventions.split.id, ...Object.entries(conventions.split.params).map(([name, value]) => `${name} ${json(value)}`)].join(', '),
  ],
  ['validation', 'Validation part', String(conventions.split.validationFraction)],
  ['timeTies', 'Equal timestamps', conventions.timeTies],
  ['timeTieSeed', 'Seed of equal timestamps', String(conventions.timeTieSeed ?? '')],
  ['timeTieOrders', 'Orders of equal timestamps', String(conventions.timeTieOrders ?? '')],
  ['fittedOn', 'Models fitted on', conventions.fittedOn ?? ''],
  ['measuredOn', 'Measured on', conventions.measuredOn ?? 'test'],
  ['trainValues', 'Training values', conventions.trainValues],
  ['relevance', 'Relevant', Object.values(conventions.relevance).map(String).join(' ')],
  ['scoreTies', 'Equal scores', conventions.scoreTies],
  ['usersWithoutRelevant', 'Users without a relevant video', conventions.usersWithoutRelevant],
  ['universe', 'Candidate universe', acrossVariants(conventions, 'universe')],
  ['seenItems', 'Seen videos', acrossVariants(conventions, 'seenItems')],
  ['coldUsers', 'Cold-start users', acrossVariants(conventions, 'coldUsers')],
  ['depth', 'Depth of the pool', acrossVariants(conventions, 'depth')],
  ['runs', 'How foreign runs are read', runPolicies(conventions)],
  ['signals', 'Definitions of signals', definedSignals(conventions)],
  ['correction', 'Correction', conventions.statistics.correction],
  ['segmentCorrection', 'Correction within groups', conventions.statistics.segmentCorrection],
  ['segments', 'Groups of users', conventions.statistics.segments?.join(', ') ?? ''],
  ['looks', 'Earlier looks', conventions.statistics.looks],
  ['confidence', 'Confidence', String(conventions.statistics.confidence)],
  ['resampling', 'Resampling', `${conventions.statistics.bootstrapSamples} samples, ${conventions.statistics.permutations} permutations`],
  ['seed', 'Seed', String(conventions.seed)],
];

/** Definitions of one metric name that several results measured, where their versions are not the same. */
function definitionDifferences(results: readonly (Conventions | undefined)[]): ConventionDifference[] {
  const specs = [...new Set(results.flatMap((result) => (result?.metrics ?? []).map(({ spec }) => spec)))];
  return specs.flatMap((spec) => {
    const values = results.map((result) => {
      const metric = result?.metrics.find((candidate) => candidate.spec === spec);
      return metric ? `${metric.metricId} version ${metric.version} ${json(metric.params)}` : '';
    });
    const known = new Set(values.filter((value) => value !== ''));
    return known.size > 1 ? [{ id: `metric ${spec}`, label: `Definition of ${spec}`, values }] : [];
  });
}

/** Sources that several results have, where their parameters are not the same: whose neighbours an item-kNN limits, say. */
function sourceDifferences(results: readonly (Conventions | undefined)[]): ConventionDifference[] {
  const paramsOf = (result: Conventions | undefined, id: string): string =>
    [
      ...new Set(
        (result?.variants ?? []).flatMap(({ sources = [] }) =>
          sources.flatMap((source) => (source.id === id ? [json(source.params)] : [])),
        ),
      ),
    ]
      .sort()
      .join('; ');
  const ids = new Set(results.flatMap((result) => (result?.variants ?? []).flatMap(({ sources = [] }) => sources.map(({ id }) => id))));
  return [...ids].flatMap((id) => {
    const values = results.map((result) => paramsOf(result, id));
    return new Set(values.filter((value) => value !== '')).size > 1 ? [{ id: `source ${id}`, label: `Parameters of ${id}`, values }] : [];
  });
}

/** Signals that several results weigh, where their definitions are not the same. */
function signalDifferences(results: readonly (Conventions | undefined)[]): ConventionDifference[] {
  const usesOf = (result: Conventions | undefined) => (result?.variants ?? []).flatMap(({ signals = [] }) => signals);
  const ids = [...new Set(results.flatMap((result) => usesOf(result).map(({ id }) => id)))];
  return ids.flatMap((id) => {
    const values = results.map((result) => {
      const uses = usesOf(result).filter((use) => use.id === id);
      return [...new Set(uses.map(({ hash, knownAt }) => `${hash.slice(0, 12)}, known at ${knownAt ?? 'not declared'}`))].join('; ');
    });
    return new Set(values.filter((value) => value !== '')).size > 1
      ? [{ id: `signal ${id}`, label: `Definition of the signal ${id}`, values }]
      : [];
  });
}

/** Blocks of older versions lack these; that alone is no difference. */
const laterFields: ReadonlySet<string> = new Set(['timeTieOrders', 'fittedOn', 'segments']);
const isUnrecorded = (id: string, value: string): boolean => value === '' && laterFields.has(id);

/** Every convention that is not the same in all results; results without a record differ from those with one. */
export function conventionDifferences(results: readonly (Conventions | undefined)[]): ConventionDifference[] {
  const described = results.map((result) => result && describeConventions(result));
  const [known] = described.filter((one) => one !== undefined);
  if (!known) return [];
  const rows = known.map(([id, label], row) => ({ id, label, values: described.map((one) => one?.[row]?.[2] ?? 'not recorded') }));
  // Variants may weigh other signals; one signal under two definitions is what cannot be compared.
  const differing = rows.filter(
    ({ id, values }) => id !== 'signals' && new Set(values.filter((value) => !isUnrecorded(id, value))).size > 1,
  );
  return [...differing, ...definitionDifferences(results), ...sourceDifferences(results), ...signalDifferences(results)];
}

/** One sentence for people, undefined when the conventions are the same. */
export function conventionWarning(results: readonly (Conventions | undefined)[]): string | undefined {
  const differences = conventionDifferences(results);
  if (differences.length === 0) return undefined;
  return `These results follow different conventions (${differences.map(({ label }) => label.toLowerCase()).join(', ')}): their numbers are not comparable`;
}
