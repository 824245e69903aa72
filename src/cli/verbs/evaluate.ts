import { Option, type Command } from 'commander';
import { evaluateTrec, type EvaluateTrecOptions, type TrecEvaluation, type TrecMeasurement } from '#engine/evaluate/trec/evaluate-trec';
import { compareTrecRuns, type NamedEvaluation, type TrecComparison } from '#engine/evaluate/trec/compare-trec';
import { runsDocument, trecConventions } from '#engine/evaluate/trec/evaluation-document';
import { trecMetricIds } from '#engine/evaluate/trec/measure-with-metrics';
import { judgementFormats } from '#engine/evaluate/trec/trec-judgements';
import type { TieBounds } from '#engine/model/evaluation';
import { plural } from '#shared/counts';
import { finiteNumber, readText, wholeNumber } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';

interface EvaluateOptions extends OutputOptions, Omit<EvaluateTrecOptions, 'qrelsFile' | 'runFile' | 'zScoresFile'> {
  readonly qrels: string;
  readonly run: string[];
  readonly metrics?: string[];
  readonly measure: string[];
  readonly perUser?: boolean;
}

const usualMetrics = ['ndcg@10', 'map', 'p@10', 'recall@100', 'recip_rank'];

/** Commas separate metrics, and the parameters of one: what begins like a number goes on with the metric before it. */
const metricList = (text: string): string[] => {
  const metrics: string[] = [];
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const last = metrics.length - 1;
    if (part === '') continue;
    if (last >= 0 && /^[-+]?[\d.]+($|=)/.test(part)) metrics[last] = `${metrics[last]},${part}`;
    else metrics.push(part);
  }
  return metrics;
};

const collected = (measure: string, measures: string[]): string[] => [...measures, measure];

export function evaluate(program: Command): void {
  program
    .command('evaluate')
    .description('Measure TREC runs against TREC judgements, as trec_eval does, and compare them; needs no workspace.')
    .requiredOption('--qrels <file>', 'judgements: query 0 document grade')
    .requiredOption('--run <files...>', 'a run: query Q0 document rank score tag; further ones are compared with the first, query by query')
    .option(
      '--metrics <list>',
      `comma-separated, as name or name@k, of ${trecMetricIds().join(', ')}, or by trec_eval’s names, like P.5,10 or all_trec; without --measure ${usualMetrics.join(',')}`,
      metricList,
    )
    .option('-m, --measure <measure>', 'a measure or family of trec_eval, by its name there; may be repeated', collected, [])
    .option('-q, --per-user', 'every query’s value too')
    .option('-c, --complete', 'judged queries missing from the run count as empty lists')
    .option('-l, --relevance-level <grade>', 'lowest grade that counts as relevant', finiteNumber)
    .option('-J, --judged-only', 'unjudged documents leave the lists before anything is measured')
    .option('-M, --max-retrieved <count>', 'at most so many documents per query count', wholeNumber(1))
    .option('-N, --collection-size <count>', 'documents in the collection, for utility', wholeNumber(0))
    .addOption(new Option('-R, --judgements <format>', 'how the judgements are read').choices([...judgementFormats]).default('qrels'))
    .option('-Z, --z-scores <file>', 'means by query and measure: values are printed as deviations from them')
    .option('--json', 'print one JSON document')
    .action((options: EvaluateOptions) => {
      const { qrels, run, metrics, measure, perUser = false, json: _json, quiet: _quiet, zScores, ...settings } = options;
      const requested = metrics ?? (measure.length > 0 ? [] : usualMetrics);
      const means = zScores === undefined ? {} : { zScores: readText(zScores), zScoresFile: zScores };
      const judgements = readText(qrels);
      const [first, ...others] = run.map((file) => ({
        name: file,
        evaluation: evaluateTrec(
          judgements,
          readText(file),
          requested,
          { ...settings, ...means, qrelsFile: qrels, runFile: file },
          measure,
        ),
      }));
      if (first) printResult(options, runsDocument(first, others, perUser), () => runsText(first, others, perUser));
    });
}

