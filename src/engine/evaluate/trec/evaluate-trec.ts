import { RankLabError } from '#shared/errors';
import { parseMetricSpec, type MetricSpec } from '../metrics/metric-spec';
import { metricRegistry } from '../metrics/registry';
import { measureColumns } from './measure-columns';
import { measureWithMetrics } from './measure-with-metrics';
import { judgementFormats, type JudgementFormat } from './trec-judgements';
import { parseTrecRun, runTag } from './trec-files';
import type { TrecMeasurement } from './trec-measurement';
import { parseTrecMeasure, trecMeasureNames, type TrecColumn } from './trec-measure-spec';
import { rankedLists, readJudgements } from './trec-topics';
import { asZScores, parseZScores, zScoreNotes } from './z-scores';

export type { TrecMeasurement } from './trec-measurement';

export interface EvaluateTrecOptions {
  /** trec_eval −c: average over every judged query; those missing in the run count as empty lists. */
  readonly complete?: boolean;
  /** trec_eval −l: the lowest grade that counts as relevant for metrics without graded gain; default 1. */
  readonly relevanceLevel?: number;
  /** trec_eval −J: unjudged documents leave the lists before anything is measured. */
  readonly judgedOnly?: boolean;
  /** trec_eval −M: at most so many documents of a query count. */
  readonly maxRetrieved?: number;
  /** trec_eval −N: documents in the collection, for the utility of what was rightly left out. */
  readonly collectionSize?: number;
  /** trec_eval −R: how the file of judgements is read; default qrels. */
  readonly judgements?: JudgementFormat;
  /** trec_eval −Z: the text of a file of means and deviations by query and measure; values become deviations from them. */
  readonly zScores?: string;
  /** Names for messages. */
  readonly qrelsFile?: string;
  readonly runFile?: string;
  readonly zScoresFile?: string;
}

export interface TrecEvaluation {
  /** Evaluated queries, ascending. */
  readonly queries: readonly string[];
  readonly measurements: readonly TrecMeasurement[];
  /** Judged but not in the run: ignored, or counted as empty lists when `complete`. */
  readonly missingQueries: readonly string[];
  /** In the run but not judged: always ignored. */
  readonly unjudgedQueries: readonly string[];
  readonly complete: boolean;
  readonly relevanceLevel: number;
  readonly judgedOnly: boolean;
  readonly maxRetrieved: number | null;
  readonly collectionSize: number;
  readonly judgements: JudgementFormat;
  /** Whether the values are Z scores. */
  readonly zScores: boolean;
  /** Evaluated queries with documents of equal score in their lists, whose order the document id decides. */
  readonly tiedQueries: number;
  /** What was done to the input that moves numbers, such as grades cut to whole numbers. */
  readonly notes: readonly string[];
}

/**
 * Evaluates TREC files the way trec_eval does: documents are ranked by score, ties by document id (strcmp, descending);
 * the mean is over queries in both files, or over all judged queries when `complete`; a query without a relevant document
 * counts as 0. `specs` are our metrics (ndcg@10, map, rbp) or, where we have no metric of that name, trec_eval's measures
 * and families (P_5, ndcg_cut, all_trec); `measures` are trec_eval's alone.
 * @throws IMPORT_FAILED naming file and line, INVALID_ARGUMENT naming the metric or option.
 */
