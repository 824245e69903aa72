import { RankLabError } from '#shared/errors';
import type { Evaluation } from '../../model/evaluation';
import type { Qrels, Run } from '../../model/run';
import { evaluateRun } from '../evaluate-run';
import { type MetricSpec, parseMetricSpec } from '../metrics/metric-spec';
import { metricRegistry } from '../metrics/registry';
import { restrictQrels } from '../judgements/restrict-qrels';
import { missingNeeds } from '../user-column';
import { parseTrecQrels, parseTrecRun, trecCollection } from './trec-files';

interface EvaluateTrecOptions {
  /** trec_eval −c: average over every query of the qrels; those missing in the run count as 0. */
  readonly complete?: boolean;
  /** trec_eval −l: the lowest grade that counts as relevant for metrics without graded gain; default 1. */
  readonly relevanceLevel?: number;
  /** Names for messages. */
  readonly qrelsFile?: string;
  readonly runFile?: string;
}

interface TrecMeasurement {
  /** As asked for. */
  readonly spec: string;
  readonly metricId: string;
  readonly cutoff: number | undefined;
  /** Macro average over the queries; num_q, num_ret, num_rel and num_rel_ret are sums. */
  readonly value: number;
  /** Per query, aligned with `queries`. */
  readonly values: Float64Array;
}

export interface TrecEvaluation {
  /** Evaluated queries, ascending. */
  readonly queries: readonly string[];
  readonly measurements: readonly TrecMeasurement[];
  /** In the qrels but not in the run: ignored, or counted as 0 when `complete`. */
  readonly missingQueries: readonly string[];
  /** In the run but not in the qrels: always ignored. */
  readonly unjudgedQueries: readonly string[];
  readonly complete: boolean;
  readonly relevanceLevel: number;
}

/** trec_eval's names → ours. A cutoff follows "_" or ".": ndcg_cut_10, P.5. */
const measureNames = new Map(metricRegistry.list().flatMap(({ id, trecMeasures = [] }) => trecMeasures.map((name) => [name, id] as const)));
const countNames = ['num_q', 'num_ret', 'num_rel', 'num_rel_ret'] as const;
type CountName = (typeof countNames)[number];

/** Reads trec_eval's own names and ours; counts come back as their name. */
function parseTrecSpec(text: string): MetricSpec | CountName {
  const name = text.trim().toLowerCase();
  const count = countNames.find((known) => known === name);
  if (count) return count;
  const [, measure, cutoff] = /^([a-z_]+?)(?:[._](\d+))?$/.exec(name) ?? [];
  const known = measure === undefined || metricRegistry.has(name) ? undefined : measureNames.get(measure);
  if (known === undefined) return parseMetricSpec(text);
  return { ...parseMetricSpec(cutoff === undefined ? known : `${known}@${cutoff}`), spec: text.trim() };
}

/**
 * Evaluates TREC files the way trec_eval does: documents are ranked by score, ties by document id (strcmp, descending);
 * the mean is over queries in both files, or over all judged queries when `complete`; a query without a relevant document
 * counts as 0. Metrics with graded gain read the grades themselves, the others ask for grade ≥ relevanceLevel.
 * @throws IMPORT_FAILED naming file and line, INVALID_ARGUMENT naming the metric or option.
 */
export function evaluateTrec(
  qrelsText: string,
  runText: string,
  specs: readonly string[],
  { complete = false, relevanceLevel = 1, qrelsFile = 'qrels', runFile = 'run' }: EvaluateTrecOptions = {},
): TrecEvaluation {
  if (!(relevanceLevel > 0)) {
    throw new RankLabError('INVALID_ARGUMENT', `The relevance level must be above 0, not ${relevanceLevel}`, { place: 'relevance-level' });
  }
  const wanted = specs.map(parseTrecSpec);
  for (const spec of wanted) if (typeof spec !== 'string') refuseMissingNeeds(spec);
  const { queries, qrels, run } = trecCollection(parseTrecQrels(qrelsText, qrelsFile), parseTrecRun(runText, runFile));
  const listed = new Set(run.users);
  const judgedUsers = new Set(qrels.users);
  const evaluated = complete ? qrels : restrictQrels(qrels, run.users);
  const binary = withLevel(evaluated, relevanceLevel);
  const usesGrades = ({ metricId }: MetricSpec): boolean => metricRegistry.get(metricId).graded === true;
  const metricSpecs = wanted.filter((spec) => typeof spec !== 'string');
  const measured = [
    evaluateRun(run, evaluated, metricSpecs.filter(usesGrades), {}, { countMissingAsZero: true }),
    evaluateRun(
      run,
      binary,
      metricSpecs.filter((spec) => !usesGrades(spec)),
      {},
      { countMissingAsZero: true },
    ),
  ];
  return {
    queries: Array.from(evaluated.users, (user) => queries[user]),
    measurements: wanted.map((spec) => (typeof spec === 'string' ? counted(spec, binary, run) : measurementOf(spec, measured))),
    missingQueries: queries.filter((_, user) => judgedUsers.has(user) && !listed.has(user)),
    unjudgedQueries: queries.filter((_, user) => !judgedUsers.has(user)),
    complete,
    relevanceLevel,
  };
}

/** Ids of the metrics that TREC files suffice for, in display order. */
export const trecMetricIds = (): string[] =>
  metricRegistry
    .list()
    .filter((metric) => missingNeeds(metric, {}).length === 0)
    .map(({ id }) => id);

/** TREC files hold no training side: what needs one cannot be measured here. */
function refuseMissingNeeds({ spec, metricId }: MetricSpec): void {
  const missing = missingNeeds(metricRegistry.get(metricId), {});
  if (missing.length === 0) return;
  throw new RankLabError('INVALID_ARGUMENT', `Metric “${spec}” needs ${missing.join(' and ')}, which TREC files do not hold`, {
    place: 'metrics',
    value: spec,
    remedy: `Leave it out here, or compare variants in a workspace; TREC files suffice for ${trecMetricIds().join(', ')}`,
  });
}

function measurementOf({ spec, metricId, cutoff }: MetricSpec, evaluations: readonly Evaluation[]): TrecMeasurement {
  const result = evaluations.flatMap((evaluation) => evaluation.metrics).find((metric) => metric.spec === spec);
  return { spec, metricId, cutoff, value: result?.value ?? NaN, values: result?.values ?? new Float64Array(0) };
}

/** Grades below the level become "judged not relevant"; negative ones stay "not judged". */
const withLevel = (qrels: Qrels, level: number): Qrels => ({
  ...qrels,
  grades: qrels.grades.map((grade) => (grade >= 0 && grade < level ? 0 : grade)),
});

/** Queries, retrieved, relevant and relevant retrieved documents: sums over the queries that have a list, as in trec_eval. */
function counted(name: CountName, qrels: Qrels, run: Run): TrecMeasurement {
  const listOf = new Map(Array.from(run.users, (user, r) => [user, r] as const));
  const values = Float64Array.from(qrels.users, (user, u) => {
    const r = listOf.get(user);
    if (name === 'num_q') return 1;
    if (r === undefined) return 0;
    const relevant = new Set<number>();
    for (let p = qrels.offsets[u]; p < qrels.offsets[u + 1]; p++) if (qrels.grades[p] > 0) relevant.add(qrels.items[p]);
    if (name === 'num_rel') return relevant.size;
    if (name === 'num_ret') return run.counts[r];
    return run.items.subarray(r * run.length, r * run.length + run.counts[r]).filter((item) => relevant.has(item)).length;
  });
  return { spec: name, metricId: name, cutoff: undefined, value: values.reduce((sum, value) => sum + value, 0), values };
}