const signed = (value: number): string => (Number.isNaN(value) ? '–' : `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`);
const probability = (value: number): string => (Number.isNaN(value) ? '–' : value < 0.0001 ? '< 0.0001' : value.toFixed(4));

function comparedText(first: string, compared: readonly TrecComparison[]): string {
  const rows = compared.map(({ run, spec, queries, difference, interval, pValue, adjustedPValue }) => [
    run,
    spec,
    signed(difference),
    `${signed(interval.low)} to ${signed(interval.high)}`,
    probability(pValue),
    probability(adjustedPValue),
    String(queries),
  ]);
  const head = ['run', 'metric', 'difference', '95 % interval', 'p', 'p (Holm)', 'queries'];
  return `Against ${first}: paired t-test over the queries of both, p corrected by Holm for ${plural(compared.length, 'comparison')}\n${textTable(head, rows)}`;
}

function runsText(first: NamedEvaluation, others: readonly NamedEvaluation[], perUser: boolean): string {
  if (others.length === 0) return asText(first.evaluation, perUser);
  const each = [first, ...others].map(({ name, evaluation }) => `${name}\n${asText(evaluation, perUser)}`);
  return [...each, comparedText(first.name, compareTrecRuns([first, ...others]))].join('\n\n');
}

function rowsOf(
  { spec, value, values, text, texts, summaryOnly }: TrecMeasurement,
  queries: readonly string[],
  perUser: boolean,
): string[][] {
  const each = queries.map((query, q) => [spec, query, texts?.[q] ?? (values[q] ?? NaN).toFixed(4)]);
  return [...(perUser && !summaryOnly ? each : []), ...(texts ? [] : [[spec, 'all', text ?? value.toFixed(4)]])];
}

function tiesText(spec: string, { minimum, expected, maximum, affectedUserCount }: TieBounds): string {
  const mean = expected === undefined ? '' : `, mean ${expected.toFixed(4)}`;
  const range = `${minimum.toFixed(4)} to ${maximum.toFixed(4)}${mean}`;
  return `${spec} over the orders of equal scores: ${range}; ${plural(affectedUserCount, 'query', 'queries')} with ties that matter`;
}

function asText(result: TrecEvaluation, perUser: boolean): string {
  const rows = result.measurements.flatMap((measurement) => rowsOf(measurement, result.queries, perUser));
  const notes = [`${result.queries.length} queries evaluated`, ...result.notes];
  if (result.missingQueries.length > 0)
    notes.push(
      `${result.missingQueries.length} judged queries are missing from the run: ${result.complete ? 'counted as empty lists' : 'ignored (--complete counts them as empty lists)'}`,
    );
  if (result.unjudgedQueries.length > 0)
    notes.push(`${result.unjudgedQueries.length} queries of the run have no judgements and are ignored`);
  const { tiedQueries } = result;
  if (tiedQueries > 0) {
    const order = `${trecConventions(result).scoreTies}, as in trec_eval`;
    const ranges =
      result.measurements.some(({ ours }) => !ours) && !result.zScores ? '; ranges over their orders are given for our own metrics' : '';
    notes.push(`${plural(tiedQueries, 'query has', 'queries have')} documents of equal score: ${order}${ranges}`);
  }
  if (result.judgedOnly) notes.push('Unjudged documents were taken out of the lists first (--judged-only)');
  if (result.maxRetrieved !== null) notes.push(`Lists end after ${result.maxRetrieved} documents (--max-retrieved)`);
  const ranges = result.measurements.flatMap(({ spec, ties }) => (ties ? [tiesText(spec, ties)] : []));
  return `${textTable(['metric', 'query', 'value'], rows)}\n\n${[...ranges, ...notes].join('\n')}`;
}