export function evaluateTrec(
  qrelsText: string,
  runText: string,
  specs: readonly string[],
  options: EvaluateTrecOptions = {},
  measures: readonly string[] = [],
): TrecEvaluation {
  const { complete = false, relevanceLevel = 1, judgedOnly = false, maxRetrieved = Infinity, collectionSize = 0 } = options;
  const { judgements: format = 'qrels', qrelsFile = 'qrels', runFile = 'run' } = options;
  checkOptions(options);
  const requestedSpecs = [...specs.flatMap(parseTrecSpec), ...measures.flatMap(parseMeasure)];
  for (const column of requestedSpecs) refuseOtherFormats(column, format);
  const notes: string[] = [];
  const judgements = readJudgements(qrelsText, qrelsFile, format, notes);
  const run = parseTrecRun(runText, runFile);
  const ranked = rankedLists(run, format, maxRetrieved);
  const queries = complete ? judgements.queries : judgements.queries.filter((query) => run.has(query));
  const topicOptions = { level: relevanceLevel, collectionSize, judgedOnly };
  const columns = requestedSpecs.filter((column): column is TrecColumn => !isMetric(column));
  // Our own metrics need no topics.
  const topics =
    columns.length === 0 ? [] : queries.map((query) => judgements.topic(query, ranked.get(query)?.documents ?? [], topicOptions));
  const ofMetrics = measureWithMetrics(requestedSpecs.filter(isMetric), { judgements, ranked, complete, relevanceLevel, judgedOnly });
  const ofColumns = measureColumns(columns, topics, { complete, runTag: runTag(runText) });
  const raw = requestedSpecs.flatMap((column) => {
    const measurement = isMetric(column) ? ofMetrics.get(column) : ofColumns.get(column);
    return measurement ? [{ measurement, measure: isMetric(column) ? undefined : column.measure }] : [];
  });
  const judged = new Set(judgements.queries);
  const table = options.zScores === undefined ? undefined : parseZScores(options.zScores, options.zScoresFile);
  const measurements = raw.map(({ measurement, measure }) =>
    table ? asZScores(measurement, { queries, table, complete }, measure) : measurement,
  );
  if (table) notes.push(...zScoreNotes(measurements));
  return {
    queries,
    measurements,
    missingQueries: judgements.queries.filter((query) => !run.has(query)),
    unjudgedQueries: [...ranked.keys()].filter((query) => !judged.has(query)),
    ...{ complete, relevanceLevel, judgedOnly, collectionSize, notes },
    maxRetrieved: maxRetrieved === Infinity ? null : maxRetrieved,
    judgements: format,
    zScores: table !== undefined,
    tiedQueries: queries.filter((query) => hasTies(ranked.get(query)?.scores ?? [])).length,
  };
}

/** Whether two documents of a ranked list have one score. */
const hasTies = (scores: readonly number[]): boolean => scores.some((score, i) => i > 0 && score === scores[i - 1]);

const isMetric = (column: MetricSpec | TrecColumn): column is MetricSpec => 'metricId' in column;

/** Our metrics first; a bare name whose metric here needs a cutoff, like P, is trec_eval's with its usual cutoffs. */
function parseTrecSpec(text: string): (MetricSpec | TrecColumn)[] {
  const name = (/^[^@:]*/.exec(text.trim())?.[0] ?? '').toLowerCase();
  const ours = metricRegistry.list().find(({ id, aliases = [] }) => id === name || aliases.includes(name));
  const bare = !/[@:]/.test(text);
  const columns = ours && !(bare && ours.cutoff === 'required') ? undefined : parseTrecMeasure(text);
  if (columns?.length === 1) return [{ ...columns[0], name: text.trim() }];
  return columns ?? [parseMetricSpec(text)];
}

function parseMeasure(text: string): TrecColumn[] {
  const columns = parseTrecMeasure(text);
  if (columns) return columns;
  throw new RankLabError('INVALID_ARGUMENT', `trec_eval has no measure “${text}”`, {
    place: 'measure',
    value: text,
    remedy: `Use one of: ${trecMeasureNames.join(', ')}`,
  });
}

const inputs: Readonly<Record<JudgementFormat, string>> = {
  qrels: 'qrels',
  qrels_jg: 'groups',
  prefs: 'preferences',
  qrels_prefs: 'preferences',
};

function refuseOtherFormats(column: MetricSpec | TrecColumn, format: JudgementFormat): void {
  const [name, input] = isMetric(column) ? [column.spec, 'qrels'] : [column.name, column.measure.input];
  if (input === 'any' || input === inputs[format]) return;
  const fitting = judgementFormats.filter((known) => inputs[known] === input);
  throw new RankLabError('INVALID_ARGUMENT', `“${name}” cannot be measured with judgements of the format ${format}`, {
    place: 'metrics',
    value: name,
    remedy: `It needs --judgements ${fitting.join(' or ')}`,
  });
}

function checkOptions({ relevanceLevel = 1, maxRetrieved, collectionSize = 0 }: EvaluateTrecOptions): void {
  const refuse = (problem: string, place: string): never => {
    throw new RankLabError('INVALID_ARGUMENT', problem, { place });
  };
  if (!(relevanceLevel > 0)) refuse(`The relevance level must be above 0, not ${relevanceLevel}`, 'relevance-level');
  if (maxRetrieved !== undefined && !(Number.isInteger(maxRetrieved) && maxRetrieved > 0))
    refuse(`The number of documents per query must be a whole number from 1, not ${maxRetrieved}`, 'max-retrieved');
  if (!(Number.isInteger(collectionSize) && collectionSize >= 0))
    refuse(`The size of the collection must be a whole number from 0, not ${collectionSize}`, 'collection-size');
}
