import type { Command } from 'commander';
import { evaluateTrec, trecMetricIds, type TrecEvaluation } from '#engine/evaluate/trec/evaluate-trec';
import { commaList, finiteNumber, readText } from '../arguments';
import { printResult, textTable, type OutputOptions } from '../output';

interface EvaluateOptions extends OutputOptions {
  readonly qrels: string;
  readonly run: string;
  readonly metrics: string[];
  readonly perUser?: boolean;
  readonly complete?: boolean;
  readonly relevanceLevel?: number;
}

export function evaluate(program: Command): void {
  program
    .command('evaluate')
    .description('Measure a TREC run against TREC judgements, as trec_eval does; needs no workspace.')
    .requiredOption('--qrels <file>', 'judgements: query 0 document grade')
    .requiredOption('--run <file>', 'a run: query Q0 document rank score tag')
    .option(
      '--metrics <list>',
      `comma-separated, as name or name@k, or by trec_eval’s names; of ${trecMetricIds().join(', ')}`,
      commaList,
      ['ndcg@10', 'map', 'p@10', 'recall@100', 'recip_rank'],
    )
    .option('--per-user', 'every query’s value too')
    .option('--complete', 'queries missing from the run count as 0 (trec_eval -c)')
    .option('--relevance-level <grade>', 'lowest grade that counts as relevant (trec_eval -l)', finiteNumber)
    .option('--json', 'print one JSON document')
    .action((options: EvaluateOptions) => {
      const result = evaluateTrec(readText(options.qrels), readText(options.run), options.metrics, {
        complete: options.complete ?? false,
        ...(options.relevanceLevel !== undefined && { relevanceLevel: options.relevanceLevel }),
        qrelsFile: options.qrels,
        runFile: options.run,
      });
      printResult(options, asDocument(result, options.perUser ?? false), () => asText(result, options.perUser ?? false));
    });
}

/** JSON has no NaN: null is "no value". */
const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function asDocument(result: TrecEvaluation, perUser: boolean) {
  return {
    queries: result.queries.length,
    complete: result.complete,
    relevanceLevel: result.relevanceLevel,
    missingQueries: result.missingQueries,
    unjudgedQueries: result.unjudgedQueries,
    metrics: result.measurements.map(({ spec, value }) => ({ spec, value: orNull(value) })),
    ...(perUser && {
      perUser: result.queries.map((query, q) => ({
        user: query,
        values: Object.fromEntries(result.measurements.map(({ spec, values }) => [spec, orNull(values[q] ?? NaN)])),
      })),
    }),
  };
}

function asText(result: TrecEvaluation, perUser: boolean): string {
  const rows = result.measurements.flatMap(({ spec, value, values }) => [
    ...(perUser && values.length > 0 ? result.queries.map((query, q) => [spec, query, (values[q] ?? NaN).toFixed(4)]) : []),
    [spec, 'all', value.toFixed(4)],
  ]);
  const notes = [`${result.queries.length} queries evaluated`];
  if (result.missingQueries.length > 0)
    notes.push(
      `${result.missingQueries.length} judged queries are missing from the run: ${result.complete ? 'counted as 0' : 'ignored (--complete counts them as 0)'}`,
    );
  if (result.unjudgedQueries.length > 0)
    notes.push(`${result.unjudgedQueries.length} queries of the run have no judgements and are ignored`);
  return `${textTable(['metric', 'query', 'value'], rows)}\n\n${notes.join('\n')}`;
}
